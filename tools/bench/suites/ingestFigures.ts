import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BenchServer } from '../benchServer.ts';
import { eachSampleMemory, type SampleMemory } from '../corpus.ts';
import { ended, person, type Started } from './awaitedJob.ts';

const sectionsOfFile = 50;

/** What it takes to make memories of Markdown files with as many sections as there are to be memories, ms. */
export async function ingestOf(
  root: string,
  temp: string,
  size: number,
): Promise<{ ms: number; created: number }> {
  const folder = path.join(temp, 'documents');
  await writeDocuments(folder, size);
  await using server = await BenchServer.start(root, path.join(temp, 'home'));
  const call = server.client('bench', undefined, person);
  const started = performance.now();
  const { job } = ((await call('ingest_file', { path: folder })) as Started).result;
  const { created } = await ended(call, job);
  return { ms: performance.now() - started, created: Number(created) };
}

async function writeDocuments(folder: string, size: number): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let sections: string[] = [];
  let files = 0;
  const keep = async (): Promise<void> => {
    const name = `document-${String((files += 1)).padStart(5, '0')}`;
    await writeFile(path.join(folder, `${name}.md`), [`# ${name}`, ...sections, ''].join('\n\n'));
    sections = [];
  };
  let number = 0;
  for (const sample of eachSampleMemory(size)) {
    sections.push(sectionOf(sample, (number += 1)));
    if (sections.length === sectionsOfFile) await keep();
  }
  if (sections.length > 0) await keep();
}

const sectionOf = ({ content, why }: SampleMemory, number: number): string =>
  `## Section ${number}\n\n${content}\n\n${why}`;

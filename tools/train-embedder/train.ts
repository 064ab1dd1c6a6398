import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { filesText, packageText, readmePackages } from './collectText.ts';
import type { TextFile } from './collectText.ts';
import { fetchPackages, readPackageList, unpackedFolder } from './fetchPackages.ts';
import { readJargon } from './jargon.ts';
import { JudgedLines } from './judgedLines.ts';
import { readLexicon } from './lexicon.ts';
import { noticeText } from './noticeText.ts';
import { trainModel } from './trainModel.ts';
import { shippedSettings } from './trainingSettings.ts';
import { readWordNet } from './wordNet.ts';

/** One line of the manifest that is shipped with the model. */
interface SourceRecord {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly textBytes: number;
}

const bytesOf = (files: readonly TextFile[]) =>
  files.flat().reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);

/** Fetches the text, trains on it, and writes the model, its checksum and its manifest into `models/`. */
export async function run(root: string): Promise<void> {
  const log = (line: string) => console.log(line);
  const own = path.join(root, 'tools/train-embedder');
  const cache = path.join(root, '.cache/train-embedder');
  const packages = readPackageList(path.join(own, 'packages.json'));
  fetchPackages(packages, cache, log);

  const judged = JudgedLines.read(path.join(root, 'tools/bench/data'));
  const { lexicon, removed } = judged.withoutJudged(readLexicon(path.join(own, 'lexicon')));
  const seen = new Set<string>();
  const records: SourceRecord[] = [];
  const sources: TextFile[][] = [];
  let removedBlocks = 0;
  const take = (files: readonly TextFile[], { name, version, licence }: Omit<SourceRecord, 'textBytes'>) => {
    const clean = files.map((file) => file.filter(({ text }) => !judged.has(text)));
    removedBlocks += files.flat().length - clean.flat().length;
    sources.push(clean);
    records.push({ name, version, licence, textBytes: bytesOf(clean) });
  };
  let wordNetCopyright = '';
  let synsets: ReturnType<typeof readWordNet> = [];
  for (const each of packages) {
    const folder = unpackedFolder(cache, each);
    if (each.name === 'wordnet-base') {
      wordNetCopyright = readFileSync(path.join(folder, 'usr/share/doc/wordnet-base/copyright'), 'utf8');
      synsets = readWordNet(path.join(folder, 'usr/share/wordnet'));
      const text = synsets.flatMap(({ definition, examples }) => [definition, ...examples]).join('');
      records.push({
        name: each.name,
        version: each.version,
        licence: each.licence,
        textBytes: Buffer.byteLength(text),
      });
    } else if (each.name === 'dict-jargon')
      take(readJargon(path.join(folder, 'usr/share/dictd/jargon.dict.dz')), each);
    else take(packageText(folder, each.only, seen), each);
  }
  for (const each of readmePackages(path.join(root, 'node_modules'))) take(filesText(each.files, seen), each);
  log(`Left out for being near a judged line: ${removed} of the lexicon, ${removedBlocks} blocks of prose`);

  const model = await trainModel({ sources, synsets, lexicon }, shippedSettings, log);
  const compressed = writeModel(root, model, {
    settings: shippedSettings,
    lexicon: { groups: lexicon.groups.length, pairs: lexicon.pairs.length, licence: 'MIT' },
    leftOutAsJudged: { lexicon: removed, blocks: removedBlocks },
    sources: records.filter(({ textBytes }) => textBytes > 0),
    wordNetCopyright,
  });
  log(`${model.length} bytes, ${compressed}`);
}

interface Origin {
  readonly settings: typeof shippedSettings;
  readonly lexicon: { readonly groups: number; readonly pairs: number; readonly licence: string };
  readonly leftOutAsJudged: { readonly lexicon: number; readonly blocks: number };
  readonly sources: readonly SourceRecord[];
  readonly wordNetCopyright: string;
}

/** The model, its manifest and its notice. Returns its compressed size and its checksum, for the log. */
function writeModel(
  root: string,
  model: Uint8Array,
  { wordNetCopyright, sources, settings, ...origin }: Origin,
): string {
  const sha256 = createHash('sha256').update(model).digest('hex');
  const folder = path.join(root, 'models');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${shippedSettings.name}.bin`), model);
  const manifest = {
    model: shippedSettings.name,
    sha256,
    bytes: model.length,
    compressedBytes: deflateRawSync(model, { level: 9 }).length,
    settings,
    ...origin,
    sources,
  };
  writeFileSync(path.join(folder, `${shippedSettings.name}.json`), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(
    path.join(folder, 'NOTICE.txt'),
    noticeText(shippedSettings.name, manifest.sources, wordNetCopyright),
  );
  return `${manifest.compressedBytes} compressed, SHA-256 ${sha256}`;
}

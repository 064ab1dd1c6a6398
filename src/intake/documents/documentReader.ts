import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Redactor } from '../../core/ports.ts';
import { type DocumentItem, type ReadDocument, refOfNames } from './documentItem.ts';
import type { DocumentJob } from './documentJob.ts';
import { documentFiles, mostDocuments, shownPath } from './documentFiles.ts';
import { markdownItems } from './markdownItems.ts';
import { projectFileKind, projectItems } from './project/projectFiles.ts';
import { readTextFile } from './readTextFile.ts';

/** Reads what a job is asked to read, file by file, in an order that stays the same. */
export class DocumentReader {
  readonly #job: DocumentJob;
  readonly #redactor: Redactor;
  readonly #root: string;
  #neighbours: ReadonlySet<string> | undefined;

  constructor(job: DocumentJob, redactor: Redactor) {
    this.#job = job;
    this.#redactor = redactor;
    // Anchors are from the root of the project; what lies elsewhere is told from where somebody pointed.
    this.#root = rootOf(job);
  }

  /** Real paths, sorted. */
  async files(signal: AbortSignal): Promise<string[]> {
    const { mode, path: given, isFolder } = this.#job;
    if (!isFolder) return [given];
    const found =
      mode === 'ingest'
        ? await documentFiles(given, signal)
        : await documentFiles(given, signal, (name) => projectFileKind(name) !== undefined);
    if (found.length > mostDocuments)
      throw new MemoryBridgeError(
        'invalid_input',
        `${given} has more than ${mostDocuments} documents. Name its folders one by one.`,
      );
    return found;
  }

  /** What a file is called where its memories come from: another name where its own holds a secret, and one of its own. */
  async placeOf(file: string): Promise<string> {
    const { text } = await this.#redactor.redact(file);
    return text === file ? file : `${text}#${refOfNames(file)}`;
  }

  /** Throws `not_found` and `invalid_input` for a file that cannot be read. */
  async read(file: string): Promise<ReadDocument> {
    const { text, changedAt } = await readTextFile(file);
    const { items, createdAt } = await this.#itemsOf(file, text);
    const redacted = new Set<string>();
    const cleaned: DocumentItem[] = [];
    for (const item of items) cleaned.push(await this.#clean(item, redacted));
    return {
      place: await this.placeOf(file),
      items: cleaned,
      changedAt: createdAt ?? changedAt,
      redacted: [...redacted].toSorted(),
    };
  }

  async #itemsOf(
    file: string,
    text: string,
  ): Promise<{ items: readonly DocumentItem[]; createdAt?: number | undefined }> {
    const { mode, path: given, category, tags } = this.#job;
    const where = shownPath(this.#root, file);
    if (mode === 'ingest') return markdownItems({ path: where, text, category: category ?? undefined, tags });
    this.#neighbours ??= new Set(await readdir(given));
    return { items: projectItems(shownPath(given, file), text, this.#neighbours) };
  }

  /** Title and text together, so that what is split across the two is still found. */
  async #clean(item: DocumentItem, redacted: Set<string>): Promise<DocumentItem> {
    const clean = async (text: string): Promise<string> => {
      const answer = await this.#redactor.redact(text);
      for (const kind of answer.found) redacted.add(kind);
      return answer.text;
    };
    const [title = '', ...rest] = (await clean(`${item.title}\n${item.content}`)).split('\n');
    return {
      ...item,
      title,
      content: rest.join('\n'),
      why: item.why ? await clean(item.why) : item.why,
      path: await clean(item.path),
      ref: await clean(item.ref),
      tags: await Promise.all(item.tags.map(clean)),
    };
  }
}

function rootOf({ path: given, isFolder, project: { root } }: DocumentJob): string {
  if (root !== undefined && !path.relative(root, given).startsWith('..')) return root;
  return isFolder ? given : path.dirname(given);
}

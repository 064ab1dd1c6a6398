import { stat } from 'node:fs/promises';
import { MemoryBridgeError } from '../core/errors.ts';
import { readForeign } from '../sqlite/readForeign.ts';
import { headOf, isDatabase, isGzip } from './fileHead.ts';
import { importers } from './importers.ts';
import type { Importer, ImportReader, ImportSource } from './incoming.ts';
import { inTermsOf, unpackedReader, unpackGzip } from './unpackedFile.ts';

/** A source, open, and the system that it is of. */
export interface OpenSource {
  readonly importer: Importer;
  readonly reader: ImportReader;
}

/**
 * Opens a source as one of the system that is named, else of the one that knows it; what gzip has packed is unpacked where
 * that system does not do so itself. Throws `invalid_input` where none does, and where it is of another system than the one
 * that is named.
 */
export async function openSource(
  source: ImportSource,
  from: string | undefined,
  all: readonly Importer[] = importers,
): Promise<OpenSource> {
  const named = from === undefined ? undefined : namedImporter(from, all);
  const taken = await takenBy(source, named, all);
  if (taken) return taken;
  if (source.isFolder || !(await isGzip(source.path))) return asNamed(source, named, all);
  const unpacked = await unpackGzip(source.path);
  try {
    const { importer, reader } =
      (await takenBy(unpacked, named, all)) ?? (await asNamed(unpacked, named, all));
    return { importer, reader: unpackedReader(reader, source.path, unpacked) };
  } catch (error) {
    await unpacked.remove();
    throw inTermsOf(source.path, unpacked, error);
  }
}

function namedImporter(from: string, all: readonly Importer[]): Importer {
  const named = all.find(({ system }) => system === from.trim().toLowerCase());
  if (named) return named;
  throw new MemoryBridgeError(
    'invalid_input',
    `from: there is no importer "${from}". There are: ${systemsOf(all)}.`,
    { details: { field: 'from' } },
  );
}

/** Undefined where nobody knows it for theirs. */
async function takenBy(
  source: ImportSource,
  named: Importer | undefined,
  all: readonly Importer[],
): Promise<OpenSource | undefined> {
  if (named && (await named.recognises(source))) return { importer: named, reader: await named.open(source) };
  const found = await knownBy(source, all);
  if (!found) return undefined;
  if (!named) return { importer: found, reader: await found.open(source) };
  // A folder may hold things of several systems.
  if (!source.isFolder) throw ofAnother(source, named, found);
  try {
    return { importer: named, reader: await named.open(source) };
  } catch (error) {
    throw MemoryBridgeError.is(error, 'invalid_input', 'not_found') ? ofAnother(source, named, found) : error;
  }
}

/** Whoever is named says what is wrong with it. */
async function asNamed(
  source: ImportSource,
  named: Importer | undefined,
  all: readonly Importer[],
): Promise<OpenSource> {
  if (named) return { importer: named, reader: await named.open(source) };
  throw new MemoryBridgeError(
    'invalid_input',
    (await flawOf(source)) ??
      `${source.path} is nothing that can be imported, as far as can be told from what is in it. If it is, say of which system: ${systemsOf(all)}.`,
  );
}

async function knownBy(source: ImportSource, all: readonly Importer[]): Promise<Importer | undefined> {
  for (const importer of all) if (await importer.recognises(source)) return importer;
  return undefined;
}

const systemsOf = (all: readonly Importer[]): string => all.map(({ system }) => system).join(', ');

const ofAnother = ({ path }: ImportSource, named: Importer, found: Importer): MemoryBridgeError =>
  new MemoryBridgeError(
    'invalid_input',
    `${path} is of ${found.title}, and not of ${named.title}. Import it with: memory-bridge import ${path} --from ${found.system}`,
    { details: { field: 'from', system: found.system } },
  );

/** What keeps anybody from seeing what a file is, with what to do. */
async function flawOf({ path, isFolder }: ImportSource): Promise<string | undefined> {
  if (isFolder) return undefined;
  if ((await stat(path)).size === 0) return `${path} is empty. Nothing was imported.`;
  if (await isTar(path))
    return `${path} is an archive of several files (tar). Unpack it, and import the folder that comes of it.`;
  if (!(await isDatabase(path))) return undefined;
  const isSound = await readForeign(path, (database) =>
    database.all('PRAGMA quick_check(1)').every(({ quick_check }) => quick_check === 'ok'),
  ).catch(() => false);
  return isSound
    ? undefined
    : `${path} is a database that is damaged, so that nobody can say of which system it is. Make a sound copy with "sqlite3 ${path} .recover | sqlite3 copy.db", and import that.`;
}

/** Where an archive of tar says what it is. */
const tarMark = { at: 257, text: 'ustar' } as const;

const isTar = async (file: string): Promise<boolean> =>
  (await headOf(file, 512)).startsWith(tarMark.text, tarMark.at);

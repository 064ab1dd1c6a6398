import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../../core/errors.ts';
import { type ModelManifest, modelManifestSchema } from '../../protocol/embedderSettings.ts';
import { type ModelFolder, sizeOf } from './modelFolder.ts';

/** A manifest has ten lines. A tokenizer is JSON, too, and has megabytes. */
const longest = 64 * 1_024;
const stored = 'manifest.json';

/** The manifests among files, each model once. Throws `invalid_input` for one that is meant as such and cannot be used. */
export async function manifestsAmong(files: readonly string[]): Promise<ModelManifest[]> {
  const found = new Map<string, ModelManifest>();
  for (const file of files) {
    const manifest = await manifestIn(file);
    if (manifest) found.set(JSON.stringify(manifest), manifest);
  }
  return [...found.values()];
}

/** Models that were imported with a manifest of their own. */
export async function storedManifests(models: string): Promise<ModelManifest[]> {
  const folders = await readdir(models).catch(() => []);
  const read = folders.map(async (folder) => {
    // One that another version has written otherwise is not known here, and can be imported again.
    return manifestIn(path.join(models, folder, stored)).catch(() => undefined);
  });
  return (await Promise.all(read)).filter((manifest) => manifest !== undefined);
}

/** So that the model is known by its name from now on. */
export async function storeManifest({ path: folder, manifest }: ModelFolder): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const part = path.join(folder, `${stored}.part`);
  await writeFile(part, `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o600 });
  await rename(part, path.join(folder, stored));
}

async function manifestIn(file: string): Promise<ModelManifest | undefined> {
  const size = file.toLowerCase().endsWith('.json') ? await sizeOf(file) : undefined;
  if (size === undefined || size > longest) return undefined;
  const value = parsed(await readFile(file, 'utf8'));
  if (!isMeantAsManifest(value)) return undefined;
  const read = modelManifestSchema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue?.path.map(String).join('.') ?? '';
  throw new MemoryBridgeError(
    'invalid_input',
    `${file} is not a manifest that can be used: ${where === '' ? '' : `${where}: `}${issue?.message ?? ''}`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

/** Models come with other JSON files; none of those says both where the weights and where the tokenizer are. */
function isMeantAsManifest(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'weights' in value && 'tokenizer' in value;
}

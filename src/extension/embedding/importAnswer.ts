import { type ModelManifest, modelManifestSchema } from '../../protocol/embedderSettings.ts';

export type ImportAnswer =
  | {
      readonly kind: 'model';
      /** Files that are still missing. */
      readonly missing: readonly string[];
      /** Git LFS pointers that were given in place of files. */
      readonly pointers: readonly string[];
      readonly manifest: ModelManifest | undefined;
    }
  | { readonly kind: 'error'; readonly message: string };

/** What `memory-bridge model import --json` said: the model on standard output, or an error on standard error. */
export function readImportAnswer(stdout: string, stderr: string): ImportAnswer {
  const found = parse(stdout) as { missing?: unknown; pointers?: unknown; manifest?: unknown } | undefined;
  if (Array.isArray(found?.missing))
    return {
      kind: 'model',
      missing: found.missing.map(String),
      pointers: Array.isArray(found.pointers) ? found.pointers.map(String) : [],
      manifest: modelManifestSchema.safeParse(found.manifest).data,
    };
  const last = stderr.trim().split('\n').at(-1) ?? '';
  const said = (parse(last) as { error?: { message?: unknown } } | undefined)?.error?.message;
  return { kind: 'error', message: typeof said === 'string' ? said : last };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

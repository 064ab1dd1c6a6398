export type ImportAnswer =
  | { readonly kind: 'missing'; readonly missing: readonly string[] }
  | { readonly kind: 'error'; readonly message: string };

/** What `memory-bridge model import --json` said: the model on standard output, or an error on standard error. */
export function readImportAnswer(stdout: string, stderr: string): ImportAnswer {
  const found = parse(stdout) as { missing?: unknown } | undefined;
  if (Array.isArray(found?.missing)) return { kind: 'missing', missing: found.missing.map(String) };
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

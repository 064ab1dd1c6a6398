/**
 * Which settings are not as they are initially, in a line. An older server tells all of them, and which of these were
 * changed nobody knows.
 */
export function describeSettings({
  config,
  changedSettings: changed,
}: {
  readonly config: Readonly<Record<string, unknown>>;
  readonly changedSettings?: Readonly<Record<string, unknown>> | undefined;
}): string {
  const shown = Object.entries(changed ?? config);
  if (shown.length === 0) return 'as they are initially';
  return shown.map(([name, value]) => `${name} = ${inWords(value)}`).join('; ');
}

/** What stands in braces and brackets in the file, as it is said. */
function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(inWords).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  const parts = Object.entries(value).map(
    ([name, part]) =>
      `${name} ${typeof part === 'object' && part !== null ? `(${inWords(part)})` : String(part)}`,
  );
  return parts.length === 0 ? 'none' : parts.join(', ');
}

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
  return shown
    .map(([name, value]) => `${name} = ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

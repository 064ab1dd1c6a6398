/** Each of them stops every request that would leave the machine. */
export const offlineVariables = ['MEMORY_BRIDGE_OFFLINE', 'HF_HUB_OFFLINE', 'TRANSFORMERS_OFFLINE'] as const;

/** How an environment says no. Whatever else is said keeps everything at home: that is the mistake that can be undone. */
const off: ReadonlySet<string> = new Set(['', '0', 'false', 'no', 'off']);

/** The variable of an environment that keeps its process offline. */
export function offlineVariable(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return offlineVariables.find((name) => !off.has((env[name] ?? '').trim().toLowerCase()));
}

/**
 * Why something leaves the machine. Each request names one, each has a row in docs/privacy.md and a task in
 * dev/network/leavingTasks.ts, which a test starts with the switch on and off.
 */
export const purposes = ['model', 'embedding', 'forge', 'upgrade'] as const;
export type Purpose = (typeof purposes)[number];

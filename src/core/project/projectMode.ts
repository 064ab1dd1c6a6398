/**
 * Whether memory is at work in a project. `off`: nothing is captured there, and agents get nothing of it and write nothing
 * to it; what a person does, they may go on doing. `paused` is `off` until a moment.
 */
export const projectModes = ['on', 'off', 'paused'] as const;
export type ProjectMode = (typeof projectModes)[number];

/** What a person said of a project. */
export interface SaidMode {
  readonly mode: ProjectMode;
  /** When a pause ends by itself, ms; null: when somebody switches the project on. */
  readonly until: number | null;
  /** When memory was switched on after it had been off, ms: what was made before is not captured. Null: it never was off. */
  readonly since: number | null;
}

/** How it stands at a moment. */
export interface ModeNow {
  readonly mode: ProjectMode;
  readonly until: number | null;
  /** What is as old as this was made while memory was off, ms; null when it never was. */
  readonly offBefore: number | null;
}

/** The mode at a moment; `initial` is that of projects of which nobody has said anything. */
export function modeAt(said: SaidMode | undefined, initial: 'on' | 'off', now: number): ModeNow {
  if (!said) return { mode: initial, until: null, offBefore: null };
  const { mode, until, since } = said;
  const isOver = mode === 'paused' && until !== null && until <= now;
  return isOver
    ? { mode: 'on', until: null, offBefore: until }
    : { mode, until: mode === 'paused' ? until : null, offBefore: mode === 'on' ? since : null };
}

export const isOff = ({ mode }: ModeNow): boolean => mode !== 'on';

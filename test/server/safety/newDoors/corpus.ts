import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SecretRedactor } from '../../../../src/safety/secretRedactor.ts';
import { isLeft } from '../../../../dev/texts/secretSamples.ts';

/** A text of the corpora that another hand has written. Of half `c` nobody looks at more than the kind. */
export interface CorpusText {
  readonly half: string;
  readonly kind: string;
  readonly text: string;
  readonly secrets: readonly string[];
}

interface Row {
  readonly half: string;
  readonly kind: string;
  readonly text: string | readonly string[];
  readonly secrets?: readonly (string | readonly string[])[];
}

const whole = (parts: string | readonly string[]): string =>
  typeof parts === 'string' ? parts : parts.join('');

function read(name: string): CorpusText[] {
  return readFileSync(path.join(import.meta.dirname, `../../../data/${name}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
    .map(({ half, kind, text, secrets = [] }) => ({
      half,
      kind,
      text: whole(text),
      secrets: secrets.map(whole),
    }));
}

const redactor = new SecretRedactor();
const redacted = (text: string): string => redactor.clean([text]).texts[0] ?? '';

/**
 * Secrets of which the rules leave nothing when they read the text by itself, which is held elsewhere: here it is asked whether a
 * door lets one by.
 */
export function secretTexts(): CorpusText[] {
  return [...read('secrets'), ...read('secretsC')].filter(
    ({ text, secrets }) => !secrets.some((secret) => isLeft(secret, redacted(text))),
  );
}

/** Harmless texts, but for those few that the rules touch by themselves. */
export function benignTexts(): CorpusText[] {
  return [...read('benign'), ...read('benignC')].filter(({ text }) => redacted(text) === text);
}

/** Some of them, spread over all. */
export function spread<T>(all: readonly T[], count: number, from = 0): T[] {
  if (all.length <= count) return [...all];
  const step = all.length / count;
  return Array.from({ length: count }, (_, at) => all[Math.floor(at * step + from) % all.length] as T);
}

import { readFileSync } from 'node:fs';
import type { Quarantine } from '../../src/core/memory/quarantine.ts';
import { ordersIn } from '../../src/safety/poison/ordersIn.ts';

/** A text that gives orders to a model, of a family of those, or one that does not, of a kind of these. */
export interface PoisonText {
  readonly id: string;
  readonly text: string;
  readonly family?: string;
  readonly kind?: string;
}

/** What became of one text. */
export interface Judged extends PoisonText {
  readonly found: Quarantine | undefined;
  readonly isRight: boolean;
}

export const readPoison = (file: string | URL): PoisonText[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PoisonText);

export const judgePoison = (texts: readonly PoisonText[]): Judged[] =>
  texts.map((each) => {
    const found = ordersIn([each.text]);
    return { ...each, found, isRight: (found !== undefined) === (each.family !== undefined) };
  });

/** The figures, a line a family or kind; before them, if asked for, what was missed and what was taken for an attack. */
export function reportPoison(texts: readonly PoisonText[], isTold = false): string {
  const judged = judgePoison(texts);
  const nameOf = ({ family, kind }: PoisonText) =>
    family === undefined ? `benign ${kind}` : `attack ${family}`;
  const share = (all: readonly Judged[], part: number) =>
    `${part} of ${all.length} (${((100 * part) / all.length).toFixed(1)} %)`;
  const lines = isTold
    ? judged
        .filter(({ isRight }) => !isRight)
        .map(
          (each) =>
            `${nameOf(each)} ${each.id}: ${each.found?.reasons.join(', ') ?? 'nothing'}\n    ${each.text.replaceAll('\n', ' / ')}`,
        )
    : [];
  for (const [name, group] of groupsOf(judged, nameOf))
    lines.push(`${name}: ${share(group, group.filter(({ isRight }) => isRight).length)} right`);
  const [attacks, benign] = [judged.filter(({ family }) => family), judged.filter(({ family }) => !family)];
  const quarantined = (all: readonly Judged[]) => share(all, all.filter(({ found }) => found).length);
  if (attacks.length > 0) lines.push(`quarantined: ${quarantined(attacks)}`);
  if (benign.length > 0) lines.push(`false alarms: ${quarantined(benign)}`);
  return lines.join('\n');
}

function groupsOf<T>(all: readonly T[], nameOf: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) groups.set(nameOf(each), [...(groups.get(nameOf(each)) ?? []), each]);
  return groups;
}

import { dataHeader, dataMark } from '../core/memory/memoryLine.ts';
import { oneLine } from '../core/text/oneLine.ts';
import { inCommands } from './forPeople.ts';

/**
 * An answer in words as a person reads it: tools are commands here. What the result holds stays as somebody wrote it. On a
 * screen nobody needs to be told that memories are no instructions; what goes elsewhere may go to a model.
 */
export function answerForPeople(text: string, result: unknown, { onScreen }: { onScreen: boolean }): string {
  const shown = onScreen ? withoutDataMarks(text) : text;
  if (inCommands(shown) === shown) return shown;
  const own = textsIn(result).filter((each) => inCommands(each) !== each);
  const hidden = own.reduce(
    (said, each, at) => said.replaceAll(each, `\0${at}\0`),
    shown.replaceAll('\0', ''),
  );
  return inCommands(hidden).replaceAll(/\0(\d+)\0/g, (_all, at: string) => own[Number(at)] ?? '');
}

function withoutDataMarks(text: string): string {
  return text
    .split('\n')
    .filter((line) => line !== dataHeader)
    .map((line) => line.replace(` ${dataMark}`, ''))
    .join('\n');
}

/** The texts of a result as answers show them, long ones first. */
function textsIn(result: unknown): string[] {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') found.add(value).add(oneLine(value));
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
  };
  look(result);
  return [...found].toSorted((a, b) => b.length - a.length);
}

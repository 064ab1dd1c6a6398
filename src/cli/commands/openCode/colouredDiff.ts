import type { CliIo } from '../../cliIo.ts';

/** A unified diff as a terminal shows it. */
export const coloured = (diff: string, paint: CliIo['paint']): string =>
  diff
    .trimEnd()
    .split('\n')
    .map((line) => colourOf(line, paint)(line))
    .join('\n');

function colourOf(line: string, paint: CliIo['paint']): (text: string) => string {
  if (line.startsWith('+++') || line.startsWith('---')) return paint.bold;
  if (line.startsWith('+')) return paint.green;
  if (line.startsWith('-')) return paint.red;
  return line.startsWith('@@') ? paint.cyan : paint.dim;
}

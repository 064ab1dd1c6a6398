import { MemoryBridgeError } from '../core/errors.ts';
import type { NamedSetting } from '../protocol/settings/setting.ts';
import { sayProblem } from './sayProblem.ts';
import { valuesOf } from './valuesOf.ts';

const switches: Readonly<Record<string, boolean>> = { on: true, yes: true, off: false, no: false };

/**
 * What a person means who types a value: numbers, `true`, `null`, lists and objects as JSON has them, a text as it stands,
 * and `on` or `off` for a switch. Throws `invalid_input` with what the setting takes.
 */
export function typedValue(setting: NamedSetting, typed: string): unknown {
  const { schema, name } = setting;
  for (const meant of [asJson(typed), typed, switches[typed.toLowerCase()]]) {
    const read = schema.safeParse(meant);
    if (meant !== undefined && read.success) return read.data;
  }
  const meant = asJson(typed) ?? typed;
  const problem = schema.safeParse(meant).error?.issues[0];
  const why = problem?.code === 'custom' ? ` ${problem.message}` : '';
  // What is wrong within an object is not that it is none.
  const isWithin = typeof meant === 'object' && problem !== undefined && problem.path.length > 0;
  const message = isWithin
    ? `"${[name, ...problem.path.map(String)].join('.')}": ${sayProblem(problem)}`
    : `"${name}" takes ${valuesOf(setting)}, not ${shown(typed)}.${why}`;
  throw new MemoryBridgeError('invalid_input', message, { details: { field: name } });
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const shown = (typed: string): string => `"${typed.length > 60 ? `${typed.slice(0, 59)}…` : typed}"`;

import { MemoryBridgeError } from '../core/errors.ts';
import { closestNames } from '../core/text/closestNames.ts';
import { namedSettings } from '../protocol/settings/serverSettings.ts';
import { isNamedBy, type NamedSetting } from '../protocol/settings/setting.ts';

export const groupNames: readonly string[] = [
  ...new Set(namedSettings.flatMap(({ path }) => (path.length > 1 ? [path[0] ?? ''] : []))),
];

/** The setting of a name, or all of a group. Throws `invalid_input` with what may have been meant. */
export function findSettings(name: string): readonly NamedSetting[] {
  const found = namedSettings.filter((setting) => isNamedBy(setting, name));
  if (found.length > 0) return found;
  const closest = closestSettings(name);
  const more = closest.length === 0 ? ' "memory-bridge config list" shows those there are.' : '';
  throw new MemoryBridgeError('invalid_input', `${unknownSetting(name)}${more}`, {
    details: { field: 'name', closest },
  });
}

/** The sentence about a name that no setting has. */
export function unknownSetting(name: string): string {
  const [first, second] = closestSettings(name);
  const meant =
    first === undefined ? '' : ` Did you mean "${first}"${second === undefined ? '' : ` or "${second}"`}?`;
  return `There is no setting "${name}".${meant}`;
}

/** People write names of settings in all ways: with other capitals, with dashes, without their group. */
function closestSettings(wanted: string): string[] {
  const names = [...namedSettings.map(({ name }) => name), ...(wanted.includes('.') ? [] : groupNames)];
  const whole = new Map(names.map((name) => [name.toLowerCase(), name]));
  const plain = wanted.toLowerCase().replaceAll(/[-_\s]/g, '');
  const ends = names.filter((name) => name.toLowerCase().endsWith(`.${plain}`));
  if (ends.length > 0) return ends.slice(0, 2);
  return closestNames(plain, [...whole.keys()]).flatMap((name) => whole.get(name) ?? []);
}

import path from 'node:path';
import { parse as parseJson, type ParseError } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { MemoryBridgeError } from '../../core/errors.ts';
import { isRecord } from '../../core/isRecord.ts';
import { namedSettings } from '../../protocol/settings/serverSettings.ts';
import { tryRead } from './peerEntries.ts';
import { type Peer, managerMemory, mem0Plugin, semanticMemory } from './peerMarks.ts';
import { homeIn } from './peersAtWork.ts';
import { type SettingRule, type SettingRules, settingRules } from './peerSettingRules.ts';

/** One setting of another memory and what becomes of it. */
export interface SettingOffer {
  readonly name: string;
  /** As it stands there; what may be a secret is not told. */
  readonly value: unknown;
  /** Our setting and its value; undefined where there is none. */
  readonly to?: { readonly name: string; readonly value: unknown };
  /** Why it becomes nothing. */
  readonly because?: string;
}

/** The settings of another memory, each with what it becomes here. */
export interface PeerSettings {
  readonly peer: Peer;
  readonly file: string;
  readonly offers: readonly SettingOffer[];
}

const peers: readonly Peer[] = [semanticMemory, managerMemory, mem0Plugin];
const secret = /(?:key|token|secret|password|dsn|credential)/i;
const longestFile = 1_000_000;
const deepestSettings = 100;

/** Where these systems keep their settings by themselves. */
export function peerSettingsFiles(
  environment: NodeJS.ProcessEnv = process.env,
): readonly (readonly [Peer, string])[] {
  const home = homeIn(environment);
  const config = environment['XDG_CONFIG_HOME'] || path.join(home, '.config');
  return [
    [
      semanticMemory,
      environment['OPENCODE_MEMORY_CONFIG'] || path.join(config, 'opencode-memory', 'config.toml'),
    ],
    [managerMemory, path.join(config, 'opencode', 'memory-config.jsonc')],
    [mem0Plugin, path.join(home, '.mem0', 'settings.json')],
  ];
}

/** The settings in a file; undefined for one that is of none of these systems. Throws `invalid_input` where it cannot be read as what it is. */
export function readPeerSettings(file: string): PeerSettings | undefined {
  const text = tryRead(file);
  if (text === undefined || text.length > longestFile) return undefined;
  const values = valuesIn(text.replace(/^\uFEFF/, ''), file);
  if (!values) return undefined;
  const peer = peers.find(({ title }) => isOf(values, settingRules[title], path.extname(file).toLowerCase()));
  const rules = peer && settingRules[peer.title];
  if (!rules) return undefined;
  return { peer, file, offers: flattened(values).map(([name, value]) => offerOf(name, value, rules)) };
}

function valuesIn(text: string, file: string): Record<string, unknown> | undefined {
  const extension = path.extname(file).toLowerCase();
  if (extension === '.toml') {
    try {
      return parseToml(text);
    } catch (error) {
      throw new MemoryBridgeError(
        'invalid_input',
        `These settings cannot be read, because they are no TOML: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''} Correct the file and try again: ${file}`,
        { cause: error, details: { path: file } },
      );
    }
  }
  if (extension !== '.json' && extension !== '.jsonc') return undefined;
  // Settings have a few levels. What has thousands would exhaust the stack of whoever reads it.
  if (isNestedDeeper(text, deepestSettings)) return undefined;
  const errors: ParseError[] = [];
  const value: unknown = parseJson(text, errors, { allowTrailingComma: true });
  return errors.length === 0 && isRecord(value) ? value : undefined;
}

const isOf = (values: Record<string, unknown>, rules: SettingRules | undefined, extension: string): boolean =>
  rules !== undefined && rules.extensions.includes(extension) && rules.marks.some((mark) => mark in values);

/** By its brackets alone, those in texts too: few texts have that many. */
function isNestedDeeper(text: string, levels: number): boolean {
  let depth = 0;
  for (const [mark] of text.matchAll(/[[\]{}]/g)) {
    depth += mark === '[' || mark === '{' ? 1 : -1;
    if (depth > levels) return true;
  }
  return false;
}

/** Every value by its dotted name; lists and empty groups are values. */
function flattened(values: Record<string, unknown>, before = ''): [string, unknown][] {
  return Object.entries(values).flatMap(([key, value]): [string, unknown][] => {
    const name = `${before}${key}`;
    return isRecord(value) && !(value instanceof Date) && Object.keys(value).length > 0
      ? flattened(value, `${name}.`)
      : [[name, value]];
  });
}

function offerOf(name: string, value: unknown, rules: SettingRules): SettingOffer {
  const shown = secret.test(name) && typeof value === 'string' ? '(not shown)' : value;
  const rule = ruleOf(name, rules);
  if ('because' in rule) return { name, value: shown, because: rule.because };
  const here = rule.as ? rule.as(value) : value;
  const setting = namedSettings.find((each) => each.name === rule.to);
  if (!setting || here === undefined || !setting.schema.safeParse(here).success)
    return { name, value: shown, because: `this value has no counterpart in ${rule.to}` };
  return { name, value: shown, to: { name: rule.to, value: here } };
}

function ruleOf(name: string, { names, groups }: SettingRules): SettingRule {
  const known = names[name];
  if (known) return known;
  const reason = groups[name.split('.', 1)[0] ?? ''];
  return { because: reason ?? 'a setting that is not known here' };
}

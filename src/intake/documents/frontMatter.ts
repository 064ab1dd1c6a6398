import { parse as parseToml } from 'smol-toml';
import { isRecord } from '../../core/isRecord.ts';
import { boundedYamlIn } from '../../core/text/boundedYaml.ts';

/** What a block at the head of a document says. */
export interface FrontMatter {
  /** Lines that it takes, its marks among them; 0 without one. */
  readonly length: number;
  readonly title: string | undefined;
  readonly tags: readonly string[];
  /** When it was written, ms. */
  readonly createdAt: number | undefined;
  /** All that it says; empty where it is neither YAML nor TOML. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Bytes of a block that are read: nobody writes more by hand. */
const longest = 20_000;
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  '---': (text) => boundedYamlIn(text),
  '+++': (text) => parseToml(text),
};

export function readFrontMatter(lines: readonly string[]): FrontMatter {
  const mark = lines[0]?.trimEnd() ?? '';
  const read = readers[mark];
  const end = read ? lines.findIndex((line, at) => at > 0 && line.trimEnd() === mark) : -1;
  if (!read || end < 0) return nothing;
  const text = lines.slice(1, end).join('\n');
  const fields = text.length > longest ? {} : fieldsOf(() => read(text));
  return {
    length: end + 1,
    title: textIn(fields['title']),
    tags: [...listIn(fields['tags']), ...listIn(fields['keywords'])],
    createdAt: momentIn(fields['created'] ?? fields['date']),
    fields,
  };
}

const nothing: FrontMatter = { length: 0, title: undefined, tags: [], createdAt: undefined, fields: {} };

/** What its own reader does not take is text of somebody who meant something else by the mark. */
function fieldsOf(read: () => unknown): Readonly<Record<string, unknown>> {
  try {
    const value = read();
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

function listIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => textIn(String(each)) ?? []);
  return (textIn(value) ?? '')
    .split(/[,;]/)
    .map((each) => each.trim().replace(/^#/, ''))
    .filter((each) => each !== '');
}

function momentIn(value: unknown): number | undefined {
  const moment =
    value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isFinite(moment) ? moment : undefined;
}

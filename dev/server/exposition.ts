/** What a program that collects metrics makes of the text. */
export interface Exposition {
  /** Samples as they are written: the name, and labels in their order. */
  readonly names: readonly string[];
  value(sample: string): number | undefined;
}

const sampleLine =
  /^([a-z_][a-z0-9_]*)(\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*\})? (-?[0-9.e+-]+|NaN|[+-]Inf)$/;
const units = /_(?:total|seconds|bytes|info|timestamp_seconds)$/;
/** Counts of things that are there have no unit. */
const plain = new Set(['memories', 'jobs', 'event_streams', 'embedding_pending', 'backups']);

/** Reads the text format of Prometheus whole, and throws at whatever a collector or its conventions would mind. */
export function readExposition(text: string): Exposition {
  const values = new Map<string, number>();
  const families = new Map<string, { help?: string; type?: string }>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, what = '', name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (what !== '') {
      const family = families.get(name) ?? {};
      const key = what === 'HELP' ? 'help' : 'type';
      if (family[key] !== undefined) throw new Error(`${what} of ${name} is given twice.`);
      families.set(name, { ...family, [key]: rest });
      continue;
    }
    const [, sample = '', labels = '', value = ''] = sampleLine.exec(line) ?? [];
    if (sample === '') throw new Error(`This is no sample: ${line}`);
    const family = sample.replace(/_(?:bucket|sum|count)$/, '');
    const { type, help } = families.get(sample) ?? families.get(family) ?? {};
    if (type === undefined || help === undefined) throw new Error(`${sample} has no type or help.`);
    refuseName(families.has(sample) ? sample : family, type);
    if (values.has(`${sample}${labels}`)) throw new Error(`${sample}${labels} is there twice.`);
    values.set(`${sample}${labels}`, Number(value.replace('Inf', 'Infinity')));
  }
  checkHistograms(values, families);
  return { names: [...values.keys()], value: (sample) => values.get(sample) };
}

function refuseName(name: string, type: string): void {
  if (!name.startsWith('memory_bridge_')) throw new Error(`${name} is not ours.`);
  if ((type === 'counter') !== name.endsWith('_total')) throw new Error(`${name} is a ${type}.`);
  if (!units.test(name) && !plain.has(name.slice('memory_bridge_'.length)))
    throw new Error(`${name} has no unit.`);
}

/** Buckets grow, and the last one is the count. */
function checkHistograms(values: Map<string, number>, families: Map<string, { type?: string }>): void {
  for (const [name, { type }] of families) {
    if (type !== 'histogram') continue;
    const buckets = new Map<string, number[]>();
    for (const [sample, value] of values) {
      const [, labels = ''] = new RegExp(`^${name}_bucket\\{le="[^"]+",?(.*)\\}$`).exec(sample) ?? [];
      if (sample.startsWith(`${name}_bucket`)) buckets.set(labels, [...(buckets.get(labels) ?? []), value]);
    }
    for (const [labels, counts] of buckets) {
      if (counts.some((count, at) => count < (counts[at - 1] ?? 0))) throw new Error(`${name} sinks.`);
      if (counts.at(-1) !== values.get(`${name}_count{${labels}}`))
        throw new Error(`${name} does not add up.`);
    }
  }
}

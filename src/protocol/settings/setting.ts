import * as z from 'zod';

/** One setting: what it may be, what it is as long as nobody says otherwise, and one sentence for people. */
export interface Setting<T = unknown> {
  readonly schema: z.ZodType<T>;
  readonly initial: T;
  readonly summary: string;
  /** What it says that no agent may change, behind its name in a sentence: what harm it does cannot be taken back. */
  readonly personOnly?: string;
  /** Values that agents may set nevertheless. */
  isHarmless?(value: T): boolean;
  /** What it is while its value cannot be understood, where it would be harm to take `initial` for it. */
  readonly whenWrong?: T;
}

/** Settings by their names; a group of them is named `group.setting`. */
export interface Settings {
  readonly [name: string]: Setting | Settings;
}

export type ValuesOf<S> = {
  -readonly [Name in keyof S]: S[Name] extends Setting<infer T> ? T : ValuesOf<S[Name]>;
};

/** Some of the values: groups too may be named in part. */
export type ChangesOf<S> = {
  -readonly [Name in keyof S]?: S[Name] extends Setting<infer T>
    ? T | undefined
    : ChangesOf<S[Name]> | undefined;
};

export interface NamedSetting extends Setting {
  /** `boot.maxTokens`. */
  readonly name: string;
  readonly path: readonly string[];
}

export function setting<Schema extends z.ZodType>(
  schema: Schema,
  initial: z.output<Schema>,
  summary: string,
  more: Pick<Setting<z.output<Schema>>, 'personOnly' | 'isHarmless' | 'whenWrong'> = {},
): Setting<z.output<Schema>> {
  return { schema: schema as z.ZodType<z.output<Schema>>, initial, summary, ...more };
}

/** Whether a name is that of the setting, or of a group that it is in. */
export const isNamedBy = (setting: Pick<NamedSetting, 'name'>, name: string): boolean =>
  setting.name === name || setting.name.startsWith(`${name}.`);

export const isSetting = (value: Setting | Settings): value is Setting =>
  value['schema'] instanceof z.ZodType;

/** Every setting, in the order in which they are defined. */
export function settingsIn(settings: Settings, above: readonly string[] = []): NamedSetting[] {
  return Object.entries(settings).flatMap(([name, value]): NamedSetting[] => {
    const path = [...above, name];
    return isSetting(value) ? [{ ...value, name: path.join('.'), path }] : settingsIn(value, path);
  });
}

type Shape<T> = { [Name in keyof T]: z.ZodType<T[Name]> };

/** All values; what is left out is as nobody has said otherwise. */
export function valuesSchema<S extends Settings>(settings: S): z.ZodObject<Shape<ValuesOf<S>>> {
  const shape = Object.entries(settings).map(([name, value]) => [
    name,
    isSetting(value) ? value.schema.default(value.initial as never) : valuesSchema(value).prefault({}),
  ]);
  return z.object(Object.fromEntries(shape)) as z.ZodObject<Shape<ValuesOf<S>>>;
}

/**
 * Some values. Made without what they are initially: what a caller does not name would be filled in, and a change of one
 * setting would reset the others.
 */
export function changesSchema<S extends Settings>(settings: S): z.ZodType<ChangesOf<S>, ChangesOf<S>> {
  const shape = Object.entries(settings).map(([name, value]) => [
    name,
    (isSetting(value) ? value.schema : changesSchema(value)).optional(),
  ]);
  return z.strictObject(Object.fromEntries(shape)) as unknown as z.ZodType<ChangesOf<S>, ChangesOf<S>>;
}

/** The value at a path; undefined where there is none. */
export function valueAt(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
    values,
  );
}

/** Puts a value at a path, making the groups on the way. */
export function putValue(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) target[name] = value;
  else putValue((target[name] ??= {}) as Record<string, unknown>, rest, value);
}

/** The values with some of them changed. */
export function withChanges<S extends Settings>(
  settings: S,
  values: ValuesOf<S>,
  changes: ChangesOf<S>,
): ValuesOf<S> {
  const changed = structuredClone(values);
  for (const { path } of settingsIn(settings)) {
    const value = valueAt(changes, path);
    if (value !== undefined) putValue(changed, path, value);
  }
  return changed;
}

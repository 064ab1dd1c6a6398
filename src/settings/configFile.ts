import { existsSync } from 'node:fs';
import { MemoryBridgeError } from '../core/errors.ts';
import type { DataDirectory } from '../home/dataDirectory.ts';
import { createWhole, readWhole, writeWhole } from '../home/wholeFile.ts';
import { type ConfigChanges, configSchema, namedSettings } from '../protocol/settings/serverSettings.ts';
import { valueAt } from '../protocol/settings/setting.ts';
import { configJsonSchema } from './configJsonSchema.ts';
import { newConfigText, parseConfig, withoutSetting, withSetting } from './configText.ts';
import { findSettings } from './findSettings.ts';
import { lineFinder } from './lineFinder.ts';
import { sayParseError } from './parseErrors.ts';
import { type ConfigReading, understandConfig } from './readConfigText.ts';

/** `<home>/config.jsonc`, edited by people and by the `configure` operation; the last writer wins. */
export class ConfigFile {
  readonly path: string;
  readonly #schemaPath: string;
  readonly #lastPath: string;
  readonly #keepsLast: boolean;
  #kept: string | undefined;

  /** One of all processes keeps what it has understood, for the time when the file is broken: the owner. */
  constructor(
    { configFile, configSchemaFile, lastConfigFile }: DataDirectory,
    { keepsLast = false }: { readonly keepsLast?: boolean } = {},
  ) {
    this.path = configFile;
    this.#schemaPath = configSchemaFile;
    this.#lastPath = lastConfigFile;
    this.#keepsLast = keepsLast;
  }

  /** Read anew each time: people edit the file while the server runs. One bad setting does not spoil the others. */
  read(): ConfigReading {
    const text = readWhole(this.path) ?? '';
    const { values, isSound, warnings } = understandConfig(text.trim() === '' ? '{}' : text, () =>
      this.#last(),
    );
    if (isSound && this.#keepsLast) this.#keep(values);
    return { config: configSchema.parse(values), warnings };
  }

  /** Undefined where there are none, or none that can be read. */
  #last(): object | undefined {
    const text = this.#kept ?? readWhole(this.#lastPath);
    if (text === undefined) return undefined;
    try {
      const values: unknown = JSON.parse(text);
      return typeof values === 'object' && values !== null ? values : undefined;
    } catch {
      return undefined;
    }
  }

  #keep(values: object): void {
    const text = JSON.stringify(values);
    if (text === this.#kept) return;
    this.#kept = text;
    const before = readWhole(this.#lastPath);
    if (text === before || (before === undefined && text === '{}' && !existsSync(this.path))) return;
    try {
      writeWhole(this.#lastPath, text, { mode: 0o600 });
    } catch {
      // A full disk is told of by what has to be written. Until this process ends, it knows them anyway.
    }
  }

  /** Its text, or that of a file in which every setting is a comment. */
  text(): string {
    const text = readWhole(this.path);
    return text === undefined || text.trim() === '' ? newConfigText() : text;
  }

  /** Changes settings in place, so that comments and order stay. Returns the settings as they are now. */
  set(changes: ConfigChanges, reset: readonly string[] = []): ConfigReading {
    const before = this.text();
    const [broken] = parseConfig(before).errors;
    if (broken)
      throw new MemoryBridgeError(
        'conflict',
        `${this.path} was left as it is, because it cannot be read: line ${lineFinder(before)(broken.offset)}, ${sayParseError(broken.error)}. Correct it first, with "memory-bridge config edit".`,
      );
    let text = before;
    for (const setting of reset.flatMap(findSettings)) text = withoutSetting(text, setting);
    for (const setting of namedSettings) {
      const value = valueAt(changes, setting.path);
      if (value !== undefined) text = withSetting(text, setting, value);
    }
    if (text !== before) this.write(text);
    return this.read();
  }

  /** Puts a text in place of the file, and its schema beside it. */
  write(text: string): void {
    this.writeSchema();
    if (text === readWhole(this.path)) return;
    // One that others could read would be told of as a trouble at the next start.
    if (!createWhole(this.path, text)) writeWhole(this.path, text);
  }

  /** The schema as this version has it. Its place never changes, so that a file may name it for good. */
  writeSchema(): string {
    const schema = `${JSON.stringify(configJsonSchema(), undefined, 2)}\n`;
    if (readWhole(this.#schemaPath) !== schema) writeWhole(this.#schemaPath, schema);
    return this.#schemaPath;
  }
}

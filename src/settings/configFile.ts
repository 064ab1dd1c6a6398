import { MemoryBridgeError } from '../core/errors.ts';
import type { DataDirectory } from '../home/dataDirectory.ts';
import { createWhole, readWhole, writeWhole } from '../home/wholeFile.ts';
import { type ConfigChanges, namedSettings } from '../protocol/settings/serverSettings.ts';
import { valueAt } from '../protocol/settings/setting.ts';
import { configJsonSchema } from './configJsonSchema.ts';
import { newConfigText, parseConfig, withoutSetting, withSetting } from './configText.ts';
import { findSettings } from './findSettings.ts';
import { type ConfigReading, readConfigText } from './readConfigText.ts';

/** `<home>/config.jsonc`, edited by people and by the `configure` operation; the last writer wins. */
export class ConfigFile {
  readonly path: string;
  readonly #schemaPath: string;

  constructor({ configFile, configSchemaFile }: DataDirectory) {
    this.path = configFile;
    this.#schemaPath = configSchemaFile;
  }

  /** Read anew each time: people edit the file while the server runs. One bad setting does not spoil the others. */
  read(): ConfigReading {
    const text = readWhole(this.path) ?? '';
    return readConfigText(text.trim() === '' ? '{}' : text);
  }

  /** Its text, or that of a file in which every setting is a comment. */
  text(): string {
    const text = readWhole(this.path);
    return text === undefined || text.trim() === '' ? newConfigText() : text;
  }

  /** Changes settings in place, so that comments and order stay. Returns the settings as they are now. */
  set(changes: ConfigChanges, reset: readonly string[] = []): ConfigReading {
    const before = this.text();
    if (parseConfig(before).errors.length > 0)
      throw new MemoryBridgeError(
        'conflict',
        `${this.path} is not valid and was left as it is. Correct it first.`,
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

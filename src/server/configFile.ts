import { createWhole, readWhole, writeWhole } from '../home/wholeFile.ts';
import { applyEdits, modify, parse, type ParseError, printParseErrorCode } from 'jsonc-parser';
import { type DataDirectory } from '../home/dataDirectory.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import { configSchema, type ServerConfig } from '../protocol/operations/system/configure.ts';

export interface ConfigReading {
  readonly config: ServerConfig;
  /** What in the file is not understood; defaults stand in for it. */
  readonly warnings: readonly string[];
}

const template = `// Settings of the memory server. Comments are kept when a program changes a setting.
{
}
`;
const formatting = { tabSize: 2, insertSpaces: true, eol: '\n' };

/** `<home>/config.jsonc`, edited by people and by the `configure` operation; the last writer wins. */
export class ConfigFile {
  readonly path: string;

  constructor(directory: DataDirectory) {
    this.path = directory.configFile;
  }

  /** Read anew each time: people edit the file while the server runs. One bad setting does not spoil the others. */
  read(): ConfigReading {
    const warnings: string[] = [];
    const errors: ParseError[] = [];
    const raw: unknown = parse(this.#text(), errors, { allowTrailingComma: true });
    for (const { error, offset } of errors)
      warnings.push(
        `${printParseErrorCode(error)} at character ${offset}; the rest of the file may be unread.`,
      );
    const values = typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? raw : {};
    if (values !== raw && raw !== undefined) warnings.push('The file must hold one object in braces.');
    const good: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(values)) {
      const field = Object.hasOwn(configSchema.shape, name)
        ? configSchema.shape[name as keyof typeof configSchema.shape]
        : undefined;
      if (!field) warnings.push(`There is no setting "${name}".`);
      else if (field.safeParse(value).success) good[name] = value;
      else warnings.push(`The value of "${name}" is not valid; its default is used.`);
    }
    return { config: configSchema.parse(good), warnings };
  }

  /** Changes settings in place, so that comments and order stay. Returns the settings as they are now. */
  set(changes: Partial<ServerConfig>): ConfigReading {
    let text = this.#text();
    const errors: ParseError[] = [];
    parse(text, errors, { allowTrailingComma: true });
    if (errors.length > 0)
      throw new MemoryBridgeError(
        'conflict',
        `${this.path} is not valid and was left as it is. Correct it first.`,
      );
    for (const [name, value] of Object.entries(changes))
      if (value !== undefined)
        text = applyEdits(text, modify(text, [name], value, { formattingOptions: formatting }));
    // One that others could read would be told of as a trouble at the next start.
    if (!createWhole(this.path, text)) writeWhole(this.path, text);
    return this.read();
  }

  #text(): string {
    const text = readWhole(this.path);
    return text === undefined || text.trim() === '' ? template : text;
  }
}

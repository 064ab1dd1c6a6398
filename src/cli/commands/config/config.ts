import type { Command } from 'commander';
import { configureOperation } from '../../../protocol/operations/system/configure.ts';
import { type CliContext, globalOptionsOf } from '../../cliContext.ts';
import { exampleText } from '../../exampleText.ts';
import { typedText } from '../../typedText.ts';
import { withMemory } from '../../withMemory.ts';
import { openConfig } from './openConfig.ts';
import { addEditConfig } from './editConfig.ts';
import { renderSettings, renderValue } from './renderSettings.ts';
import { addTakeConfig } from './takeConfig.ts';
import { addUndoConfig } from './undoConfig.ts';

/** Reading looks into the file and starts nothing; what changes it goes through the server, the one writer. */
export function addConfig(program: Command, context: CliContext): void {
  const config = program
    .command('config')
    .summary('read and change settings')
    .helpCommand('help [command]', 'show help for a command')
    .addHelpText(
      'after',
      exampleText([
        'memory-bridge config list',
        'memory-bridge config get boot',
        'memory-bridge config set boot.maxTokens 2000',
        'memory-bridge config edit',
      ]),
    );
  addListSettings(config, context);
  addGetSetting(config, context);
  addSetSetting(config, context);
  addResetSettings(config, context);
  addEditConfig(config, context);
  addTakeConfig(config, context);
  addUndoConfig(config, context);
  addConfigPath(config, context);
  addConfigSchema(config, context);
}

function addListSettings(config: Command, { io }: CliContext): void {
  config
    .command('list')
    .alias('ls')
    .summary('show every setting, its value and what it does')
    .action(async (_options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { values, warnings } = await openConfig(globals, io);
      if (globals.json) io.print(JSON.stringify(values(), undefined, 2));
      else io.print(renderSettings(values(), io));
      for (const warning of warnings) io.note(`memory-bridge: ${warning}`);
    });
}

function addGetSetting(config: Command, { io }: CliContext): void {
  config
    .command('get')
    .summary('print the value of a setting, or of a group of them')
    .argument('<name>', 'setting or group, such as boot.maxTokens or boot')
    .action(async (name: string, _options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { values, warnings } = await openConfig(globals, io);
      const found = values(name);
      const [first] = found;
      const isGroup = first?.name !== name;
      if (globals.json) {
        const group = Object.fromEntries(found.map((each) => [each.name.slice(name.length + 1), each.value]));
        io.print(JSON.stringify(isGroup ? group : first?.value, undefined, 2));
      } else if (isGroup) io.print(renderSettings(found, io));
      else io.print(renderValue(first?.value));
      for (const warning of warnings.filter((each) => each.includes(`"${name}`)))
        io.note(`memory-bridge: ${warning}`);
    });
}

function addSetSetting(config: Command, context: CliContext): void {
  const { io } = context;
  config
    .command('set')
    .summary('change a setting')
    .description(
      'Change a setting. Numbers, true, false and null are taken as such, lists and objects are written as JSON, and ' +
        '"-" reads the value from standard input.',
    )
    .argument('<name>', 'setting or group, such as boot.maxTokens')
    .argument('<value...>', 'what it is to be')
    .addHelpText(
      'after',
      exampleText([
        'memory-bridge config set boot.maxTokens 2000',
        'memory-bridge config set network.offline on',
        'memory-bridge config set historyDays null',
      ]),
    )
    .action(async (name: string, words: string[], _options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      // Whoever wants it offline says so before anything is remembered.
      const { values, changesFor } = await openConfig(globals, io, { mayBegin: true });
      const typed = words.join(' ');
      const set = changesFor(name, await typedText(typed, io));
      const before = new Map(values(name).map((each) => [each.name, each.value]));
      const { warnings } = await configure({ set });
      const after = (await openConfig(globals, io)).values(name);
      if (globals.json) io.print(JSON.stringify(after, undefined, 2));
      else
        for (const { name: each, value } of after) {
          const [old, now] = [before.get(each), value].map(renderValue);
          if (after.length === 1 || old !== now)
            io.print(`${each} = ${now}${old === now ? '' : io.paint.dim(` (was ${old})`)}`);
        }
      for (const warning of warnings) io.note(`memory-bridge: ${warning}`);

      async function configure(input: { set: typeof set }) {
        const { result } = await withMemory(globals, io, (client) => client.call(configureOperation, input), {
          mayBegin: true,
        });
        return result;
      }
    });
}

function addResetSettings(config: Command, { io }: CliContext): void {
  config
    .command('reset')
    .summary('put settings back to their defaults')
    .argument('<names...>', 'settings or groups')
    .action(async (names: string[], _options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { values } = await openConfig(globals, io);
      for (const name of names) values(name);
      await withMemory(globals, io, (client) => client.call(configureOperation, { reset: names }), {
        mayBegin: true,
      });
      const { values: now } = await openConfig(globals, io);
      const settings = names.flatMap((name) => now(name));
      if (globals.json) return io.print(JSON.stringify(settings, undefined, 2));
      for (const { name, value } of settings) io.print(`${name} = ${renderValue(value)}`);
    });
}

function addConfigPath(config: Command, { io }: CliContext): void {
  config
    .command('path')
    .summary('print where the settings are kept')
    .action(async (_options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { DataDirectory } = await import('../../../home/dataDirectory.ts');
      const { configFile } = DataDirectory.resolve({ home: globals.home, env: io.env });
      io.print(globals.json ? JSON.stringify({ path: configFile }) : configFile);
    });
}

function addConfigSchema(config: Command, { io }: CliContext): void {
  config
    .command('schema')
    .summary('print the JSON schema of the settings')
    .action(async () => {
      const { configJsonSchema } = await import('../../../settings/configJsonSchema.ts');
      io.print(JSON.stringify(configJsonSchema(), undefined, 2));
    });
}

import { MemoryBridgeError } from '../../core/errors.ts';
import type { Actor } from '../../core/memory/history.ts';
import { refuseProgram } from '../shared/personOnly.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { configureOperation } from '../../protocol/operations/system/configure.ts';
import { isPerson } from '../../memories/provenance.ts';
import { type ConfigChanges, namedSettings } from '../../protocol/settings/serverSettings.ts';
import { isNamedBy, type NamedSetting, valueAt } from '../../protocol/settings/setting.ts';
import type { ControlOperation } from '../operation.ts';
import type { ConfigPort } from '../ports.ts';

/** Whoever may say where tokens and texts go could have them, and what is thinned out never comes back. */
function refuseAgents(changes: ConfigChanges, reset: readonly string[], actor: Actor): void {
  const isReset = (setting: NamedSetting): boolean => reset.some((each) => isNamedBy(setting, each));
  const kept = namedSettings.find(
    (setting) =>
      setting.personOnly !== undefined &&
      [valueAt(changes, setting.path), isReset(setting) ? setting.initial : undefined].some(
        (value) => value !== undefined && setting.isHarmless?.(value) !== true,
      ),
  );
  if (kept === undefined || isPerson(actor)) return;
  throw new MemoryBridgeError(
    'forbidden',
    `${kept.name} ${kept.personOnly}, so only a person changes it: in config.jsonc, or with "memory-bridge config set" at a terminal.`,
    { details: { reason: 'person_only', field: kept.name } },
  );
}

export function createConfigure(config: ConfigPort): ControlOperation<typeof configureOperation> {
  return {
    definition: configureOperation,

    async run(input, context) {
      const { set, reset } = input;
      if (set?.projects !== undefined || reset?.some((name) => name.startsWith('projects')))
        refuseProgram(context.actor, 'say in which projects memory is at work');
      refuseAgents(set ?? {}, reset ?? [], context.actor);
      const isSaid = set !== undefined || reset !== undefined;
      const reading = isSaid ? config.set(set ?? {}, reset) : config.read();
      // Also of changes that are none here: the file was edited, and whoever did so says that it counts from now on.
      if (isSaid) context.emit({ kind: 'config' });
      return { config: reading.config, path: config.path, warnings: [...reading.warnings] };
    },

    render: ({ config, path, warnings }) =>
      [`Settings in ${path}: ${JSON.stringify(config)}`, ...warnings.map((warning) => `Warning: ${warning}`)]
        .map(oneLine)
        .join('\n'),
  };
}

import { refuseProgram } from '../shared/personOnly.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { configureOperation } from '../../protocol/operations/system/configure.ts';
import type { ControlOperation } from '../operation.ts';
import type { ConfigPort } from '../ports.ts';

export function createConfigure(config: ConfigPort): ControlOperation<typeof configureOperation> {
  return {
    definition: configureOperation,

    async run(input, context) {
      const { set, reset } = input;
      if (set?.projects !== undefined || reset?.some((name) => name.startsWith('projects')))
        refuseProgram(context.actor, 'say in which projects memory is at work');
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

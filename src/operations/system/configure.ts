import { oneLine } from '../../core/text/oneLine.ts';
import { configureOperation } from '../../protocol/operations/system/configure.ts';
import type { ControlOperation } from '../operation.ts';
import type { ConfigPort } from '../ports.ts';

export function createConfigure(config: ConfigPort): ControlOperation<typeof configureOperation> {
  return {
    definition: configureOperation,

    async run(input, context) {
      const changes = input.set ?? {};
      const hasChanges = Object.keys(changes).length > 0;
      const reading = hasChanges ? config.set(changes) : config.read();
      if (hasChanges) context.emit({ kind: 'config' });
      return { config: reading.config, path: config.path, warnings: [...reading.warnings] };
    },

    render: ({ config, path, warnings }) =>
      [`Settings in ${path}: ${JSON.stringify(config)}`, ...warnings.map((warning) => `Warning: ${warning}`)]
        .map(oneLine)
        .join('\n'),
  };
}

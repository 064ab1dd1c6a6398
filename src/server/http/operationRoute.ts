import { MemoryBridgeError } from '../../core/errors.ts';
import { closestNames } from '../../operations/dispatch/closestNames.ts';
import { operationDefinitions } from '../../protocol/operations/registry.ts';
import { callerOf } from './callerOf.ts';
import type { OperationDispatcher } from './operationDispatcher.ts';
import { readJsonObject } from './readBody.ts';

const names = operationDefinitions.map((definition) => definition.name);
const known = new Set(names);

/** `POST /api/<name>`: every operation there is, those of the `internal` toolset too. */
export async function operationRoute(
  name: string,
  request: Request,
  dispatcher: OperationDispatcher,
): Promise<Response> {
  if (!known.has(name)) throw unknownOperation(name);
  const input = await readJsonObject(request);
  const { result, text, ignored } = await dispatcher.dispatch(name, input, callerOf(request));
  const reply = { result, text, ...(ignored ? { ignored } : {}) };
  return Response.json(reply, { headers: { 'cache-control': 'no-store' } });
}

function unknownOperation(name: string): MemoryBridgeError {
  const shown = name.slice(0, 60);
  const close = closestNames(shown, names);
  const advice = close.length > 0 ? `Did you mean ${close.join(' or ')}?` : `There are: ${names.join(', ')}.`;
  return new MemoryBridgeError('unknown_operation', `There is no operation "${shown}". ${advice}`, {
    details: { close },
  });
}

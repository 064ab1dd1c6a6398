import { callerOf } from './callerOf.ts';
import type { Dispatcher } from '../../operations/dispatch/dispatcher.ts';
import { readJsonObject } from './readBody.ts';

/** `POST /api/<name>`: every operation there is, those of no toolset too. */
export async function operationRoute(
  name: string,
  request: Request,
  dispatcher: Dispatcher,
): Promise<Response> {
  const input = await readJsonObject(request);
  const reply = await dispatcher.dispatch(name, input, callerOf(request));
  return Response.json(reply, { headers: { 'cache-control': 'no-store' } });
}

import * as z from 'zod';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { readJsonObject } from './readBody.ts';

const stepDownSchema = z.object({
  version: z.string().min(1).max(100),
  protocolVersion: z.number().int().min(1),
});

/** `POST /admin/step-down`: a newer client asks to own the data. 200 with the owner's decision. */
export async function stepDownRoute(request: Request, lifecycle: Lifecycle): Promise<Response> {
  const parsed = stepDownSchema.safeParse(await readJsonObject(request));
  if (!parsed.success) {
    throw new MemoryBridgeError(
      'invalid_input',
      'A request to step down names the asking version (text) and protocolVersion (a whole number).',
    );
  }
  return Response.json(lifecycle.stepDown(parsed.data), { headers: { 'cache-control': 'no-store' } });
}

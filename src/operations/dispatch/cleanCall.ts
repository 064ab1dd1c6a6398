import type { Caller } from '../../protocol/caller.ts';
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { MemoryBridgeError } from '../../core/errors.ts';
import { boundedJsonIn } from '../../core/text/boundedJson.ts';
import { jsonText, type OperationDefinition } from '../../protocol/operation.ts';
import {
  type Cleaned,
  type CleaningReport,
  type IncomingText,
  kindsIn,
  joinReports,
} from '../../safety/incomingText.ts';
import { isRecord } from '../../core/isRecord.ts';

/** The input of an operation as it may be written. A query is answered by what was said, but for what is private. */
export async function cleanInput(
  incoming: IncomingText,
  { kind, exact = [], refusesSecrets, input: schema }: OperationDefinition,
  input: unknown,
): Promise<Cleaned<unknown>> {
  // A project may be a folder of this machine, so it is cleaned by whoever makes it out.
  const kept = new Set(['project', ...exact, ...choicesOf(schema)]);
  const found =
    kind === 'query'
      ? await incoming.cleanQuestion(input, kept)
      : await cleanJson(incoming, schema, await incoming.clean(input, kept));
  const isPrivate = kindsIn(found.report, 'private').length > 0;
  const cleaned = isPrivate ? { ...found, value: withoutEmptied(schema, input, found.value) } : found;
  const secrets = kindsIn(cleaned.report, 'secrets');
  if (refusesSecrets && secrets.length > 0)
    throw new MemoryBridgeError(
      'invalid_input',
      `There is a secret in these settings (${secrets.join(', ')}), and settings are kept in a plain file. Keys are read from the environment, or lent by the editor.`,
    );
  return cleaned;
}

/**
 * What is written as JSON says more once it is read: an escape in it may stand for a mark, a hidden character or a part of a
 * secret, so that it is cleaned again as what it says.
 */
async function cleanJson(
  incoming: IncomingText,
  { shape }: z.ZodObject,
  { value, report }: Cleaned<unknown>,
): Promise<Cleaned<unknown>> {
  if (!isRecord(value)) return { value, report };
  const reports = [report];
  const cleaned = { ...value };
  for (const [name, text] of Object.entries(value)) {
    const field = shape[name];
    if (!(field instanceof z.ZodString && jsonText.has(field)) || typeof text !== 'string') continue;
    const said = await incoming.clean({ said: boundedJsonIn(text) });
    reports.push(said.report);
    if (said.report.size === 0) continue;
    const left = said.value.said;
    cleaned[name] = typeof left === 'string' && left.trim() === '' ? '' : JSON.stringify(left);
  }
  return { value: cleaned, report: joinReports(reports) };
}

/** Without texts and entries of lists of which nothing is left. Refuses an input whose main text is one of them. */
function withoutEmptied({ shape }: z.ZodObject, before: unknown, after: unknown): unknown {
  if (!isRecord(before) || !isRecord(after)) return after;
  const left: Record<string, unknown> = { ...after };
  for (const [name, value] of Object.entries(after)) {
    const given = before[name];
    if (Array.isArray(value) && Array.isArray(given))
      left[name] = value.filter((each, index) => !isEmptied(given[index], each));
    else if (isEmptied(given, value) && (name === 'content' || !(shape[name] instanceof z.ZodOptional)))
      throw new MemoryBridgeError(
        'invalid_input',
        `${name}: all of it is marked as private, and what is private is kept nowhere. Leave the <private> marks out to have it kept.`,
        { details: { field: name, reason: 'nothing_left' } },
      );
    else if (isEmptied(given, value)) delete left[name];
  }
  return left;
}

const isEmptied = (before: unknown, after: unknown): boolean =>
  typeof before === 'string' && typeof after === 'string' && before.trim() !== '' && after.trim() === '';

/** Fields that hold one of our own words. */
function choicesOf({ shape }: z.ZodObject): string[] {
  return Object.keys(shape).filter((name) => {
    let type: z.core.$ZodType | undefined = shape[name];
    while (type instanceof z.ZodOptional || type instanceof z.ZodDefault || type instanceof z.ZodNullable)
      type = type.def.innerType;
    return type instanceof z.ZodEnum;
  });
}

/** What is said beside the input. An idempotency key with a secret in it stays one that no other call has. */
export async function cleanCaller(
  incoming: IncomingText,
  caller: Caller,
): Promise<{ caller: Caller; report: CleaningReport }> {
  const reports: CleaningReport[] = [];
  const clean = async (text: string | undefined): Promise<string | undefined> => {
    if (text === undefined) return undefined;
    const { value, report } = await incoming.text(text);
    reports.push(report);
    return value;
  };
  const { actor, idempotencyKey } = caller;
  const [name, sessionId, key] = [
    await clean(actor.name),
    await clean(caller.sessionId),
    await clean(idempotencyKey),
  ];
  const report = joinReports(reports);
  if (report.size === 0) return { caller, report };
  return {
    caller: {
      ...caller,
      actor: { ...actor, name: name?.trim() === '' ? undefined : name },
      sessionId: sessionId?.trim() === '' ? undefined : sessionId,
      idempotencyKey: key === idempotencyKey ? key : digest(idempotencyKey ?? ''),
    },
    report,
  };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

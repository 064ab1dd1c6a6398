import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Project } from '../../core/project/project.ts';
import { valueSpace } from '../../core/values.ts';
import { parseIdReference } from '../../core/shortId.ts';
import type { TakenBackBeside } from '../../protocol/transferResults.ts';
import type { KeyValueReader } from '../../store/ports/keyValueRepository.ts';
import type { TransferRow } from '../../store/ports/transferRepository.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';

/*
 * What an import brings beside memories has no history by which it could be taken back. So the import notes it down as it
 * goes, in the unit that writes it: values with what stood there before, and projects that nobody knew.
 */

/** Which imports have noted something, and what one of them has. Notes of the server to itself, which are not exported. */
const importsSpace = 'imports';
const spaceOf = (groupId: string): string => `import:${groupId}`;

/** So long such a note is kept, ms. */
export const keptBesideMs = 90 * 86_400_000;

const noteSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('value'),
    space: z.string(),
    key: z.string(),
    /** What stood there before. */
    was: z.object({ value: z.unknown(), expiresAt: z.number().nullable() }).nullable(),
    /** A sum of what the import has written, so that another value is told from it. */
    is: z.string(),
  }),
  z.object({ kind: z.literal('project'), id: z.string(), name: z.string() }),
]);
type Note = z.output<typeof noteSchema>;

/** Writes a row of values, and notes it down. Returns whether anything was written. */
export async function bringValue(
  unit: UnitOfWork,
  row: TransferRow,
  {
    groupId,
    isReplaced,
    now,
  }: { readonly groupId: string; readonly isReplaced: boolean; readonly now: number },
): Promise<boolean> {
  const [space, key] = [String(row['space']), String(row['key'])];
  const before = isReplaced ? await unit.keyValues.entry(space, key, now) : undefined;
  if (!(await unit.transfer.put('values', row, { isReplaced }))) return false;
  const written = await unit.keyValues.entry(space, key, now);
  // One that has expired by now is gone by itself.
  if (!written) return true;
  const name = `1 ${JSON.stringify([space, key])}`;
  const earlier = await noted(unit, groupId, name, now);
  const was = earlier?.kind === 'value' ? earlier.was : (before ?? null);
  await note(
    unit,
    groupId,
    name,
    { kind: 'value', space, key, was: was && said(was), is: sumOf(written) },
    now,
  );
  return true;
}

/** Notes down that a project was not known before. */
export function bringProject(
  unit: UnitOfWork,
  { id, name }: Pick<Project, 'id' | 'name'>,
  { groupId, now }: { readonly groupId: string; readonly now: number },
): Promise<void> {
  // Behind the values, which may be all that is left in it.
  return note(unit, groupId, `2 ${id}`, { kind: 'project', id, name }, now);
}

/** Imports that have noted something, by the id of one or the end of it. */
export async function importsBeside(
  keyValues: KeyValueReader,
  reference: string,
  now: number,
): Promise<string[]> {
  const parsed = parseIdReference(reference);
  if (!parsed) return [];
  const all = await keyValues.list(importsSpace, now);
  return all
    .map(({ key }) => key)
    .filter((key) => ('id' in parsed ? key === parsed.id : key.endsWith(parsed.tail)));
}

export const nothingBeside: TakenBackBeside = { values: 0, keptValues: [], projects: [], keptProjects: [] };

/** Names of a kind that are told. */
const mostNamed = 20;

/**
 * Takes back some of what an import has brought beside memories. What was changed since stays and is named, and so does a
 * project in which something else is by now.
 */
export async function takeBackBeside(
  unit: UnitOfWork,
  groupId: string,
  {
    now,
    most,
    before = nothingBeside,
  }: { readonly now: number; readonly most: number; readonly before?: TakenBackBeside },
): Promise<{ readonly taken: TakenBackBeside; readonly gone: readonly string[]; readonly isDone: boolean }> {
  const entries = await unit.keyValues.list(spaceOf(groupId), now);
  let taken = before;
  const gone: string[] = [];
  for (const { key, value } of entries.slice(0, most)) {
    const found = noteSchema.safeParse(value).data;
    if (found?.kind === 'value') taken = await takeBackValue(unit, found, taken, now);
    if (found?.kind === 'project') {
      const isGone = await unit.projects.removeEmpty(found.id);
      if (isGone) gone.push(found.id);
      taken = isGone
        ? { ...taken, projects: named(taken.projects, found.name) }
        : await keepProject(unit, found, taken);
    }
    await unit.keyValues.remove(spaceOf(groupId), key);
  }
  const isDone = entries.length <= most;
  if (isDone) await unit.keyValues.remove(importsSpace, groupId);
  return { taken, gone, isDone };
}

async function takeBackValue(
  { keyValues }: UnitOfWork,
  { space, key, was, is }: Extract<Note, { kind: 'value' }>,
  taken: TakenBackBeside,
  now: number,
): Promise<TakenBackBeside> {
  const current = await keyValues.entry(space, key, now);
  if (!current) return taken;
  if (sumOf(current) !== is) return { ...taken, keptValues: named(taken.keptValues, nameOf(space, key)) };
  if (was && (was.expiresAt === null || was.expiresAt > now))
    await keyValues.set(space, key, was.value, was.expiresAt, now);
  else await keyValues.remove(space, key);
  return { ...taken, values: taken.values + 1 };
}

/** Somebody may have taken it out meanwhile. */
async function keepProject(
  unit: UnitOfWork,
  { id, name }: Extract<Note, { kind: 'project' }>,
  taken: TakenBackBeside,
): Promise<TakenBackBeside> {
  const isThere = (await unit.projects.findByReference(id))?.id === id;
  return isThere ? { ...taken, keptProjects: named(taken.keptProjects, name) } : taken;
}

async function note(unit: UnitOfWork, groupId: string, name: string, what: Note, now: number): Promise<void> {
  await unit.keyValues.set(importsSpace, groupId, null, now + keptBesideMs, now);
  await unit.keyValues.set(spaceOf(groupId), name, what, now + keptBesideMs, now);
}

async function noted(
  { keyValues }: UnitOfWork,
  groupId: string,
  name: string,
  now: number,
): Promise<Note | undefined> {
  return noteSchema.safeParse(await keyValues.get(spaceOf(groupId), name, now)).data;
}

const said = ({ value, expiresAt }: { value?: unknown; expiresAt: number | null }) => ({ value, expiresAt });

const sumOf = ({
  value,
  expiresAt,
}: {
  readonly value: unknown;
  readonly expiresAt: number | null;
}): string =>
  createHash('sha256')
    .update(JSON.stringify([value, expiresAt]))
    .digest('base64url')
    .slice(0, 22);

/** As people know it: the key, and the project where it is of one. */
function nameOf(space: string, key: string): string {
  const project = space.slice(valueSpace(null).length);
  return project === '' ? key : `${key} (${project})`;
}

const named = (all: readonly string[], one: string): string[] =>
  all.length < mostNamed ? [...all, one] : all.length === mostNamed ? [...all, '…'] : [...all];

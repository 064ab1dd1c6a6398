import * as z from 'zod';
import type { ModelFit } from '../../core/ranking/modelFit.ts';
import type { Clock } from '../../core/ports.ts';
import {
  embedderSettingsSchema,
  type EmbedderSettings,
  modelFitSchema,
} from '../../protocol/embedderSettings.ts';
import type { Store } from '../../store/ports/store.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { VectorSpace } from '../../store/ports/vectorIndex.ts';

const namespace = 'embedding spaces';

const recordSchema = z.object({
  settings: embedderSettingsSchema,
  /** Wall clock, ms; null until every memory had its vector once. */
  completedAt: z.number().nullable(),
  /** What the model's cosines mean, once that was found out. */
  fit: modelFitSchema.optional(),
});

/** What is known of a space besides its model: how to reach that, also after another one was chosen. Holds no key. */
export interface SpaceRecord {
  readonly space: number;
  readonly settings: EmbedderSettings;
  readonly completedAt: number | null;
  readonly fit?: ModelFit | undefined;
}

/** Spaces that a newer version has described in another way are left out: they are made anew. */
export async function readSpaceRecords(unit: ReadUnit, now: number): Promise<SpaceRecord[]> {
  const entries = await unit.keyValues.list(namespace, now);
  return entries.flatMap(({ key, value }) => {
    const parsed = recordSchema.safeParse(value);
    return parsed.success ? [{ space: Number(key), ...parsed.data }] : [];
  });
}

export async function writeSpaceRecord(
  unit: UnitOfWork,
  { space, settings, completedAt, fit }: SpaceRecord,
  now: number,
): Promise<void> {
  await unit.keyValues.set(
    namespace,
    String(space),
    { settings, completedAt, ...(fit ? { fit } : {}) },
    null,
    now,
  );
}

export async function removeSpaceRecord(unit: UnitOfWork, space: number): Promise<void> {
  await unit.keyValues.remove(namespace, String(space));
}

/** Drops each space that is over, and what is known of it. */
export async function dropSpaces(
  store: Store,
  clock: Pick<Clock, 'now'>,
  isOver: (space: VectorSpace) => boolean,
): Promise<void> {
  const spaces = await store.read((unit) => unit.vectors.spaces());
  const over = spaces.filter(isOver);
  if (over.length === 0) return;
  await store.write(async (unit) => {
    for (const { id } of over) {
      await unit.vectors.dropSpace(id, clock.now());
      await removeSpaceRecord(unit, id);
    }
  });
}

/** Two settings with one key mean the same model at the same place; how it is downloaded does not matter. */
export function modelKey({ provider, model, baseUrl, dimensions, manifest }: EmbedderSettings): string {
  return JSON.stringify([provider, model, baseUrl, dimensions, manifest?.weights.sha256]);
}

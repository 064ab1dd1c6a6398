import type { EntityRecord } from '../core/entity/entityRecord.ts';
import { placeName } from '../core/forge/entityPlace.ts';
import type { Forges } from '../core/forge/forges.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';
import { Places } from './places.ts';

/** A reference as memories of a project have it. */
export interface NamedEntity {
  readonly reference: string;
  readonly project: string | null | undefined;
}

/** What forges have said of these, in their order; undefined where none has, or where nobody knows whom to ask. */
export async function knownEntities(
  unit: ReadUnit,
  forges: Forges,
  entities: readonly NamedEntity[],
): Promise<(EntityRecord | undefined)[]> {
  if (entities.length === 0) return [];
  const places = await Places.in(unit, forges);
  const names = entities.map(({ reference, project }) => {
    const place = places.of(reference, project);
    return place && placeName(place);
  });
  const known = await unit.entities.getMany([...new Set(names.flatMap((name) => name ?? []))]);
  const records = new Map(known.map((record) => [record.reference, record]));
  return names.map((name) => (name === undefined ? undefined : records.get(name)));
}

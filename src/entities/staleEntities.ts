import * as z from 'zod';
import { type EntityPlace, placeName } from '../core/forge/entityPlace.ts';
import type { Forges } from '../core/forge/forges.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';
import { Places } from './places.ts';
import { UnknownHosts } from './unplaced.ts';

export const placeSchema = z.object({
  host: z.string(),
  path: z.string(),
  kind: z.enum(['merge_request', 'issue', 'epic', 'commit']),
  value: z.string(),
});

/** What the job `enrich` was asked for. */
export const enrichPayload = z.object({
  limit: z.number(),
  staleHours: z.number(),
  /** Keys of projects; null for all. */
  projects: z.array(z.string().nullable()).nullable(),
  /** Nothing but these, however fresh. */
  only: z.array(placeSchema).nullable(),
});
export type EnrichPayload = z.output<typeof enrichPayload>;

/** References that are looked at in one unit of work. */
const pageSize = 500;
/** More references than this are not looked through for stale ones. */
const mostPages = 20;

export interface Stale {
  readonly queue: EntityPlace[];
  /** What lies where nobody can be asked, in sentences. */
  readonly notes: string[];
}

/**
 * Places of what memories name that were not asked about of late, the last mentioned first, each once. What a forge did not
 * show to whoever asked last is always among them: somebody else may ask, or with a token now.
 */
export async function staleEntities(
  unit: Pick<ReadUnit, 'entities' | 'projects'>,
  { limit, staleHours, projects, only }: EnrichPayload,
  { forges, now }: { readonly forges: Forges; readonly now: number },
): Promise<Stale> {
  if (only) return { queue: only, notes: [] };
  const unknown = new UnknownHosts(forges);
  const places = await Places.in(unit, forges);
  const stale = new Map<string, EntityPlace>();
  for (let page = 0; page < mostPages && stale.size < limit; page += 1) {
    const { mentions } = await unit.entities.mentions({
      filter: projects === null ? {} : { projects },
      limit: pageSize,
      offset: page * pageSize,
    });
    const named = new Map<string, EntityPlace>();
    for (const { reference, project } of mentions) {
      const place = places.of(reference, project);
      if (place) named.set(placeName(place), place);
      else unknown.note(reference, project);
    }
    const kept = await unit.entities.getMany([...named.keys()]);
    const isFresh = new Set(
      kept
        .filter(({ triedAt, outcome }) => outcome !== 'no_access' && now - triedAt < staleHours * 3_600_000)
        .map(({ reference }) => reference),
    );
    for (const [name, place] of named) if (stale.size < limit && !isFresh.has(name)) stale.set(name, place);
    if (mentions.length < pageSize) break;
  }
  return { queue: [...stale.values()], notes: unknown.sentences() };
}

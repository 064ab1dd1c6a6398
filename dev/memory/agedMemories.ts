import { v7 } from 'uuid';
import { categories, type Memory, scopes, statuses } from '../../src/core/memory/memory.ts';
import { seededRandom } from '../random/seededRandom.mjs';
import { makeMemory } from './makeMemory.ts';

const day = 24 * 60 * 60_000;

/** Ages that matter, in days: around the limits of retention, and far from them. */
const ages = [0, 1, 7, 29, 30, 31, 60, 89, 90, 91, 120, 179, 180, 181, 200, 400, 900, 2_000];

/**
 * Memories of all ages and states, as the seed decides: every category, status and scope, pinned or not, deleted or not,
 * with reminders and without, written when they were made or changed later.
 */
export function agedMemories(
  count: number,
  { seed, now, project }: { seed: number; now: number; project: string },
): Memory[] {
  const random = seededRandom(seed);
  const one = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
  return Array.from({ length: count }, (_, at) => {
    const createdAt = now - one(ages) * day - Math.floor(random() * 60_000);
    // Half of them are of the two categories that retention is about.
    const category = random() < 0.5 ? one(['blocker', 'conversation'] as const) : one(categories);
    const status =
      category === 'blocker' && random() < 0.6
        ? 'resolved'
        : one(statuses.filter((each) => category === 'blocker' || each !== 'resolved'));
    const scope = one(scopes);
    const between = (): number => createdAt + Math.floor(random() * (now - createdAt));
    const updatedAt = random() < 0.6 ? createdAt : between();
    return makeMemory({
      id: v7({ msecs: createdAt }),
      category,
      status,
      scope,
      project: scope === 'global' ? null : project,
      session: scope === 'session' ? `session ${at % 7}` : null,
      title: `Memory ${at}`,
      content: `What memory ${at} of ${category} says: ${one(['tide tables', 'berths', 'the mail relay'])} ${at}`,
      tags: random() < 0.3 ? ['kept', `tag ${at % 5}`] : [],
      entities: random() < 0.3 ? [`!${at}`] : [],
      metadata: random() < 0.2 ? { archiveReason: 'Of before', at } : {},
      pinned: random() < 0.15,
      trust: one(['user', 'agent', 'external'] as const),
      createdAt,
      updatedAt,
      resolvedAt: status === 'resolved' ? (random() < 0.7 ? updatedAt : createdAt) : null,
      expiresAt: status === 'candidate' ? now + 10 * day : null,
      deletedAt: random() < 0.1 ? between() : null,
      reminder: random() < 0.05 ? { at: now + day, recurrence: null } : null,
      recallCount: Math.floor(random() * 4),
      revision: 1 + Math.floor(random() * 3),
    });
  });
}

import { seededRandom } from './statistics.ts';

const subjects =
  'payment gateway,login form,search index,image cache,message queue,invoice export,session store,rate limiter,feature flag,audit log,report builder,upload worker,schema registry,email sender,billing job,mobile client,admin console,webhook relay,metrics agent,config loader'.split(
    ',',
  );
const verbs =
  'retries,caches,validates,rejects,serialises,compresses,encrypts,batches,streams,schedules,rotates,throttles,replays,normalises,partitions,deduplicates'.split(
    ',',
  );
const objects =
  'expired tokens,partial uploads,duplicate orders,stale sessions,large payloads,failed deliveries,unsigned requests,orphaned rows,slow queries,time zones,currency amounts,unicode names,cold starts,cross region reads,schema changes,dead letters'.split(
    ',',
  );
const reasons =
  'because the upstream limit is strict,to keep the ninety-ninth percentile low,since support tickets doubled,as agreed with the platform group,to survive a restart,because the vendor drops connections,so that audits can be replayed,to avoid a second migration'.split(
    ',',
  );
const categories = ['decision', 'convention', 'procedure', 'fact', 'blocker', 'directive'] as const;

export interface SampleMemory {
  readonly category: (typeof categories)[number];
  readonly content: string;
  readonly why: string;
  readonly tags: string[];
}

/** Developer-like memories, the same for the same seed; each has a word of its own, so none is a duplicate. */
export function sampleMemories(count: number, seed = 1): SampleMemory[] {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  return Array.from({ length: count }, (_, index) => {
    const subject = pick(subjects);
    return {
      category: pick(categories),
      content: `The ${subject} ${pick(verbs)} ${pick(objects)} and ${pick(verbs)} ${pick(objects)}; ticket T${index} covers module ${Math.floor(random() * 900)}.`,
      why: pick(reasons),
      tags: [subject.split(' ')[0] as string],
    };
  });
}

/** Questions as an agent asks them: two to six content words. */
export function sampleQueries(count: number, seed = 2): string[] {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  return Array.from({ length: count }, () =>
    random() < 0.5
      ? `why does the ${pick(subjects)} treat ${pick(objects)}`
      : `${pick(subjects)} ${pick(verbs)} ${pick(objects)}`,
  );
}

import { isLive } from '../../core/jobs/job.ts';
import type { FeedSource } from '../../intake/feeds/feed.ts';
import { spentToday } from '../../intake/conversations/modelSpending.ts';
import { describeIngestion } from '../../protocol/describeIngestion.ts';
import { ingestKind, ingestResultSchema, type IngestionStatus } from '../../protocol/ingestion.ts';
import { ingestionStatusOperation } from '../../protocol/operations/ingestion/ingestionStatus.ts';
import { safeReference } from '../../safety/safeReference.ts';
import { watchedSchema, watchedSpace } from '../../protocol/watchedDocuments.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { QueryOperation } from '../operation.ts';
import type { IngestionPorts } from './createIngestion.ts';

type Sources = ReadonlyMap<string, readonly FeedSource[]>;

export function createIngestionStatus({
  feeds,
  isEnabled,
  stoppedBy,
  model,
  documents,
}: IngestionPorts['ingestion']): QueryOperation<typeof ingestionStatusOperation, Sources> {
  return {
    definition: ingestionStatusOperation,

    async prepare(_input, { signal, redactor }) {
      const found = new Map<string, readonly FeedSource[]>();
      for (const { feed } of feeds) {
        const sources: FeedSource[] = [];
        for (const { name, where } of await feed.sources(signal))
          sources.push({
            name: await safeReference(redactor, name),
            where: (await redactor.redact(where)).text,
          });
        found.set(feed.name, sources);
      }
      return found;
    },

    async run(_input, { now }, unit, found) {
      const agents: IngestionStatus['agents'] = [];
      for (const { feed, setting, isOn, holds } of feeds) {
        const places = new Map((await unit.feeds.list(feed.name)).map((place) => [place.source, place]));
        agents.push({
          agent: feed.name,
          on: isOn(),
          setting,
          sources: (found.get(feed.name) ?? []).map(({ name, where }) => {
            const place = places.get(name);
            return {
              where,
              holds: place ? [...holds(place.cursor)] : [],
              readAt: place?.readAt ?? null,
            };
          }),
        });
      }
      return {
        enabled: isEnabled() && stoppedBy === undefined,
        stoppedBy: stoppedBy ?? null,
        agents,
        last: await lastOf(unit),
        model: { ...model(), today: await spentToday(unit.keyValues, now) },
        documents: await watched(unit, documents(), now),
      };
    },

    render: (status, _input, { now }) => describeIngestion(status, now).join('\n'),
  };
}

async function watched(
  { keyValues }: ReadUnit,
  paths: readonly string[],
  now: number,
): Promise<NonNullable<IngestionStatus['documents']>> {
  const known = new Map((await keyValues.list(watchedSpace, now)).map(({ key, value }) => [key, value]));
  return paths.map((path) => {
    const { files = 0, at = null, fault = null } = watchedSchema.safeParse(known.get(path)).data ?? {};
    return { path, files, at, fault };
  });
}

async function lastOf({ jobs }: ReadUnit): Promise<IngestionStatus['last']> {
  const job = (await jobs.list({ kinds: [ingestKind], limit: 10 })).find((each) => !isLive(each));
  if (!job) return null;
  return {
    at: job.updatedAt,
    result: ingestResultSchema.safeParse(job.result).data ?? null,
    error: job.error,
  };
}

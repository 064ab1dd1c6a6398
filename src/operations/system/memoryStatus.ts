import { ageLabel } from '../../core/text/ageLabel.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import type { ConversationFeed } from '../../intake/feeds/conversationFeeds.ts';
import { shortId } from '../../core/shortId.ts';
import { protocolVersion, version } from '../../core/product.ts';
import { memoryStatusOperation } from '../../protocol/operations/system/memoryStatus.ts';
import type { BackupSummary } from '../../protocol/backupRecord.ts';
import { describeBackups } from '../../protocol/describeBackups.ts';
import type { Backups } from '../../store/ports/backups.ts';
import type { EmbeddedStoreInfo, Inspection, Notice } from '../../store/ports/embeddedStore.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import type { UpkeepRecord } from '../../protocol/upkeepRecord.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { QueryOperation } from '../operation.ts';
import type { ConfigPort, EmbeddingPort, ServerFactsPort, StoreFactsPort } from '../ports.ts';
import { describeJob } from '../../protocol/describeJob.ts';
import { summaryOfBackups } from '../shared/backupRecords.ts';
import { jobsOfStatus } from '../shared/jobRecords.ts';
import { describeSettings } from '../../protocol/describeSettings.ts';
import { changedSettings } from '../../protocol/settings/serverSettings.ts';
import { describeNetwork } from '../../protocol/describeNetwork.ts';
import { describeUpkeep } from '../../protocol/describeUpkeep.ts';
import { upkeepLog } from '../../upkeep/upkeepEntries.ts';
import { describeEmbedding } from '../../protocol/describeEmbedding.ts';

export interface ServerStatusPorts {
  readonly storeFacts: StoreFactsPort;
  readonly serverFacts: ServerFactsPort;
  readonly config: ConfigPort;
  readonly embedding: EmbeddingPort;
  readonly backups: Pick<Backups, 'list'>;
  readonly ingestion: {
    readonly feeds: readonly ConversationFeed[];
    readonly isEnabled: () => boolean;
    readonly stoppedBy: string | undefined;
  };
}

/** More is in the log. */
const latestUpkeep = 3;

type Status = OutputOf<typeof memoryStatusOperation>;

interface Prepared {
  readonly info: EmbeddedStoreInfo;
  readonly integrity: string | null;
  readonly notices: readonly Notice[];
  readonly backups: BackupSummary;
}

export function createMemoryStatus(
  ports: ServerStatusPorts,
): QueryOperation<typeof memoryStatusOperation, Prepared> {
  return {
    definition: memoryStatusOperation,

    async prepare(input, context) {
      const { storeFacts } = ports;
      return {
        info: await storeFacts.info(),
        integrity: input.check_integrity ? await storeFacts.checkIntegrity() : null,
        notices: await storeFacts.notices(context.now),
        backups: summaryOfBackups(await ports.backups.list()),
      };
    },

    async run(input, context, unit, { info, integrity, notices, backups }) {
      const { config } = ports.config.read();
      return {
        ...ports.serverFacts.facts(),
        version,
        protocolVersion,
        schemaVersion: info.schemaVersion,
        sqliteVersion: info.sqliteVersion,
        databaseBytes: info.databaseBytes,
        integrity,
        ...(ports.storeFacts.inspection ? { inspection: { ...ports.storeFacts.inspection } } : {}),
        ...(input.check_integrity ? { circles: await unit.memories.supersedeCircles() } : {}),
        notices: notices.map((notice) => ({ ...notice })),
        embedding: await ports.embedding.status(unit),
        jobs: await jobsOfStatus(unit, context.now),
        conversations: await conversationsRead(ports.ingestion, unit, context.now),
        backups,
        upkeep: await upkeepOfLate(unit, context.now),
        config: { ...config },
        changedSettings: changedSettings(config),
      };
    },

    render(status, _input, { now }) {
      return [
        `Memory server ${status.version} (process ${status.pid}, ${hostOf(status)}) on port ${status.port}`,
        `Data: ${status.home}, ${(status.databaseBytes / 1_048_576).toFixed(1)} MB, schema ${status.schemaVersion}, SQLite ${status.sqliteVersion}`,
        `Up ${Math.round(status.uptimeSeconds)} s, epoch ${status.epoch}, ${(status.rssBytes / 1_048_576).toFixed(0)} MB in memory, event clients ${status.eventClients}`,
        ...(status.integrity === null ? [] : [`Integrity: ${status.integrity}`]),
        ...inspectionLines(status.inspection),
        ...(status.circles ?? []).map(
          (ids) => `Superseded in a circle: ${ids.map(shortId).join(', ')}. Restore one of them.`,
        ),
        ...(status.notices ?? []).map(({ at, text }) => `Noted ${at}: ${text}`),
        describeEmbedding(status.embedding),
        ...(status.network ? [`Network: ${describeNetwork(status.network)}`] : []),
        ...workLines(status, now),
        `Settings: ${describeSettings(status)}`,
      ]
        .map(oneLine)
        .join('\n');
    },
  };
}

/** What is done in the background, and what came of it. */
function workLines({ jobs = [], conversations, backups, upkeep = [] }: Status, now: number): string[] {
  return [
    ...jobs.map((job) => describeJob(job)),
    ...(conversations === undefined ? [] : [`Conversations: ${conversations}`]),
    ...(backups ? [`Backups: ${describeBackups(backups, now)}`] : []),
    ...(backups?.damaged ?? []).map(({ fault }) => `Damaged backup: ${fault ?? ''}`),
    ...upkeep.map((entry) => `Upkeep, ${describeUpkeep(entry, now)}`),
  ];
}

async function upkeepOfLate({ keyValues }: ReadUnit, now: number): Promise<UpkeepRecord[]> {
  const entries = await upkeepLog(keyValues, now);
  return entries.slice(0, latestUpkeep).map((entry) => ({ ...entry }));
}

async function conversationsRead(
  { feeds, isEnabled, stoppedBy }: ServerStatusPorts['ingestion'],
  unit: ReadUnit,
  now: number,
): Promise<string> {
  const read = feeds.filter(({ isOn }) => isOn());
  if (!isEnabled() || stoppedBy !== undefined || read.length === 0) return 'none are read';
  const places = await Promise.all(read.map(({ feed }) => unit.feeds.list(feed.name)));
  const last = Math.max(0, ...places.flat().map(({ readAt }) => readAt));
  const names = read.map(({ feed }) => feed.name).join(', ');
  return `read with ${names}${last === 0 ? '' : `, last ${ageLabel(last, now)}`}`;
}

function inspectionLines(inspection: Inspection | undefined): string[] {
  if (inspection?.damage !== undefined) return [`Damaged: ${inspection.damage}`];
  if (inspection?.percent === undefined) return [];
  return [`The database was not closed properly and is being checked: ${inspection.percent} %`];
}

function hostOf({ hostKind, ghost }: { hostKind: string; ghost: boolean }): string {
  return ghost ? `${hostKind} whose window is closed` : hostKind;
}

import { homedir } from 'node:os';
import { OpenCodeDatabase } from '../bridges/openCodeDatabase/openCodeDatabase.ts';
import { claudeCodeForm } from '../bridges/transcripts/claudeCodeForm.ts';
import { codexForm } from '../bridges/transcripts/codexForm.ts';
import { geminiForm } from '../bridges/transcripts/geminiForm.ts';
import { unreadIn } from '../bridges/transcripts/transcriptCursor.ts';
import { TranscriptFeed } from '../bridges/transcripts/transcriptFeed.ts';
import { captureSpoken } from '../intake/conversations/captureSpoken.ts';
import { isOwnSession } from '../core/conversation/ownSession.ts';
import { tablesOf } from '../bridges/openCodeDatabase/openCodeCursor.ts';
import type { Forges } from '../core/forge/forges.ts';
import type { Clock, Logger, Redactor } from '../core/ports.ts';
import { environment } from '../core/product.ts';
import type { ProjectResolver } from '../core/project/project.ts';
import { ConversationIntake } from '../intake/conversations/conversationIntake.ts';
import type { ConversationFeed } from '../intake/feeds/conversationFeeds.ts';
import type { IngestionPorts } from '../operations/ingestion/createIngestion.ts';
import type { MemoryEvent } from '../protocol/events.ts';
import type { ServerConfig } from '../protocol/settings/serverSettings.ts';
import type { Store } from '../store/ports/store.ts';
import { DocumentWatch } from './documentWatch.ts';
import { IngestWatch } from './ingestWatch.ts';
import { IngestWorker } from './jobs/ingestWorker.ts';
import { uuidGenerator as ids } from './uuidGenerator.ts';

const dayMs = 24 * 60 * 60_000;

/** What may be read of conversations on this machine, by the settings and by what a variable says. */
export function conversationFeeds(
  settings: () => ServerConfig,
  clock: Clock,
  env: NodeJS.ProcessEnv = process.env,
): IngestionPorts['ingestion'] {
  const ingestion = () => settings().ingestion;
  const home = env['HOME'] ?? env['USERPROFILE'] ?? homedir();
  const since = () => {
    const { conversationDays } = settings().retention;
    return conversationDays ? clock.now() - conversationDays * dayMs : 0;
  };
  const openCode = new OpenCodeDatabase({
    places: () => ({ env, home, named: ingestion().openCodeDatabases }),
    now: () => clock.now(),
    since,
    isOurs: isOwnSession,
  });
  const transcripts = [
    [claudeCodeForm, 'claudeCode'],
    [codexForm, 'codex'],
    [geminiForm, 'gemini'],
  ] as const;
  const feeds: ConversationFeed[] = [
    {
      feed: openCode,
      setting: 'ingestion.openCode',
      isOn: () => ingestion().openCode,
      holds: tablesOf,
    },
    ...transcripts.map(([form, name]) => ({
      feed: new TranscriptFeed(form, { places: () => ({ home, env }), since }),
      setting: `ingestion.${name}`,
      isOn: () => ingestion()[name],
      holds: unreadIn,
    })),
  ];
  return {
    feeds,
    isEnabled: () => ingestion().enabled,
    stoppedBy: env[environment.ingestion] === 'off' ? environment.ingestion : undefined,
    model: () => {
      const { modelExtraction, model, dailyTokens, dailyCost } = ingestion();
      return { on: modelExtraction, model, dailyTokens, dailyCost };
    },
    documents: () => ingestion().documents,
  };
}

export interface IngestionParts {
  readonly store: Store;
  readonly ingestion: IngestionPorts['ingestion'];
  readonly settings: () => ServerConfig;
  readonly projects: Pick<ProjectResolver, 'resolve'>;
  readonly redactor: Redactor;
  readonly forges: () => Forges;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly emit: (event: MemoryEvent) => void;
}

/** What reads conversations, and what has them read. */
export function createIngestionWork(parts: IngestionParts): {
  readonly worker: IngestWorker;
  readonly watch: IngestWatch;
} {
  const { store, ingestion, settings, projects, redactor, forges, clock, logger, emit } = parts;
  const { feeds, isEnabled, stoppedBy } = ingestion;
  const intake = new ConversationIntake({
    projects,
    redactor,
    forges,
    ids,
    now: () => clock.now(),
    rules: () => {
      const { ingestion: said, projects: modes, candidateExpiryDays } = settings();
      return {
        directories: said.directories,
        projectsDefault: modes.default,
        candidateDays: candidateExpiryDays,
      };
    },
    capture: (turn, conversation, within) =>
      settings().ingestion.statements ? captureSpoken(turn, conversation, within) : Promise.resolve([]),
  });
  const watch = new IngestWatch({
    documents: new DocumentWatch({ store, settings, projects, clock, ids, logger, emit }),
    store,
    feeds,
    readsConversations: () => stoppedBy === undefined && isEnabled(),
    intervalMs: () => settings().ingestion.intervalSeconds * 1_000,
    clock,
    ids,
    logger,
    emit,
  });
  return { worker: new IngestWorker({ store, intake, feeds, clock, emit }), watch };
}

import type { EntityRecord } from '../../core/entity/entityRecord.ts';
import { knownEntities } from '../../entities/knownEntities.ts';
import { projectKeys } from '../../core/project/project.ts';
import { sessionStateAt } from '../../core/session/sessionStates.ts';
import { type BootSectionName, bootSections } from '../../protocol/bootSections.ts';
import { getBootContextOperation } from '../../protocol/operations/recall/getBootContext.ts';
import type { ServerConfig } from '../../protocol/settings/serverSettings.ts';
import { makeBootContext } from '../../recall/boot/bootContext.ts';
import type { BootContext, EntityTitle } from '../../recall/boot/bootRequest.ts';
import { renderBootContext } from '../../recall/boot/renderBootContext.ts';
import type { QueryContext, QueryOperation } from '../operation.ts';
import type { ConfigPort, SessionGracePort } from '../ports.ts';

/** Who works in a folder, as its repository has it. */
export interface UsersPort {
  nameIn(folder: string): Promise<string | undefined>;
}

export interface BootPorts {
  readonly grace: SessionGracePort;
  readonly config: Pick<ConfigPort, 'read'>;
  readonly users: UsersPort;
}

interface Prepared {
  readonly config: ServerConfig;
  readonly sections: ReadonlySet<BootSectionName>;
  readonly user: BootContext['identity'];
}

const day = 24 * 3_600_000;

export function createGetBootContext({
  grace,
  config,
  users,
}: BootPorts): QueryOperation<typeof getBootContextOperation, Prepared> {
  return {
    definition: getBootContextOperation,

    prepare: async (input, context) => {
      const settings = config.read().config;
      // An empty list is what some send for nothing.
      const named = input.sections?.length ? input.sections : undefined;
      const sections = new Set(named ?? bootSections.filter((name) => isOn(settings.boot, name)));
      const user = sections.has('identity') ? await userOf(settings, users, context) : null;
      return { config: settings, sections, user };
    },

    async run(input, { now, project, sessionId, forges }, unit, { config: { boot }, sections, user }) {
      const own = input.session_id ?? sessionId;
      const active = project ? await unit.sessions.list({ project: project.id, activeOnly: true }) : [];
      const sessions = active
        .filter(
          (session) =>
            session.id !== own &&
            sessionStateAt(session, now, grace.graceFrom, grace.staleAfter) === 'active',
        )
        .sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
      return makeBootContext(unit, {
        project,
        sessionId: own,
        maxTokens: input.max_tokens ?? boot.maxTokens,
        now,
        sections,
        user,
        sessions,
        claims: sessions.length > 0 ? await unit.claims.list({}) : [],
        // This version starts none.
        loops: [],
        maxHotItems: boot.maxHotItems,
        recentFor: boot.recentDecisionDays * day,
        titlesOf: async (references) => {
          const named = references.map((reference) => ({ reference, project: project?.id }));
          const known = await knownEntities(unit, forges, named);
          return new Map(references.flatMap((reference, index) => titled(reference, known[index])));
        },
      });
    },

    render: (output, input, { now }) =>
      renderBootContext(output, now, input.max_tokens ?? config.read().config.boot.maxTokens),
  };
}

function titled(reference: string, record: EntityRecord | undefined): [string, EntityTitle][] {
  return record === undefined ? [] : [[reference, { title: record.title, state: record.state }]];
}

/** The setting of each section. */
function isOn(boot: ServerConfig['boot'], name: BootSectionName): boolean {
  const settings: Readonly<Record<BootSectionName, boolean>> = {
    directives: boot.directives,
    identity: boot.identity,
    unresolved_blockers: boot.unresolvedBlockers,
    conventions: boot.conventions,
    recent_decisions: boot.recentDecisions,
    procedures: boot.procedures,
    plans: boot.plans,
    facts: boot.facts,
    last_session: boot.lastSession,
    reminders: boot.reminders,
    hot_items: boot.hotItems,
    active_sessions: boot.activeSessions,
    loops: boot.loops,
  };
  return settings[name];
}

async function userOf(
  { identity }: ServerConfig,
  users: UsersPort,
  { project, redactor }: QueryContext,
): Promise<BootContext['identity']> {
  if (identity.user !== null) return { user: identity.user, from: 'settings' };
  const folders = project
    ? [project.root ?? [], projectKeys(project).flatMap((key) => /^folder:(.+)$/.exec(key)?.[1] ?? [])].flat()
    : [];
  const [folder] = folders;
  const name = folder === undefined ? undefined : await users.nameIn(folder);
  // A repository may come from anyone, and so may the name in its configuration.
  const user = name === undefined ? '' : (await redactor.redact(name)).text.trim();
  return user === '' ? null : { user, from: 'git' };
}

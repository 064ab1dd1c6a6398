import type { Turn } from '../../core/conversation/turn.ts';
import type { Forges } from '../../core/forge/forges.ts';
import type { IdGenerator, Redactor } from '../../core/ports.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import { isRecord } from '../../core/isRecord.ts';
import { isOff } from '../../core/project/projectMode.ts';
import type { Memory } from '../../core/memory/memory.ts';
import type { Project, ProjectResolver } from '../../core/project/project.ts';
import { keepConversation, type KeptConversation } from '../../memories/keepConversation.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { ProjectModes } from '../../projects/projectModes.ts';
import { safeReference } from '../../safety/safeReference.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { ConversationPart, SpokenTurn } from '../feeds/conversation.ts';
import { ownWords } from './ownWords.ts';

/** What is captured of a turn, e.g. the decisions that it states. Returns the candidates. */
export type CaptureTurn = (
  turn: SpokenTurn,
  conversation: Pick<ConversationPart, 'system' | 'session'>,
  within: {
    readonly unit: UnitOfWork;
    readonly changes: MemoryChanges;
    readonly project: Project;
    readonly candidateExpiry: number | null;
  },
) => Promise<readonly Memory[]>;

export interface IntakeRules {
  /** Working directories whose conversations are read, with those in them; none for all. */
  readonly directories: readonly string[];
  readonly projectsDefault: 'on' | 'off';
  /** Days that a candidate waits. */
  readonly candidateDays: number;
}

export interface ConversationIntakeParts {
  readonly projects: Pick<ProjectResolver, 'resolve'>;
  readonly redactor: Redactor;
  readonly forges: () => Forges;
  readonly ids: IdGenerator;
  readonly now: () => number;
  readonly rules: () => IntakeRules;
  readonly capture: CaptureTurn;
}

/** A part of a conversation that is ready to be kept: its project is known, and its texts are cleaned. */
export interface ReadyConversation {
  readonly conversation: KeptConversation;
  readonly turns: readonly Turn[];
}

/** What a unit of work has kept. */
export interface Kept {
  readonly isNew: boolean;
  readonly turns: number;
  readonly candidates: number;
}

const agents: Readonly<Record<string, string>> = {
  opencode: 'OpenCode',
  'claude-code': 'Claude Code',
  codex: 'Codex',
  gemini: 'Gemini CLI',
};
const day = 24 * 60 * 60_000;
/** Characters, about: a private key has most. */
const longestSecret = 8_000;
/** What was stated longer ago is kept in its conversation, and does not flood the Inbox at the first reading. */
const newsDays = 7;

/**
 * The one way of conversations into memory: whose it is, whether memory is on there, which of the words are theirs, what of
 * them is secret, whether it was kept before; then what it states becomes candidates.
 */
export class ConversationIntake {
  readonly #parts: ConversationIntakeParts;

  constructor(parts: ConversationIntakeParts) {
    this.#parts = parts;
  }

  /** Outside of units of work: projects are looked up, and secrets looked for. Undefined for what is not to be read. */
  async prepare(part: ConversationPart): Promise<ReadyConversation | undefined> {
    const { redactor, rules } = this.#parts;
    const { system, directory, startedAt } = part;
    if (!isIn(directory, rules().directories)) return undefined;
    const clean = async (text: string): Promise<string> => (await redactor.redact(text)).text;
    const turns: Turn[] = [];
    for (const { key, speaker, saidAt, text } of part.turns) {
      // What the end cuts in two is cut off once it was cleaned.
      const whole = await clean(ownWords(text).slice(0, limits.content + longestSecret));
      const content = whole.slice(0, limits.content).trim();
      if (content !== '') turns.push({ key: await safeReference(redactor, key), speaker, saidAt, content });
    }
    return {
      conversation: {
        system,
        agent: agents[system] ?? system,
        session: await safeReference(redactor, part.parent ?? part.session),
        title: part.title === undefined ? undefined : await clean(part.title),
        directory: directory === undefined ? undefined : await clean(directory),
        project: directory === undefined ? undefined : await this.#projectOf(directory),
        startedAt,
      },
      turns,
    };
  }

  /** The name of a source as it may be written down. */
  sourceName(name: string): Promise<string> {
    return safeReference(this.#parts.redactor, name);
  }

  /** Why something could not be read, and where a source is read on, as they may be written down. */
  async cleanText(text: string): Promise<string> {
    return (await this.#parts.redactor.redact(text)).text;
  }

  cleanPlace(cursor: unknown): Promise<unknown> {
    return cleanPlace(this.#parts.redactor, cursor);
  }

  /** Keeps turns, in a unit of work that keeps the place at which to go on as well. What is off is passed over. */
  async keep(
    { conversation }: ReadyConversation,
    turns: readonly Turn[],
    unit: UnitOfWork,
    emit: (event: MemoryEvent) => void,
  ): Promise<Kept> {
    const { ids, forges, now, rules, capture } = this.#parts;
    const { projectsDefault, candidateDays } = rules();
    const { project, system, session } = conversation;
    const at = now();
    const modes = await ProjectModes.read(unit, { initial: projectsDefault, now: at });
    const mode = project && modes.of(project);
    if (mode && isOff(mode)) return nothing;
    const { offBefore = null } = mode ?? {};
    const said = offBefore === null ? turns : turns.filter(({ saidAt }) => saidAt > offBefore);
    const changes = new MemoryChanges(unit, {
      actor: { kind: 'system', name: system },
      now: at,
      ids,
      forges: forges(),
      emit,
    });
    const kept = await keepConversation(conversation, said, changes);
    if (!kept) return nothing;
    let candidates = 0;
    const isNews = (turn: Turn): boolean => turn.saidAt >= at - newsDays * day;
    if (project)
      for (const { content, ...turn } of kept.turns.filter(isNews))
        candidates += (
          await capture(
            { ...turn, text: content },
            { system, session },
            { unit, changes, project, candidateExpiry: at + candidateDays * day },
          )
        ).length;
    changes.announce();
    return { isNew: kept.isNew, turns: kept.turns.length, candidates };
  }

  /** A folder that is gone, or that git does not read, is still the one in which it was said. */
  async #projectOf(directory: string): Promise<Project | undefined> {
    try {
      return await this.#parts.projects.resolve(directory);
    } catch (error) {
      if (!MemoryBridgeError.is(error, 'not_found', 'forbidden', 'invalid_input')) throw error;
      const id = `folder:${(await this.#parts.redactor.redact(directory)).text}`;
      return { id, name: id.split(/[\\/]/).findLast((name) => name !== '') ?? id, aliases: [] };
    }
  }
}

const nothing: Kept = { isNew: false, turns: 0, candidates: 0 };

/** Fields of a place that are shown; all other texts in it are names by which something is found again. */
const shown: ReadonlySet<string> = new Set(['title', 'directory']);

async function cleanPlace(redactor: Redactor, value: unknown, field = ''): Promise<unknown> {
  if (typeof value === 'string')
    return shown.has(field) ? (await redactor.redact(value)).text : safeReference(redactor, value);
  if (Array.isArray(value))
    return Promise.all(value.map((each: unknown) => cleanPlace(redactor, each, field)));
  if (!isRecord(value)) return value;
  const entries: [string, unknown][] = [];
  for (const [name, each] of Object.entries(value))
    entries.push([await safeReference(redactor, name), await cleanPlace(redactor, each, name)]);
  return Object.fromEntries(entries);
}

function isIn(directory: string | undefined, wanted: readonly string[]): boolean {
  if (wanted.length === 0) return true;
  return wanted.some((each) => {
    const folder = each.replace(/[\\/]+$/, '');
    return (
      directory === folder || directory?.startsWith(`${folder}/`) || directory?.startsWith(`${folder}\\`)
    );
  });
}

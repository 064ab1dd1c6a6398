import * as z from 'zod';
import { type Job } from '../../core/jobs/job.ts';
import { isOff } from '../../core/project/projectMode.ts';
import type { Forges } from '../../core/forge/forges.ts';
import type { Clock, IdGenerator, Redactor } from '../../core/ports.ts';
import { captureStatement } from '../../intake/conversations/captureSpoken.ts';
import {
  type ExtractedStatement,
  extractedFrom,
  excerptOf,
  extractionInstructions,
} from '../../intake/conversations/extraction.ts';
import {
  addSpending,
  type DailyBudget,
  isAffordable,
  spentToday,
} from '../../intake/conversations/modelSpending.ts';
import type { ModelSpending, TextModel } from '../../intake/conversations/textModel.ts';
import { type Excerpt, markRead, nextExcerpt } from '../../intake/conversations/unreadExcerpt.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import { ProjectModes } from '../../projects/projectModes.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import { extractKind, type ExtractResult, extractResultSchema } from '../../protocol/modelExtraction.ts';
import type { Store } from '../../store/ports/store.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { JobContext, JobWorker, Slice } from './jobWorker.ts';

export interface ExtractRules extends DailyBudget {
  readonly isOn: boolean;
  readonly projectsDefault: 'on' | 'off';
  readonly candidateDays: number;
}

export interface ExtractWorkerParts {
  readonly store: Pick<Store, 'read'>;
  readonly model: TextModel;
  readonly rules: () => ExtractRules;
  /** What keeps requests on this machine, e.g. a variable; undefined for nothing. */
  readonly offline: () => string | undefined;
  readonly redactor: Redactor;
  readonly forges: () => Forges;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly emit: (event: MemoryEvent) => void;
  /** What goes on is read when it has rested for so long, ms. */
  readonly restMs?: number;
}

/** What was asked about an excerpt, and what came of it. */
interface Asked {
  readonly excerpt: Excerpt;
  readonly spending: ModelSpending;
  /** Undefined for an answer that nobody can read. */
  readonly statements: readonly ExtractedStatement[] | undefined;
  readonly fault: string | null;
}
/** `waiting` while the model thinks. */
type Ready = Asked | 'waiting' | { readonly end: string | null };

const cursorSchema = z.object({ result: extractResultSchema });
const nothing: ExtractResult = { excerpts: 0, candidates: 0, unreadable: 0, tokens: 0, cost: 0, fault: null };
const none: ModelSpending = { tokens: 0, cost: 0 };
/** A slice shows that the job is at work, ms. */
const lookMs = 900;
const dayMs = 24 * 60 * 60_000;
/** Older conversations are left alone. */
const reachMs = 7 * dayMs;
const usualRestMs = 10 * 60_000;

/**
 * Has the person's own model look for what was settled in conversations, a piece at a time and within a budget a day. What
 * it finds are candidates; a piece is paid for once, whatever the answer was.
 */
export class ExtractWorker implements JobWorker<Ready> {
  readonly kind = extractKind;
  readonly #parts: ExtractWorkerParts;
  readonly #asking = new Map<string, Promise<Asked>>();

  constructor(parts: ExtractWorkerParts) {
    this.#parts = parts;
  }

  async prepare(job: Job, { signal }: JobContext): Promise<Ready> {
    let asking = this.#asking.get(job.id);
    if (!asking) {
      const found = await nextQuestion(this.#parts);
      if ('end' in found) return found;
      asking = this.#ask(found, signal);
      this.#asking.set(job.id, asking);
    }
    const answered = await Promise.race([asking, waited(lookMs, signal)]);
    if (answered !== 'waiting') this.#asking.delete(job.id);
    return answered;
  }

  async slice(job: Job, unit: UnitOfWork, _isOver: () => boolean, ready: Ready): Promise<Slice> {
    const before = cursorSchema.safeParse(job.cursor).data?.result ?? nothing;
    if (ready === undefined || ready === 'waiting') return sliceOf(before, false);
    if ('end' in ready) return sliceOf({ ...before, fault: ready.end }, true);
    const { excerpt, spending, statements, fault } = ready;
    const now = this.#parts.clock.now();
    await addSpending(unit.keyValues, spending, fault, now);
    const result = {
      ...before,
      tokens: before.tokens + spending.tokens,
      cost: before.cost + spending.cost,
      fault,
    };
    // Whoever cannot be asked today is asked again later, about the same.
    if (fault !== null) return sliceOf(result, true);
    await markRead(unit, excerpt, now);
    const candidates = await this.#keep(excerpt, statements ?? [], unit, now);
    return sliceOf(
      {
        ...result,
        excerpts: result.excerpts + 1,
        candidates: result.candidates + candidates,
        unreadable: result.unreadable + (statements ? 0 : 1),
      },
      false,
    );
  }

  async letGo(job: Job): Promise<void> {
    this.#asking.delete(job.id);
  }

  async #ask(excerpt: Excerpt, signal: AbortSignal): Promise<Asked> {
    const { model, redactor } = this.#parts;
    try {
      // What is stored is redacted already; what leaves the machine is looked at with the rules of today.
      const { text } = await redactor.redact(excerptOf(excerpt.turns));
      const { text: answer, ...spending } = await model.ask(extractionInstructions, text, signal);
      const { text: clean } = await redactor.redact(answer);
      return { excerpt, spending, statements: extractedFrom(clean, excerpt.turns), fault: null };
    } catch (error) {
      return {
        excerpt,
        spending: none,
        statements: undefined,
        fault: error instanceof Error ? error.message : String(error),
      };
    }
  }

  async #keep(
    { memory, project }: Excerpt,
    statements: readonly ExtractedStatement[],
    unit: UnitOfWork,
    now: number,
  ): Promise<number> {
    const { ids, forges, emit, rules } = this.#parts;
    const [system = '', ...session] = (memory.source.ref ?? '').split(':');
    const changes = new MemoryChanges(unit, {
      actor: { kind: 'system', name: 'model' },
      now,
      ids,
      forges: forges(),
      emit,
    });
    const candidateExpiry = now + rules().candidateDays * dayMs;
    for (const { turn, ...statement } of statements)
      await captureStatement(
        statement,
        turn,
        { system, session: session.join(':') },
        { unit, changes, project, candidateExpiry },
        { foundBy: 'model' },
      );
    changes.announce();
    return changes.size;
  }
}

/** What the model is asked about next, or why it is asked nothing; null for want of something new. */
export async function nextQuestion({
  store,
  rules,
  offline,
  clock,
  restMs = usualRestMs,
}: ExtractWorkerParts): Promise<Excerpt | { readonly end: string | null }> {
  const { isOn, projectsDefault, ...budget } = rules();
  const offlineBy = offline();
  if (!isOn) return { end: 'ingestion.modelExtraction is off.' };
  if (offlineBy !== undefined) return { end: `${offlineBy} keeps requests on this machine.` };
  const now = clock.now();
  return store.read(async (unit) => {
    const modes = await ProjectModes.read(unit, { initial: projectsDefault, now });
    const excerpt = await nextExcerpt(unit, {
      since: now - reachMs,
      restedBefore: now - restMs,
      isOff: (project) => isOff(modes.of(project)),
    });
    if (!excerpt) return { end: null };
    const length = extractionInstructions.length + excerptOf(excerpt.turns).length;
    const spent = await spentToday(unit.keyValues, now);
    return isAffordable(spent, budget, length) ? excerpt : { end: 'The budget of today is used up.' };
  });
}

/** Resolves when somebody else should have their turn. */
async function waited(ms: number, signal: AbortSignal): Promise<'waiting'> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve('waiting');
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}

function sliceOf(result: ExtractResult, isDone: boolean): Slice {
  return {
    cursor: { result },
    progress: { done: result.excerpts, total: isDone ? result.excerpts : 0 },
    isDone,
    ...(isDone && { result }),
  };
}

import { CaptureVisit } from '../../intake/captureVisit.ts';
import { HistoryCount } from '../../intake/historyCount.ts';
import type { Project } from '../../core/project/project.ts';
import type { OutputOf, ParsedInputOf } from '../../protocol/operation.ts';
import { captureHistoryOperation } from '../../protocol/operations/capture/captureHistory.ts';
import type { Store } from '../../store/ports/store.ts';
import { captureRoot, type CaptureSettings, changesOf, explained } from './captureCommits.ts';
import { CaptureSession } from '../../intake/captureSession.ts';
import { SliceWriter } from '../../intake/captureSlices.ts';
import type { ControlOperation, OperationContext } from '../operation.ts';
import { counted } from '../shared/rendering.ts';
import type { Turns } from './turns.ts';

type Definition = typeof captureHistoryOperation;
type Input = ParsedInputOf<Definition>;
type Output = OutputOf<Definition>;

/** What is kept for each working tree: how much is on offer, 0 once it was taken or dismissed. */
interface Offer {
  readonly found: number;
}

const namespace = 'history';
const day = 24 * 60 * 60_000;
/** Counting ends here and offers what it has found: nobody waits for it, but git and the disk have other work. */
const countingTime = 3_000;
/** More would help nobody, and a call has to end. */
const mostTaken = 500;
const takingTime = 20_000;

/** A history is read as visits read it, in slices, and all that it says waits in the Inbox: a person accepts it. */
export class CaptureHistory implements ControlOperation<Definition> {
  readonly definition = captureHistoryOperation;
  readonly #store: Store;
  readonly #config: () => CaptureSettings;
  readonly #turns: Turns;

  constructor(store: Store, config: () => CaptureSettings, turns: Turns) {
    this.#store = store;
    this.#config = config;
    this.#turns = turns;
  }

  async run(input: Input, context: OperationContext): Promise<Output> {
    const root = await captureRoot(input.root);
    const project = await context.projects.resolve(root);
    const expiry = context.now + this.#config().candidateExpiryDays * day;
    const session = new CaptureSession(context.ids.next(), expiry);
    const about = { root, project, session };
    const found = await this.#found(input, context, about);
    // While capture is off nothing is settled, so that the offer comes when it is turned on.
    if (input.action !== 'count' || this.#config().captureCommits)
      await this.#store.write(({ keyValues }) =>
        keyValues.set(namespace, root, { found } satisfies Offer, null, context.now),
      );
    const event = changesOf(session, context);
    if (event) context.emit(event);
    const changeId = session.size > 0 ? session.groupId : null;
    return { found, candidates: session.candidates.size, changeId, project: project.id };
  }

  render({ found, candidates }: Output, { action }: Input): string {
    if (action === 'take') return `Put ${counted(candidates, 'candidate')} from the history into the Inbox.`;
    return found === 0 ? 'Nothing is on offer.' : `${counted(found, 'decision')} found in the history.`;
  }

  async #found(
    input: Input,
    context: OperationContext,
    about: { root: string; project: Project; session: CaptureSession },
  ): Promise<number> {
    const { root } = about;
    try {
      return await this.#turns.take(root, () => this.#do(input, context, about));
    } catch (error) {
      throw explained(error, root);
    }
  }

  /** Answers how much is on offer afterwards. */
  async #do(
    { action }: Input,
    context: OperationContext,
    about: { root: string; project: Project; session: CaptureSession },
  ): Promise<number> {
    if (action === 'dismiss' || !this.#config().captureCommits) return 0;
    if (action === 'take') {
      await this.#take(context, about);
      return 0;
    }
    const known = await this.#store.read(({ keyValues }) =>
      keyValues.get(namespace, about.root, context.now),
    );
    return isOffer(known) ? known.found : this.#count(context, about);
  }

  async #count(context: OperationContext, about: { root: string; project: Project }): Promise<number> {
    const count = new HistoryCount();
    const until = context.clock.monotonic() + countingTime;
    for await (const { pieces } of this.#visit(context, about).slices()) {
      for (const piece of pieces) count.add(piece);
      context.signal.throwIfAborted();
      if (context.clock.monotonic() >= until) break;
    }
    return count.size;
  }

  async #take(
    context: OperationContext,
    about: { root: string; project: Project; session: CaptureSession },
  ): Promise<void> {
    const visit = this.#visit(context, about);
    const until = context.clock.monotonic() + takingTime;
    const writer = new SliceWriter(this.#store, context, { ...about, visit });
    for await (const slice of visit.slices()) {
      await writer.write({ ...slice, places: {} });
      context.signal.throwIfAborted();
      if (about.session.size >= mostTaken || context.clock.monotonic() >= until) return;
    }
  }

  #visit(
    { now, redactor, logger, signal, forges }: OperationContext,
    { root, project }: { root: string; project: Project },
  ): CaptureVisit {
    return new CaptureVisit(
      { root, project, shas: [], localAuthors: [], catchUp: false, isHistory: true, now, places: {} },
      { store: this.#store, redactor, logger, signal, forges },
    );
  }
}

function isOffer(value: unknown): value is Offer {
  return typeof value === 'object' && value !== null && 'found' in value && typeof value.found === 'number';
}

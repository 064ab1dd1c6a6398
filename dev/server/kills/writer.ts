import { answerOf, type Caller } from './caller.ts';
import type { CallPlanner } from './callPlanner.ts';
import { compareState, type Problem } from './checkRows.ts';
import { type DoneCall, type Ledger, type PlannedCall, resultOf } from './ledger.ts';

/** One client that writes without pause: plans, sends, and books what was acknowledged. */
export class Writer {
  readonly planner: CallPlanner;
  readonly problems: Problem[] = [];
  readonly #ledger: Ledger;
  readonly #name: string;

  constructor(name: string, planner: CallPlanner, ledger: Ledger) {
    this.#name = name;
    this.planner = planner;
    this.#ledger = ledger;
  }

  /** Whether a call is this writer's. */
  owns(call: PlannedCall): boolean {
    return call.key.startsWith(`${this.#name}-`);
  }

  /** Writes until the server is gone, has refused something, or `most` calls are done. */
  async write(
    caller: Caller,
    { most = Infinity, onAcknowledged = () => {} }: { most?: number; onAcknowledged?: () => void } = {},
  ): Promise<void> {
    for (let count = 0; count < most; count++) {
      const call = this.planner.next();
      this.#ledger.send(call);
      const body = await this.#send(caller, call);
      if (body === undefined) return;
      this.acknowledge(call, body);
      onAcknowledged();
    }
  }

  /** Books an answer, and compares it with what the call had to do. */
  acknowledge(call: PlannedCall, body: string): void {
    const { memory, memories, changeId } = answerOf(body);
    const done: DoneCall = { call, changeId, memoryId: memory?.id ?? null, answer: body };
    const views = new Map([...(memories ?? []), ...(memory ? [memory] : [])].map((view) => [view.id, view]));
    for (const { id, state } of resultOf(call, done)) {
      const view = views.get(id);
      if (!view) continue;
      compareState(id, { ...view, deleted: view.deletedAt !== null }, state, (kind, text) =>
        this.problems.push({
          kind: kind === 'appliedTwice' ? kind : 'wrongAnswer',
          text: `${call.operation} ${call.key} answered: ${text}`,
        }),
      );
    }
    this.#ledger.acknowledge(done);
    this.planner.acknowledged(done);
  }

  async #send(caller: Caller, call: PlannedCall): Promise<string | undefined> {
    try {
      return await caller.send(call);
    } catch (error) {
      this.problems.push({ kind: 'wrongAnswer', text: String(error) });
      return undefined;
    }
  }
}

import {
  type DoneCall,
  type Ledger,
  type MemoryState,
  newMemory,
  type PlannedCall,
  resultOf,
} from './ledger.ts';

const words = (
  'the index is rebuilt when a migration has run and before the first query comes in so that nobody waits ' +
  'deploys go through staging then production after the smoke suite has passed and someone has looked at it'
).split(' ');

/**
 * Decides what one writer sends next, from what it knows of its own memories, so that every call can be done and what
 * it must do is known beforehand. Memories belong to one writer: no two of them change the same one.
 */
export class CallPlanner {
  readonly #name: string;
  readonly #random: () => number;
  readonly #ledger: Ledger;
  readonly #own: string[] = [];
  #sent = 0;
  #last: DoneCall | undefined;

  constructor(name: string, random: () => number, ledger: Ledger) {
    this.#name = name;
    this.#random = random;
    this.#ledger = ledger;
  }

  /** To be told of every call of this writer that was acknowledged. */
  acknowledged(done: DoneCall): void {
    this.#last = done;
    for (const { id } of resultOf(done.call, done)) if (!this.#own.includes(id)) this.#own.push(id);
  }

  next(): PlannedCall {
    this.#sent++;
    const dice = this.#random();
    if (this.#last && dice < 0.1) return this.#undo(this.#last);
    const id = this.#own[Math.floor(this.#random() * this.#own.length)];
    if (id === undefined || dice < 0.5) return this.#remember();
    const state = this.#ledger.memories.get(id);
    if (!state) throw new Error(`The writer ${this.#name} owns no memory ${id}`);
    if (dice < 0.65 && state.status === 'active' && !state.deleted) return this.#replace(id, state);
    return this.#update(id, state);
  }

  #remember(): PlannedCall {
    const content = this.#text();
    return this.#call('remember', { ...this.#basics(), content }, [
      { id: null, before: null, after: fresh(content) },
    ]);
  }

  /** A group: the new memory and the end of the old one are one act. */
  #replace(id: string, before: MemoryState): PlannedCall {
    const content = this.#text();
    const after = { ...before, revision: before.revision + 1, status: 'superseded', supersededBy: newMemory };
    return this.#call('remember', { ...this.#basics(), content, supersedes: id }, [
      { id: null, before: null, after: fresh(content) },
      { id, before, after },
    ]);
  }

  #update(id: string, before: MemoryState): PlannedCall {
    const [action, change] = this.#action(before);
    const after = { ...before, ...change, revision: before.revision + 1 };
    const edited = change.content === undefined ? {} : { content: change.content };
    return this.#call('update_memory', { memory_id: id, action, ...edited }, [{ id, before, after }]);
  }

  #action({ status, pinned, deleted }: MemoryState): [string, Partial<MemoryState>] {
    if (deleted) return ['restore', { deleted: false }];
    if (status !== 'active') return ['restore', { status: 'active', supersededBy: null }];
    const dice = this.#random();
    if (dice < 0.6) return ['edit', { content: this.#text() }];
    if (dice < 0.8) return pinned ? ['unpin', { pinned: false }] : ['pin', { pinned: true }];
    return dice < 0.9 ? ['archive', { status: 'archived' }] : ['delete', { deleted: true }];
  }

  /** Takes the writer's last call back, be it an undo itself. */
  #undo(last: DoneCall): PlannedCall {
    const results = resultOf(last.call, last);
    const effects = last.call.effects.map(({ before }, index) => {
      const result = results[index];
      if (!result) throw new Error('Effects and results are the same in number');
      const { id, state } = result;
      const after = { ...(before ?? { ...state, deleted: true }), revision: state.revision + 1 };
      return { id, before: state, after };
    });
    return this.#call('undo', { change_id: last.changeId }, effects);
  }

  #call(operation: PlannedCall['operation'], input: PlannedCall['input'], effects: PlannedCall['effects']) {
    return { key: `${this.#name}-${this.#sent}`, operation, input, effects };
  }

  #basics() {
    const category = this.#random() < 0.3 ? 'decision' : 'fact';
    return { category, scope: 'global', tags: [this.#name] };
  }

  /** Unique, 100 bytes to 15 KB, most of it short, some with references that are indexed. */
  #text(): string {
    const length = 100 * 150 ** (this.#random() ** 2);
    const reference = 1 + Math.floor(this.#random() * 400);
    const mark = this.#random() < 0.5 ? ` See !${reference} and #${reference + 1}.` : '';
    const parts = [`Note ${this.#name} ${this.#sent}.${mark}`];
    for (let bytes = parts[0]?.length ?? 0; bytes < length;) {
      const word = words[Math.floor(this.#random() * words.length)] ?? 'and';
      parts.push(word);
      bytes += word.length + 1;
    }
    return parts.join(' ');
  }
}

function fresh(content: string): MemoryState {
  return { revision: 1, content, status: 'active', pinned: false, deleted: false, supersededBy: null };
}

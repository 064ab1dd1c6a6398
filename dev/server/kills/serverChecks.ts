import { statuses } from '../../../src/core/memory/memory.ts';
import type { MemoryRecord } from '../../../src/protocol/memoryRecord.ts';
import type { Caller } from './caller.ts';
import { compareState, type Problem } from './checkRows.ts';
import type { DoneCall, Ledger } from './ledger.ts';
import type { Writer } from './writer.ts';

/** What the restarted server says about its data: its own integrity check, and every memory that was acknowledged. */
export async function checkServer(caller: Caller, ledger: Ledger): Promise<Problem[]> {
  const problems: Problem[] = [];
  const status = JSON.parse(await caller.ask('memory_status', { check_integrity: true })) as {
    result: { integrity: string };
  };
  if (status.result.integrity !== 'ok')
    problems.push({ kind: 'integrity', text: `memory_status: ${status.result.integrity}` });
  const found = new Map((await listAll(caller)).map((view) => [view.id, view]));
  for (const [id, state] of ledger.memories) {
    const view = found.get(id);
    if (!view) problems.push({ kind: 'lost', text: `memory ${id} is not listed` });
    else
      compareState(id, { ...view, deleted: view.deletedAt !== null }, state, (kind, text) =>
        problems.push({ kind, text: `list_memories: ${text}` }),
      );
  }
  if (found.size !== ledger.memories.size)
    problems.push({
      kind: 'partial',
      text: `${found.size} memories are listed, not ${ledger.memories.size}`,
    });
  return problems;
}

async function listAll(caller: Caller): Promise<MemoryRecord[]> {
  const memories: MemoryRecord[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const body = await caller.ask('list_memories', {
      all_projects: true,
      include_deleted: true,
      status: statuses,
      limit: 1_000,
      ...(cursor === '' ? {} : { cursor }),
    });
    const { result } = JSON.parse(body) as {
      result: { memories: MemoryRecord[]; nextCursor: string | null };
    };
    memories.push(...result.memories);
    cursor = result.nextCursor;
  }
  return memories;
}

/**
 * Sends again what was not answered, twice at the same time as an impatient client would. What was done before the
 * kill must not be done again; what was not must be done once.
 */
export async function resendPending(
  caller: Caller,
  ledger: Ledger,
  writers: readonly Writer[],
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const call of ledger.pending.values()) {
    const writer = writers.find((each) => each.owns(call));
    if (!writer) throw new Error(`Nobody has sent ${call.key}`);
    try {
      const [first, second] = await Promise.all([caller.send(call), caller.send(call)]);
      if (first === undefined || second === undefined)
        problems.push({ kind: 'wrongAnswer', text: `${call.operation} ${call.key} was not answered` });
      else if (first !== second)
        problems.push({ kind: 'appliedTwice', text: `${call.operation} ${call.key} has two answers` });
      if (first !== undefined) writer.acknowledge(call, first);
    } catch (error) {
      problems.push({ kind: 'wrongAnswer', text: String(error) });
    }
  }
  return problems;
}

/** Sends acknowledged calls once more: the answer must be the one that was given. */
export async function resendDone(caller: Caller, calls: readonly DoneCall[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { call, answer } of calls) {
    // Done again, it is either answered anew or refused: its memories have changed by itself or since.
    const body = await caller.send(call).catch((error: unknown) => String(error));
    if (body !== answer)
      problems.push({
        kind: 'appliedTwice',
        text: `${call.operation} ${call.key} was done again: ${body?.slice(0, 200)}`,
      });
  }
  return problems;
}

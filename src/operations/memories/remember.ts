import type { Memory } from '../../core/memory/memory.ts';
import { nameOf } from '../../core/memory/memoryLine.ts';
import { reasonsText } from '../../core/memory/quarantine.ts';
import { shortId } from '../../core/shortId.ts';
import { findMemory } from '../../memories/findMemory.ts';
import { trimMemoryText } from '../../memories/memoryWording.ts';
import { scopeOf } from '../../memories/memoryScope.ts';
import { findNear } from '../../memories/nearMemories.ts';
import { remember } from '../../memories/remember.ts';
import { whereToReview } from '../../memories/whoMay.ts';
import type { MemoryRecord } from '../../protocol/memoryRecord.ts';
import type { NearRecord } from '../../protocol/nearRecord.ts';
import type { ParsedInputOf } from '../../protocol/operation.ts';
import { rememberOperation } from '../../protocol/operations/memories/remember.ts';
import { embeddingText } from '../../recall/embedding/embeddedText.ts';
import { toMemoryRecord } from '../../recall/memoryRecords.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { ChangeOperation } from '../operation.ts';
import type { ConfigPort, NearVectors } from '../ports.ts';
import { toNearRecord } from '../shared/nearRecords.ts';

type Input = ParsedInputOf<typeof rememberOperation>;

const day = 24 * 60 * 60_000;

/** @param config Says for how long what an agent proposes waits in the Inbox, and whom a memory is for by default. */
export function createRemember(
  config: Pick<ConfigPort, 'read'>,
  vectors?: NearVectors,
): ChangeOperation<typeof rememberOperation, Input> {
  /** What it replaces is no news. */
  const nearTo = async (
    unit: UnitOfWork,
    memory: Memory,
    replaced: string | undefined,
  ): Promise<NearRecord[]> => {
    const { threshold } = config.read().config.duplicates;
    const vector = threshold > 0 ? vectors?.instantVector(embeddingText(memory)) : undefined;
    const found = await findNear(unit, memory, { threshold, vector });
    return found.filter((each) => each.memory.id !== replaced).map(toNearRecord);
  };
  return {
    definition: rememberOperation,

    prepare: async (input) => trimMemoryText(input),

    async run(_input, context, unit, input) {
      const { defaults, candidateExpiryDays } = config.read().config;
      const scope = scopeOf(input.scope, context, defaults.scope);
      const replaced = input.supersedes === undefined ? undefined : await findMemory(unit, input.supersedes);
      const candidateExpiry = context.now + candidateExpiryDays * day;
      const said = { ...input, scope };
      const { memory, ...kept } = await remember(unit, said, context, { replaced, candidateExpiry });
      const near = kept.created ? await nearTo(unit, memory, replaced?.id) : [];
      return {
        memory: toMemoryRecord(memory, context.now),
        ...kept,
        ...(near.length === 0 ? {} : { near }),
        redacted: [...context.redacted],
      };
    },

    render: ({ memory, created, near = [] }, input, { project }) => {
      const isUnplaced = memory.project === null && input.scope !== 'global' && !project;
      const said =
        memory.status === 'candidate'
          ? sayWaiting(memory, created, input, isUnplaced)
          : sayKept(memory, created, input, isUnplaced);
      return [said, ...near.map((each) => sayNear(each, memory))].join('\n');
    },
  };
}

function sayKept(memory: MemoryRecord, created: boolean, input: Input, isUnplaced: boolean): string {
  const said = [
    created
      ? `Remembered ${nameOf(memory)}`
      : `Already remembered, so it was confirmed and not stored again: ${nameOf(memory)}`,
  ];
  if (memory.scope === 'session') said.push('For this session only.');
  else if (isUnplaced)
    said.push('No project is known for this call, so it is global: every project sees it.');
  if (input.supersedes !== undefined && input.supersedes !== memory.id)
    said.push(`It replaces [${shortId(input.supersedes)}].`);
  return said.join('\n');
}

/** An agent has to know that nobody follows what it has just said. */
function sayWaiting(memory: MemoryRecord, created: boolean, input: Input, isUnplaced: boolean): string {
  const said = [
    created
      ? `Proposed, not in force: ${nameOf(memory)}`
      : `This waits in the Inbox already, and saying it again changes nothing: ${nameOf(memory)}`,
  ];
  if (memory.quarantine)
    said.push(
      `It reads as an order to a model (${reasonsText(memory.quarantine)}), so it waits in the Inbox until a person accepts it: ${whereToReview}.`,
    );
  else if (created && memory.category === 'directive')
    said.push(`A directive of an agent waits in the Inbox until a person accepts it: ${whereToReview}.`);
  else if (created)
    said.push(`A global memory of an agent waits in the Inbox until a person accepts it: ${whereToReview}.`);
  if (created && isUnplaced)
    said.push('It is global because no project is known for this call. Name one with "project".');
  if (created && input.supersedes !== undefined)
    said.push(`When it is accepted, it replaces [${shortId(input.supersedes)}], which holds until then.`);
  return said.join('\n');
}

/** Nothing is decided for whoever says it: both are there, and one act makes them one. */
function sayNear({ opposition, ...near }: NearRecord, memory: Pick<MemoryRecord, 'id' | 'status'>): string {
  const name = nameOf(near);
  const replace =
    memory.status === 'candidate'
      ? ''
      : ` update_memory, action supersede, memory_id ${near.shortId}, superseded_by ${shortId(memory.id)}.`;
  if (opposition === null)
    return `Looks like ${name}. Both are kept.${replace === '' ? '' : ` If it is the same thing, replace that one:${replace}`}`;
  const how = opposition === 'denial' ? 'one denies what the other says' : 'they say different values';
  return `May contradict ${name}: ${how}. Both are kept.${replace === '' ? '' : ` If that one no longer holds, replace it:${replace}`}`;
}

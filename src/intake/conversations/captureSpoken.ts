import type { Memory } from '../../core/memory/memory.ts';
import { type Project, projectKeys } from '../../core/project/project.ts';
import { draftMemory } from '../../memories/draft.ts';
import type { MemoryChanges } from '../../memories/memoryChanges.ts';
import { entitiesOf } from '../../memories/memoryWording.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import { CaptureLedger, statementFingerprint } from '../captureLedger.ts';
import type { ConversationPart, SpokenTurn } from '../feeds/conversation.ts';
import { EchoGuard } from './echoGuard.ts';
import { type SpokenStatement, spokenStatements } from './spokenStatements.ts';

/** What a unit of work captures conversations with. */
export interface SpokenParts {
  readonly unit: UnitOfWork;
  readonly changes: MemoryChanges;
  readonly project: Project;
  /** When the Inbox forgets what is put into it now, ms; null for never. */
  readonly candidateExpiry: number | null;
  /** Knows what memory says already; made for the project when it is left out. */
  readonly echoes?: Pick<EchoGuard, 'isEcho'> | undefined;
}

export type SpokenIn = Pick<ConversationPart, 'system' | 'session'>;

/** Statements of one turn that are put into the Inbox; more of them are a text that was pasted. */
const mostOfTurn = 10;

/**
 * Puts into the Inbox what a turn states that memory does not say yet, whatever became of what says it. The text of the
 * turn is redacted already. Returns the new candidates.
 */
export async function captureSpoken(
  turn: SpokenTurn,
  conversation: SpokenIn,
  parts: SpokenParts,
): Promise<Memory[]> {
  const echoes = parts.echoes ?? echoGuardOf(parts);
  const created: Memory[] = [];
  for (const statement of spokenStatements(turn.text, turn.speaker).slice(0, mostOfTurn)) {
    const memory = await captureStatement(statement, turn, conversation, { ...parts, echoes });
    if (memory) created.push(memory);
  }
  return created;
}

/** One statement, whoever has found it; undefined when it is known. */
export async function captureStatement(
  statement: SpokenStatement,
  turn: Omit<SpokenTurn, 'text'>,
  conversation: SpokenIn,
  parts: SpokenParts,
  metadata: Memory['metadata'] = {},
): Promise<Memory | undefined> {
  const { unit, changes, project, candidateExpiry, echoes = echoGuardOf(parts) } = parts;
  const { category, content, why } = statement;
  const fingerprint = statementFingerprint(category, content);
  // A memory that was captured before and removed for good leaves nothing but its fingerprint.
  const ledger = new CaptureLedger(unit.captures, project);
  if ((await ledger.find(fingerprint)) === '' || (await echoes.isEcho(statement))) return undefined;
  const memory = draftMemory(
    {
      ...draftOf(statement, turn, conversation),
      scope: 'project',
      project: project.id,
      entities: entitiesOf([], [content, why], project.id, changes.context.forges),
      review: { expiresAt: candidateExpiry },
      metadata,
    },
    changes.context,
  );
  await changes.create(memory);
  await unit.captures.addStatement(project.id, fingerprint, memory.id, '');
  return memory;
}

const echoGuardOf = ({ unit, project }: SpokenParts): EchoGuard =>
  new EchoGuard(unit, [...projectKeys(project), null]);

function draftOf(
  { category, content, why, excerpt, confidence }: SpokenStatement,
  { key, speaker, saidAt }: Omit<SpokenTurn, 'text'>,
  { system, session }: SpokenIn,
) {
  return {
    category,
    content,
    why,
    confidence,
    saidAt,
    source: { kind: 'conversation', ref: `${system}:${session}`, actor: speaker },
    // What a person pastes stands in their turn like what they say: whoever accepts it vouches for it.
    trust: 'agent',
    evidence: [
      {
        kind: 'conversation',
        says: 'stated',
        ref: `${system}:${session}`,
        place: key,
        excerpt,
        at: saidAt,
        fingerprint: statementFingerprint(category, content),
      },
    ],
  } as const;
}

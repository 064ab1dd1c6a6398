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
  { unit, changes, project, candidateExpiry, echoes }: SpokenParts,
): Promise<Memory[]> {
  const guard = echoes ?? new EchoGuard(unit, [...projectKeys(project), null]);
  const statements = spokenStatements(turn.text, turn.speaker).slice(0, mostOfTurn);
  const ledger = new CaptureLedger(unit.captures, project);
  const created: Memory[] = [];
  for (const statement of statements) {
    const fingerprint = statementFingerprint(statement.category, statement.content);
    // A memory that was captured before and removed for good leaves nothing but its fingerprint.
    if ((await ledger.find(fingerprint)) === '' || (await guard.isEcho(statement))) continue;
    const memory = draftMemory(
      {
        ...draftOf(statement, turn, conversation),
        scope: 'project',
        project: project.id,
        entities: entitiesOf([], [statement.content, statement.why], project.id, changes.context.forges),
        review: { expiresAt: candidateExpiry },
      },
      changes.context,
    );
    created.push(await changes.create(memory));
    await unit.captures.addStatement(project.id, fingerprint, memory.id, '');
  }
  return created;
}

function draftOf(
  { category, content, why, excerpt, confidence }: SpokenStatement,
  { key, speaker, saidAt }: SpokenTurn,
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

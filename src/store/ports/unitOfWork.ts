import type { Memory } from '../../core/memory/memory.ts';
import type { CaptureRepository } from './captureRepository.ts';
import type { ClaimRepository } from './claimRepository.ts';
import type { EntityRepository } from './entityRepository.ts';
import type { FeedRepository } from './feedRepository.ts';
import type { HistoryRepository } from './historyRepository.ts';
import type { IdempotencyRepository } from './idempotencyRepository.ts';
import type { JobRepository } from './jobRepository.ts';
import type { KeyValueRepository } from './keyValueRepository.ts';
import type { MemoryRepository } from './memoryRepository.ts';
import type { OriginRepository } from './originRepository.ts';
import type { ProjectRepository } from './projectRepository.ts';
import type { ReadUnit } from './readUnit.ts';
import type { SessionRepository } from './sessionRepository.ts';
import type { TurnRepository } from './turnRepository.ts';
import type { TransferRepository } from './transferRepository.ts';
import type { TurnVectorRepository } from './turnVectors.ts';
import type { VectorRepository } from './vectorIndex.ts';

/** A unit that writes: all of it is committed, or nothing. It reads what it has written itself. */
export interface UnitOfWork extends ReadUnit {
  readonly memories: MemoryRepository;
  readonly vectors: VectorRepository;
  readonly turnVectors: TurnVectorRepository;
  readonly history: HistoryRepository;
  readonly sessions: SessionRepository;
  readonly claims: ClaimRepository;
  readonly keyValues: KeyValueRepository;
  readonly jobs: JobRepository;
  readonly projects: ProjectRepository;
  readonly idempotency: IdempotencyRepository;
  readonly captures: CaptureRepository;
  readonly entities: EntityRepository;
  readonly origins: OriginRepository;
  readonly feeds: FeedRepository;
  readonly turns: TurnRepository;
  readonly transfer: TransferRepository;
}

/**
 * Gives vectors to what a unit of work has inserted or updated, at its end and inside its transaction: no reader ever
 * sees a memory without them. What it throws rolls the unit back.
 */
export type Vectorise = (unit: UnitOfWork, written: readonly Memory[]) => Promise<void>;

import type { CaptureReader } from './captureRepository.ts';
import type { ClaimReader } from './claimRepository.ts';
import type { EntityReader } from './entityRepository.ts';
import type { FeedReader } from './feedRepository.ts';
import type { HistoryReader } from './historyRepository.ts';
import type { IdempotencyReader } from './idempotencyRepository.ts';
import type { JobReader } from './jobRepository.ts';
import type { KeyValueReader } from './keyValueRepository.ts';
import type { MemoryReader } from './memoryRepository.ts';
import type { OriginReader } from './originRepository.ts';
import type { ProjectReader } from './projectRepository.ts';
import type { SessionReader } from './sessionRepository.ts';
import type { TextIndex } from './textIndex.ts';
import type { TurnReader } from './turnRepository.ts';
import type { TransferReader } from './transferRepository.ts';
import type { TurnVectorIndex } from './turnVectors.ts';
import type { VectorIndex } from './vectorIndex.ts';

/** Everything that a unit which only reads may touch: one state of the store, whatever others write meanwhile. */
export interface ReadUnit {
  readonly memories: MemoryReader;
  readonly texts: TextIndex;
  readonly vectors: VectorIndex;
  readonly turnVectors: TurnVectorIndex;
  readonly history: HistoryReader;
  readonly sessions: SessionReader;
  readonly claims: ClaimReader;
  readonly keyValues: KeyValueReader;
  readonly jobs: JobReader;
  readonly projects: ProjectReader;
  readonly idempotency: IdempotencyReader;
  readonly captures: CaptureReader;
  readonly entities: EntityReader;
  readonly origins: OriginReader;
  readonly feeds: FeedReader;
  readonly turns: TurnReader;
  readonly transfer: TransferReader;
}

import type { UnitOfWork } from '../ports/unitOfWork.ts';
import { SqliteCaptureRepository } from './repositories/sqliteCaptureRepository.ts';
import { SqliteClaimRepository } from './repositories/sqliteClaimRepository.ts';
import { SqliteEntityRepository } from './repositories/sqliteEntityRepository.ts';
import { SqliteFeedRepository } from './repositories/sqliteFeedRepository.ts';
import { SqliteHistoryRepository } from './repositories/sqliteHistoryRepository.ts';
import { SqliteIdempotencyRepository } from './repositories/sqliteIdempotencyRepository.ts';
import { SqliteJobRepository } from './repositories/sqliteJobRepository.ts';
import { SqliteKeyValueRepository } from './repositories/sqliteKeyValueRepository.ts';
import { SqliteMemoryRepository } from './repositories/sqliteMemoryRepository.ts';
import { SqliteOriginRepository } from './repositories/sqliteOriginRepository.ts';
import { SqliteProjectRepository } from './repositories/sqliteProjectRepository.ts';
import { SqliteSessionRepository } from './repositories/sqliteSessionRepository.ts';
import { SqliteTextIndex } from './repositories/sqliteTextIndex.ts';
import { SqliteTurnRepository } from './repositories/sqliteTurnRepository.ts';
import { SqliteTransferRepository } from './repositories/sqliteTransferRepository.ts';
import { SqliteTurnVectors } from './repositories/sqliteTurnVectors.ts';
import { SqliteVectorRepository } from './repositories/sqliteVectorRepository.ts';
import type { Database } from '../../sqlite/database.ts';

/** All repositories on one connection. What they remember is taken back by `rolledBack`, so one set serves every unit. */
export class SqliteUnitOfWork implements UnitOfWork {
  readonly memories: SqliteMemoryRepository;
  readonly texts: SqliteTextIndex;
  readonly history: SqliteHistoryRepository;
  readonly sessions: SqliteSessionRepository;
  readonly claims: SqliteClaimRepository;
  readonly keyValues: SqliteKeyValueRepository;
  readonly jobs: SqliteJobRepository;
  readonly projects: SqliteProjectRepository;
  readonly idempotency: SqliteIdempotencyRepository;
  readonly captures: SqliteCaptureRepository;
  readonly entities: SqliteEntityRepository;
  readonly origins: SqliteOriginRepository;
  readonly feeds: SqliteFeedRepository;
  readonly turns: SqliteTurnRepository;
  readonly transfer: SqliteTransferRepository;
  readonly vectors: SqliteVectorRepository;
  readonly turnVectors: SqliteTurnVectors;

  constructor(database: Database) {
    this.texts = new SqliteTextIndex(database);
    this.memories = new SqliteMemoryRepository(database, this.texts);
    this.history = new SqliteHistoryRepository(database);
    this.sessions = new SqliteSessionRepository(database);
    this.claims = new SqliteClaimRepository(database);
    this.keyValues = new SqliteKeyValueRepository(database);
    this.jobs = new SqliteJobRepository(database);
    this.projects = new SqliteProjectRepository(database);
    this.idempotency = new SqliteIdempotencyRepository(database);
    this.captures = new SqliteCaptureRepository(database);
    this.entities = new SqliteEntityRepository(database);
    this.origins = new SqliteOriginRepository(database);
    this.feeds = new SqliteFeedRepository(database);
    this.turns = new SqliteTurnRepository(database, this.texts, this.memories);
    this.transfer = new SqliteTransferRepository(database);
    this.vectors = new SqliteVectorRepository(database);
    this.turnVectors = new SqliteTurnVectors(database);
  }

  committed(): void {
    this.vectors.committed();
    this.turnVectors.committed();
  }

  rolledBack(): void {
    this.memories.rolledBack();
    this.vectors.rolledBack();
    this.turnVectors.rolledBack();
  }
}

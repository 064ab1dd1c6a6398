import { initialSchema } from './0001-initialSchema.ts';
import { vectors } from './0002-vectors.ts';
import { identifiers } from './0003-identifiers.ts';
import { contentKeys } from './0004-contentKeys.ts';
import { languages } from './0005-languages.ts';
import { passages } from './0006-passages.ts';
import { jobs } from './0007-jobs.ts';
import { evidence } from './0008-evidence.ts';
import { work } from './0009-work.ts';
import { intake } from './0010-intake.ts';
import { turnVectors } from './0011-turnVectors.ts';
import type { Migration } from './migration.ts';

/** In order; the version of the last one is what this code reads and writes. */
export const migrations: readonly Migration[] = [
  initialSchema,
  vectors,
  identifiers,
  contentKeys,
  languages,
  passages,
  jobs,
  evidence,
  work,
  intake,
  turnVectors,
];

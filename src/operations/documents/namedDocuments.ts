import path from 'node:path';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Project } from '../../core/project/project.ts';
import { isPerson } from '../../memories/provenance.ts';
import {
  confinedSource,
  isWithin,
  type NamedPlace,
  personsSource,
  roomOf,
} from '../../transfer/confinedFile.ts';
import { type DocumentJob, documentJobOf } from '../../intake/documents/documentJob.ts';
import { documentsKind } from '../../protocol/documentResult.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { OperationContext, TaskStart } from '../operation.ts';
import { refuseSecretName } from '../shared/refuseSecretName.ts';

export interface DocumentsPorts {
  /** The folder of the memory's own in which programs may have files read. */
  readonly exports: string;
}

export interface NamedDocuments extends NamedPlace {
  readonly project: Project;
}

/**
 * What a caller wants to have read, and whose memories come of it. A person at their terminal or in the editor names any
 * file of theirs; whoever else calls names one where it works, links followed.
 */
export async function namedDocuments(
  given: string,
  named: string | undefined,
  context: OperationContext,
  { exports }: DocumentsPorts,
): Promise<NamedDocuments> {
  const found = isPerson(context.actor)
    ? await personsSource(absolute(given, context.from))
    : await confinedSource(given, await roomOf(context.from, exports));
  await refuseSecretName(found.path, context.redactor);
  return { ...found, project: await projectOf(found.path, named, context) };
}

function absolute(given: string, from: string | undefined): string {
  if (path.isAbsolute(given)) return given;
  if (from !== undefined && path.isAbsolute(from)) return path.resolve(from, given);
  throw new MemoryBridgeError(
    'invalid_input',
    `path: "${given}" is relative, and nothing says to what. Give an absolute path.`,
    { details: { field: 'path' } },
  );
}

/**
 * The project that is named, else the one in which the path lies. A folder without a repository is part of the project
 * from which the call comes, where it lies within that.
 */
async function projectOf(
  file: string,
  named: string | undefined,
  { project: from, projects }: OperationContext,
): Promise<Project> {
  if (named !== undefined && from) return from;
  const found = await projects.resolve(file);
  const isPart = from?.root !== undefined && isWithin(file, from.root);
  return found.id.startsWith('folder:') && from && isPart ? from : found;
}

/** The job that reads them. */
export async function readingJob(
  { project, ...found }: NamedDocuments,
  how: Pick<DocumentJob, 'mode' | 'category' | 'tags' | 'actor'>,
  unit: UnitOfWork,
): Promise<TaskStart> {
  await unit.projects.upsert(project);
  return { kind: documentsKind, payload: documentJobOf(found, project, how), project: project.id };
}

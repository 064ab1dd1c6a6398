import type { Actor } from '../core/memory/history.ts';
import type { Forges } from '../core/forge/forges.ts';
import type { IdGenerator } from '../core/ports.ts';
import type { Project } from '../core/project/project.ts';
import type { MemoryEvent } from '../protocol/events.ts';

/** What a write has to know of the call that it belongs to. */
export interface WriteContext {
  readonly actor: Actor;
  /** Wall clock at the start of the call, ms. */
  readonly now: number;
  readonly ids: IdGenerator;
  /** By which addresses and references in text are one. */
  readonly forges?: Forges | undefined;
  /**
   * What is written stands in files of another system, in commits, or in an export of this system that a person brings,
   * whoever asked for it.
   */
  readonly takesIn?: 'import' | 'commits' | 'export' | undefined;
  /** Announced after the commit; dropped when the unit of work rolls back. */
  emit(event: MemoryEvent): void;
}

/** Who says something, and where: what a new memory takes over when it is not told otherwise. */
export interface Speaker extends WriteContext {
  /** Undefined when nobody named a project: then only global memories are meant. */
  readonly project: Project | undefined;
  readonly sessionId: string | undefined;
}

import type { Actor } from '../../core/memory/history.ts';
import type { SaidMode } from '../../core/project/projectMode.ts';
import type { Project } from '../../core/project/project.ts';

/** What is stored under one key of a project. */
export interface Holding {
  /** Living ones. */
  readonly memories: number;
  /** When a memory of it was last changed, or a session last heard of, ms. */
  readonly lastAt: number;
}

/** How many rows a move takes along. */
export interface MovedCounts {
  readonly memories: number;
  /** Tombstones. */
  readonly deleted: number;
  readonly sessions: number;
  readonly claims: number;
  readonly jobs: number;
  /** What is known of commits. */
  readonly captured: number;
}

/** A move of everything that one project has to another, which can be taken back. */
export interface ProjectMove {
  /** UUIDv7, so moves sort by time. */
  readonly id: string;
  readonly kind: 'merge' | 'move';
  readonly from: string;
  readonly to: string;
  readonly at: number;
  readonly actor: Actor;
  readonly undoneAt: number | null;
}

export interface ProjectReader {
  /** By id, else by alias, else by root folder. */
  findByReference(reference: string): Promise<Project | undefined>;
  /** By id. */
  list(): Promise<Project[]>;
  /** What people said of projects, by id; those of which nobody said anything are left out. */
  modes(): Promise<ReadonlyMap<string, SaidMode>>;
  /** By the key under which memories and sessions stand. */
  holdings(): Promise<ReadonlyMap<string, Holding>>;
  /** The project that a person has led an id to, by merging or moving; undefined for an id that is still its own. */
  ledTo(id: string): Promise<string | undefined>;
  /** What a move from these keys would take along. */
  countMove(keys: readonly string[]): Promise<MovedCounts>;
  /** By the id of a move or the end of one, the newest first; all of them without it. */
  moves(idOrTail?: string): Promise<ProjectMove[]>;
}

export interface ProjectRepository extends ProjectReader {
  /**
   * Names and root are those given; a root that is not given stays. Aliases are added to those known, and one that led to
   * another project leads here now.
   */
  upsert(project: Project): Promise<void>;
  /** Of a project that is there. */
  setMode(id: string, said: SaidMode): Promise<void>;
  /** Nothing happens when it is not there. */
  removeAlias(id: string, alias: string): Promise<void>;
  /**
   * Takes a project out of which nobody has said anything, and in which nothing lives: no memory but tombstones, no session, claim,
   * value, and nothing that was captured or moved. Returns whether it was.
   */
  removeEmpty(id: string): Promise<boolean>;
  /** Sessions, claims and jobs of these keys belong to the project from now on; memories stay where they are. */
  takeWork(keys: readonly string[], to: string): Promise<void>;
  /**
   * Moves all that stands under the keys of a project to another one, which takes over its names and is made when it is
   * not there. Rows stay as they are but for whose they are.
   */
  move(move: Omit<ProjectMove, 'undoneAt'>, from: Project, to: Project): Promise<void>;
  /** Puts every row back that is still where the move has put it. */
  moveBack(id: string, now: number): Promise<void>;
}

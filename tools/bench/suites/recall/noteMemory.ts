import type { Memory } from '../../../../src/core/memory/memory.ts';
import type { Project } from '../../../../src/core/project/project.ts';
import { entitiesOf } from '../../../../src/memories/memoryWording.ts';
import { limits } from '../../../../src/protocol/limits.ts';
import { plainMemory } from '../../plainMemory.ts';
import type { Note } from './questionSet.ts';

/** Where all questions are asked and all notes belong. */
export const project: Project = { id: 'example.com/bench/recall', name: 'recall', aliases: [] };

/** The memory that remembering the note would make. */
export function noteMemory(note: Note, index: number): Memory {
  const { category, content, createdAt, change } = note;
  const title = note.title.replaceAll(/\s+/g, ' ').slice(0, limits.title);
  const entities = entitiesOf([], [title, content], project.id);
  const session = note.session ?? null;
  return plainMemory(
    { category, title, content, createdAt, session, project: project.id, entities, ...change },
    index,
  );
}

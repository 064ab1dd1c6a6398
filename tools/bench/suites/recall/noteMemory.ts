import type { Memory } from '../../../../src/core/memory.ts';
import { entitiesOf } from '../../../../src/operations/memoryText.ts';
import { limits } from '../../../../src/protocol/memoryView.ts';
import type { Project } from '../../../../src/core/project.ts';
import type { Note } from './questionSet.ts';

/** Where all questions are asked and all notes belong. */
export const project: Project = { id: 'example.com/bench/recall', name: 'recall', aliases: [] };

/** The memory that remembering the note would make. The id tells time and place, so that every run has the same ones. */
export function noteMemory(note: Note, index: number): Memory {
  const time = note.createdAt.toString(16).padStart(12, '0');
  const title = note.title.replaceAll(/\s+/g, ' ').slice(0, limits.title);
  return {
    id: `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${index.toString(16).padStart(12, '0')}`,
    category: note.category,
    scope: 'project',
    project: project.id,
    session: note.session ?? null,
    title,
    content: note.content,
    what: null,
    why: null,
    learned: null,
    entities: entitiesOf([], [title, note.content], project.id),
    anchors: [],
    tags: [],
    source: { kind: 'agent' },
    trust: 'agent',
    confidence: 1,
    pinned: false,
    status: 'active',
    supersededBy: null,
    createdAt: note.createdAt,
    updatedAt: note.createdAt,
    resolvedAt: null,
    expiresAt: null,
    deletedAt: null,
    lastRecalledAt: null,
    recallCount: 0,
    revision: 1,
    metadata: {},
    ...note.change,
  };
}

import { type CallDefinition, namesOf, type ToolDefinition, type Toolset } from '../operation.ts';
import { operationDefinitions } from '../operations/registry.ts';
import { loopTool } from './loopTool.ts';
import { reviewInboxTool } from './reviewInboxTool.ts';
import { sessionTool } from './sessionTool.ts';
import { updateMemoryTool } from './updateMemoryTool.ts';

/** Tools that stand for several verbs. */
export const toolDefinitions: readonly ToolDefinition[] = [
  updateMemoryTool,
  reviewInboxTool,
  sessionTool,
  loopTool,
];

/** What a model reads first, in the order in which it should think of it. */
const first = [
  'recall',
  'remember',
  'get_memory',
  'get_context',
  'get_boot_context',
  'update_memory',
  'session',
  'loop',
];

const rankOf = ({ name }: CallDefinition): number => {
  const rank = first.indexOf(name);
  return rank < 0 ? first.length : rank;
};

/** Everything that can be called by its name, core tools first. */
export const callDefinitions: readonly CallDefinition[] = [
  ...operationDefinitions,
  ...toolDefinitions,
].toSorted((a, b) => rankOf(a) - rankOf(b));

/** Calls that change nothing, whatever their input: queries, and tools all of whose verbs are queries. */
const readOnly = new Set(
  callDefinitions
    .filter(({ name }) =>
      operationDefinitions
        .filter((verb) => verb.name === name || verb.within?.tool === name)
        .every(({ kind }) => kind === 'query'),
    )
    .flatMap(namesOf),
);

export const isReadOnly = ({ name }: CallDefinition): boolean => readOnly.has(name);

/** What a toolset lists: in `full` also the names under which other systems have a verb. */
export function listedCalls(toolset: Toolset): CallDefinition[] {
  const listed = callDefinitions.filter(({ toolsets }) => toolsets.includes(toolset));
  if (toolset !== 'full') return listed;
  return listed.flatMap((definition) => [
    definition,
    ...(definition.otherNames ?? []).map((name) => ({
      ...definition,
      name,
      description: `Another name of ${definition.name}. ${definition.description}`,
    })),
  ]);
}

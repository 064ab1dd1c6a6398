import { type EditableMemory, type EditProblem, isProblem, parseEditable } from '../protocol/editFormat.ts';
import { categories } from '../core/memory/memory.ts';
import { UsageError } from './usageError.ts';

/** The memory in an edited text. Throws what is wrong with it. */
export function readEdited(text: string): EditableMemory {
  const read = parseEditable(text);
  if (!isProblem(read)) return read;
  throw new UsageError(reasonOf(read));
}

function reasonOf(problem: EditProblem): string {
  switch (problem.kind) {
    case 'noSeparator':
      return 'The line "---" between the fields and the text is missing.';
    case 'unknownField':
      return `There is no field "${problem.name}"; the fields are title, category, tags and why.`;
    case 'noTitle':
      return 'The title is empty.';
    case 'noContent':
      return 'The text is empty. To delete the memory: memory-bridge delete <id>.';
    case 'tooManyTags':
      return `There are more than ${problem.most} tags.`;
    case 'tooLong':
      return `The ${problem.field} has more than ${problem.most} characters.`;
    case 'unknownCategory':
      return `There is no category "${problem.name}"; it is one of ${categories.join(', ')}.`;
  }
}

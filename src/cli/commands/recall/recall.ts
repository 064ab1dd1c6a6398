import { correctionNote } from '../../../core/memory/correctionNote.ts';
import { foldedNote } from '../../../core/memory/foldedNote.ts';
import { withoutModelNote } from '../../../core/memory/withoutModelNote.ts';
import { rankLines } from '../../../core/ranking/rankExplanation.ts';
import type { OutputOf } from '../../../protocol/operation.ts';
import { recallOperation } from '../../../protocol/operations/recall/recall.ts';
import type { CliIo } from '../../cliIo.ts';
import { commandOf } from '../../commandOf.ts';
import { inProject } from '../../inProject.ts';
import { plain, renderContradictions, renderLines, renderMemory } from '../../renderMemories.ts';

type Answers = OutputOf<typeof recallOperation>;

export const addRecall = commandOf(recallOperation, (result, io) => {
  if (result.withoutModel) io.note(withoutModelNote(result.withoutModel));
  if (result.empty) return io.note(`Nothing has been remembered ${inProject(result.project)} yet.`);
  if (result.memories.length === 0) return io.note(`Nothing found ${inProject(result.project)}.`);
  io.print(
    result.full === undefined
      ? linesOf(result, io)
      : result.full.map((memory) => renderMemory(memory, io.paint)).join('\n\n'),
  );
  if (result.linked) {
    const shown = { besides: result.project, snippets: true };
    io.print(`${io.paint.dim('Linked')}\n${renderLines(result.linked, io, shown)}`);
  }
  if (result.contradictions) io.print(renderContradictions(result.contradictions, io));
  if (result.explanations) io.print(`\n${plain(rankLines(result.explanations))}`);
  if (result.folded) io.note(foldedNote(result.folded));
  if (result.corrections) io.note(correctionNote(result.corrections));
});

function linesOf({ memories, related = [], project }: Answers, io: CliIo): string {
  const shown = { besides: project, snippets: true };
  const answers = renderLines(memories.slice(0, memories.length - related.length), io, shown);
  if (related.length === 0) return answers;
  return [answers, io.paint.dim('Related'), renderLines(memories.slice(-related.length), io, shown)].join(
    '\n',
  );
}

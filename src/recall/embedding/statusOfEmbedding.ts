import { memoriesCounted } from '../../core/text/countOf.ts';
import { embedderFacts } from '../../embed/embedderFacts.ts';
import type { EmbedderState } from '../../embed/embedderHandle.ts';
import type { EmbedderSettings } from '../../protocol/embedderSettings.ts';
import { mostTurnsCounted } from '../../core/conversation/mostTurnsCounted.ts';
import type { EmbeddingStatus } from '../../protocol/embeddingStatus.ts';
import { textsLeave } from '../../protocol/textsLeave.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { VectorProgress } from '../../store/ports/vectorIndex.ts';
import type { BuiltInSpace } from './builtInSpace.ts';
import type { ModelSpace } from './modelSpace.ts';
import type { QueryTrouble } from './queryGuard.ts';
import type { SpaceFiller } from './spaceFiller.ts';

type Model = EmbeddingStatus['active'];

/** Why vectors that are missing are not being made. */
export type FillStop = { readonly why: 'cancelled' } | { readonly why: 'failed'; readonly sentence: string };

/** Everything that the status is made of. */
export interface EmbeddingFacts {
  readonly builtIn: Model;
  /** While not every memory has a built-in vector. */
  readonly builtInProgress: VectorProgress | undefined;
  /** While nobody makes those that it lacks. */
  readonly builtInStop: FillStop | undefined;
  /** The model that the settings ask for; undefined when that is the built-in one. */
  readonly wanted:
    | {
        readonly provider: string;
        readonly model: string;
        readonly handle: EmbedderState;
        readonly isComplete: boolean;
        readonly progress: VectorProgress | undefined;
        /** Somebody wanted it to get no more vectors for now. */
        readonly isHeld: boolean;
        /** Of the background work. */
        readonly trouble: string | undefined;
        /** Memories whose text the model does not take. */
        readonly refused: number;
        readonly queryTrouble: QueryTrouble | undefined;
      }
    | undefined;
  /** Turns of conversations without vectors, of the wanted model if it gets any, else of the built-in one. */
  readonly turnsAwaiting: number;
  readonly missingKey: string | undefined;
  /** The model that answers now, when it is not the built-in one. */
  readonly answering: Model | undefined;
}

export interface FilledModel {
  readonly model: ModelSpace;
  readonly filler: SpaceFiller;
}

/** Gathers the facts. Counts of memories are those of this unit of work. */
export async function statusOfEmbedding(
  unit: ReadUnit,
  parts: {
    readonly builtIn: BuiltInSpace;
    readonly builtInStop: FillStop | undefined;
    readonly wanted: FilledModel | undefined;
    readonly answering: ModelSpace | undefined;
    /** Origin of an API that does not answer without a key, when none is known. */
    readonly missingKey: string | undefined;
  },
): Promise<EmbeddingStatus> {
  const { builtIn, builtInStop, wanted, answering, missingKey } = parts;
  const takesTurns = wanted?.model.space && !textsLeave(wanted.model.settings);
  const turnSpace = takesTurns ? wanted.model.space.id : builtIn.id;
  const progressOf = async (space: number | undefined) =>
    space === undefined ? undefined : unit.vectors.progress(space);
  return judgeEmbedding({
    builtIn: builtIn.embedder,
    builtInProgress: builtIn.isComplete ? undefined : await progressOf(builtIn.id),
    builtInStop,
    wanted: wanted && {
      provider: wanted.model.settings.provider,
      model: wanted.model.handle.embedder?.model ?? nameOf(wanted.model.settings),
      handle: wanted.model.handle.state,
      isComplete: wanted.model.isComplete && !wanted.model.isBehind,
      progress: await progressOf(wanted.model.space?.id),
      isHeld: wanted.filler.isHeld,
      trouble: wanted.filler.trouble,
      refused: wanted.filler.refused,
      queryTrouble: wanted.model.guard.trouble,
    },
    turnsAwaiting: turnSpace === undefined ? 0 : await unit.turnVectors.awaiting(turnSpace, mostTurnsCounted),
    missingKey,
    answering: answering?.space,
  });
}

type Judgement = Pick<EmbeddingStatus, 'state' | 'message' | 'progress' | 'download'>;

export function judgeEmbedding(facts: EmbeddingFacts): EmbeddingStatus {
  const { builtIn, answering } = facts;
  const active = answering ?? builtIn;
  const wanted = facts.wanted ?? builtIn;
  return {
    active: { provider: active.provider, model: active.model, dimensions: active.dimensions },
    wanted: { provider: wanted.provider, model: wanted.model },
    ...judge(facts),
    turnsAwaiting: facts.turnsAwaiting,
    missingKey: facts.missingKey ?? null,
  };
}

function judge({ wanted, builtInProgress, builtInStop, missingKey }: EmbeddingFacts): Judgement {
  if (!wanted) {
    if (!builtInProgress) return judgement('ready');
    return { ...judgeFill(builtInStop), progress: counted(builtInProgress) };
  }
  const { handle, isComplete, trouble, queryTrouble, refused, model } = wanted;
  const progress = isComplete || !wanted.progress ? null : counted(wanted.progress);
  if (handle.kind === 'downloading') {
    const { received, total } = handle;
    return { ...judgement('downloading'), download: { received, total } };
  }
  if (handle.kind === 'waiting')
    return judgement('waiting', missingKey === undefined ? handle.why : `${missingKey} requires a key.`);
  if (handle.kind === 'failed') {
    const sentences = `${handle.message} ${handle.advice}`;
    return judgement(missingKey === undefined ? 'failed' : 'waiting', sentences);
  }
  if (wanted.isHeld && !isComplete) return { ...judgeFill({ why: 'cancelled' }), progress };
  if (trouble !== undefined) return { ...judgement('failed', trouble), progress };
  if (!isComplete) return { ...judgement('reindexing'), progress };
  if (queryTrouble?.kind === 'failed') return judgement('failed', sentenceOf(queryTrouble.error));
  if (queryTrouble?.kind === 'loading')
    return judgement('ready', `${model} is being loaded; the built-in model answers meanwhile.`);
  if (queryTrouble)
    return judgement('ready', `${model} was slow to answer; the built-in model answers meanwhile.`);
  if (refused > 0)
    return judgement(
      'ready',
      `${model} does not take the text of ${memoriesCounted(refused)}; words find them.`,
    );
  return judgement('ready');
}

function judgeFill(stop: FillStop | undefined): Judgement {
  if (!stop) return judgement('reindexing');
  if (stop.why === 'failed') return judgement('failed', stop.sentence);
  return judgement('waiting', 'Building search vectors was cancelled; reindex goes on with it.');
}

function judgement(state: EmbeddingStatus['state'], message: string | null = null): Judgement {
  return { state, message, progress: null, download: null };
}

const counted = ({ embedded, total }: VectorProgress): EmbeddingStatus['progress'] => ({
  done: embedded,
  total,
});

function nameOf(settings: EmbedderSettings): string {
  try {
    return embedderFacts(settings).model;
  } catch {
    // A model that nobody knows is named as the person named it.
    return settings.model ?? settings.provider;
  }
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

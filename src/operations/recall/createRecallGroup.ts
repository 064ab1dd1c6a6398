import type { recallOperations } from '../../protocol/operations/recall/recallOperations.ts';
import type { Group } from '../operation.ts';
import type { QuestionEmbedder, SessionGracePort } from '../ports.ts';
import { createGetBootContext } from './getBootContext.ts';
import { getContext } from './getContext.ts';
import { createRecall } from './recall.ts';

export interface RecallPorts {
  readonly embedding: QuestionEmbedder;
  readonly grace: SessionGracePort;
}

export function createRecallGroup({ embedding, grace }: RecallPorts): Group<typeof recallOperations> {
  return {
    recall: createRecall(embedding),
    get_context: getContext,
    get_boot_context: createGetBootContext(grace),
  };
}

import type { recallOperations } from '../../protocol/operations/recall/recallOperations.ts';
import type { Group } from '../operation.ts';
import type { ConfigPort, QuestionEmbedder, SessionGracePort } from '../ports.ts';
import { createGetBootContext } from './getBootContext.ts';
import { createGetProactiveContext } from './getProactiveContext.ts';
import { getContext } from './getContext.ts';
import { createRecall } from './recall.ts';

export interface RecallPorts {
  readonly embedding: QuestionEmbedder;
  readonly grace: SessionGracePort;
  readonly config: Pick<ConfigPort, 'read'>;
}

export function createRecallGroup({ embedding, grace, config }: RecallPorts): Group<typeof recallOperations> {
  return {
    recall: createRecall(embedding),
    get_context: getContext,
    get_proactive_context: createGetProactiveContext(embedding, config),
    get_boot_context: createGetBootContext(grace),
  };
}

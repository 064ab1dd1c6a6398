import type { recallOperations } from '../../protocol/operations/recall/recallOperations.ts';
import type { Group } from '../operation.ts';
import type { QuestionEmbedder } from '../ports.ts';
import { type BootPorts, createGetBootContext } from './getBootContext.ts';
import { createGetProactiveContext } from './getProactiveContext.ts';
import { getContext } from './getContext.ts';
import { createRecall } from './recall.ts';

export interface RecallPorts extends BootPorts {
  readonly embedding: QuestionEmbedder;
}

export function createRecallGroup({ embedding, ...boot }: RecallPorts): Group<typeof recallOperations> {
  return {
    recall: createRecall(embedding),
    get_context: getContext,
    get_proactive_context: createGetProactiveContext(embedding, boot.config),
    get_boot_context: createGetBootContext(boot),
  };
}

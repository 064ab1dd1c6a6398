import { quarantineOfChange, withNewQuarantine, wordsOf } from '../../src/memories/ordersToModels.ts';
import type { WriteContext } from '../../src/memories/writeContext.ts';
import { ordersIn } from '../../src/safety/poison/ordersIn.ts';
import { makeMemory } from '../memory/makeMemory.ts';
import type { TextFunction } from './textFunctions.ts';

const context: WriteContext = {
  actor: { kind: 'agent' },
  now: 0,
  ids: { next: () => '' },
  emit: () => {},
};
const saidByAgent = (text: string) => makeMemory({ title: text, content: text, why: text, trust: 'agent' });

/** Those that look for orders to a model. */
export const poisonFunctions: Readonly<Record<string, TextFunction>> = {
  'memories/ordersToModels.ts#withNewQuarantine': (text) => withNewQuarantine(saidByAgent(text), context),
  'memories/ordersToModels.ts#quarantineOfChange': (text) =>
    quarantineOfChange(makeMemory(), saidByAgent(text), context),
  'memories/ordersToModels.ts#wordsOf': (text) => wordsOf(makeMemory({ metadata: { [text]: [text] } })),
  'safety/poison/ordersIn.ts#ordersIn': (text) => ordersIn([text, text]),
};

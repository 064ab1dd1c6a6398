import {
  quarantineOfChange,
  withJudgedPast,
  withNewQuarantine,
  wordsOf,
} from '../../src/memories/ordersToModels.ts';
import type { WriteContext } from '../../src/memories/writeContext.ts';
import { heldWhereOrdersStand } from '../../src/recall/conversations/heldExcerpt.ts';
import { ordersIn } from '../../src/safety/poison/ordersIn.ts';
import { behindTag, valueAt, valueBelow } from '../../src/safety/namedValue.ts';
import { refuseSecretName } from '../../src/operations/shared/refuseSecretName.ts';
import { safeReference } from '../../src/safety/safeReference.ts';
import { piecesOf } from '../../src/safety/letterPairs.ts';
import { matchesOf } from '../../src/safety/lineStarts.ts';
import { placeSecrets } from '../../src/safety/placeSecrets.ts';
import { pairedSecrets } from '../../src/safety/pairedSecrets.ts';
import { spansAcross, spansOfRepeats } from '../../src/safety/neighbours.ts';
import { looksLikeKey, looksLikePassword } from '../../src/safety/secretShape.ts';
import { withWrappedLines } from '../../src/safety/wrappedLines.ts';
import { replaceSpans } from '../../src/safety/spans.ts';
import { SecretRedactor } from '../../src/safety/secretRedactor.ts';
import { makeMemory } from '../memory/makeMemory.ts';
import type { TextFunction } from './textFunctions.ts';

const redactor = new SecretRedactor();
const context: WriteContext = {
  actor: { kind: 'agent' },
  now: 0,
  ids: { next: () => '' },
  emit: () => {},
};
const saidByAgent = (text: string) => makeMemory({ title: text, content: text, why: text, trust: 'agent' });

const conversationOf = (text: string) =>
  makeMemory({ category: 'conversation', source: { kind: 'conversation' }, content: text });

/** Those that look for secrets, and for orders to a model. */
export const safetyFunctions: Readonly<Record<string, TextFunction>> = {
  'memories/ordersToModels.ts#withNewQuarantine': (text) => withNewQuarantine(saidByAgent(text), context),
  'memories/ordersToModels.ts#quarantineOfChange': (text) =>
    quarantineOfChange(makeMemory(), saidByAgent(text), context),
  'memories/ordersToModels.ts#withJudgedPast': (text) => withJudgedPast(saidByAgent(text), context),
  'recall/conversations/heldExcerpt.ts#heldWhereOrdersStand': (text) =>
    heldWhereOrdersStand({ memory: conversationOf(text), match: undefined }),
  'memories/ordersToModels.ts#wordsOf': (text) => wordsOf(makeMemory({ metadata: { [text]: [text] } })),
  'safety/poison/ordersIn.ts#ordersIn': (text) => ordersIn([text, text]),
  'safety/namedValue.ts#valueAt': (text) => valueAt(text, 0, 'line'),
  'safety/namedValue.ts#valueBelow': (text) => valueBelow(text, 0),
  'safety/namedValue.ts#behindTag': (text) => behindTag(text, 0),
  'safety/neighbours.ts#spansAcross': (text) => spansAcross([text, text, text], () => []),
  'safety/neighbours.ts#spansOfRepeats': (text) =>
    spansOfRepeats([text.slice(0, 40), text, text], [[{ start: 0, end: 40, kind: 'any' }], [], []]),
  'safety/placeSecrets.ts#placeSecrets': (text) => placeSecrets(`/${text}`, () => []),
  'safety/pairedSecrets.ts#pairedSecrets': (text) =>
    pairedSecrets(
      text,
      Array.from({ length: Math.floor(text.length / 8) }, (_, at) => ({
        start: at * 8,
        end: at * 8 + 8,
        kind: 'aws',
      })),
    ),
  'safety/secretRedactor.ts#SecretRedactor': (text) => redactor.redact(text),
  'safety/secretRedactor.ts#SecretRedactor of fields': (text) => redactor.clean([text, 'a', text]),
  'safety/safeReference.ts#safeReference': (text) => safeReference(redactor, text),
  'operations/shared/refuseSecretName.ts#refuseSecretName': (text) =>
    refuseSecretName(text, redactor).catch(() => {}),
  'safety/secretShape.ts#looksLikeKey': (text) => looksLikeKey(text, 'inline'),
  'safety/secretShape.ts#looksLikePassword': (text) => looksLikePassword(text.slice(0, 200), 'prose'),
  'safety/wrappedLines.ts#withWrappedLines': (text) =>
    withWrappedLines(text, [{ start: 0, end: 60, kind: 'any' }]),
  'safety/letterPairs.ts#piecesOf': (text) => piecesOf(text).includes(text.slice(0, 40)),
  'safety/lineStarts.ts#matchesOf': (text) => [...matchesOf(text, /(?<=^|\n)\w{1,60}:(?<secret>\S{4,200})/g)],
  'safety/spans.ts#replaceSpans': (text) => replaceSpans(text, [{ start: 0, end: 1, kind: 'any' }]),
};

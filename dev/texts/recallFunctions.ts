import type { Memory } from '../../src/core/memory/memory.ts';
import { loadBuiltInEmbedder } from '../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import { limits } from '../../src/protocol/limits.ts';
import type { WordWeights } from '../../src/core/ranking/wordWeights.ts';
import { findDateRange } from '../../src/recall/question/dates/dateRange.ts';
import { findRelativeDates } from '../../src/recall/question/dates/relativeDates.ts';
import { embeddingText } from '../../src/recall/embedding/embeddedText.ts';
import { passagesOf } from '../../src/recall/embedding/passages.ts';
import { passagesOfTurns } from '../../src/recall/embedding/turnPassages.ts';
import { splitText } from '../../src/recall/embedding/splitText.ts';
import { explain } from '../../src/recall/explain.ts';
import { foldRepeats } from '../../src/recall/foldRepeats.ts';
import { unansweredBy, unmetWords } from '../../src/recall/words/unanswered.ts';
import { toHitLine, toMemoryLine, toMemoryRecord, toMemoryRow } from '../../src/recall/memoryRecords.ts';
import { questionKinds } from '../../src/recall/question/questionKinds.ts';
import { asksForOpenBlockers } from '../../src/recall/openBlockers.ts';
import { inItsLanguage } from '../../src/recall/question/inItsLanguage.ts';
import { containsPhrases } from '../../src/recall/recallFilter.ts';
import { readQuestion } from '../../src/recall/question/readQuestion.ts';
import { parseRecallQuery } from '../../src/recall/question/recallQuery.ts';
import type { RankedHit } from '../../src/recall/rankedHit.ts';
import { vary } from '../../src/recall/vary.ts';
import { hasTerm, soughtWords } from '../../src/recall/words/soughtWords.ts';
import { makeMemory } from '../memory/makeMemory.ts';

const now = Date.UTC(2026, 10, 21, 12);
const project = 'example.com/team/app';
/** Made anew for each text: it remembers what it was compared with. */
const question = () => loadBuiltInEmbedder().questionWords('which database holds the sessions');
const sought = ['database', 'session', 'where'];
const counted = sought.map((text) => ({ text, documents: 1 }));

const filled = (text: string): Memory =>
  makeMemory({ title: text, content: text, what: text, why: text, learned: text, tags: [text] });
const withContent = (text: string): Memory => makeMemory({ content: text });
/** No question is longer. */
const asked = (text: string): string => text.slice(0, limits.query);
const weights: WordWeights = { prose: 0, bestCoverage: 1, mass: 10, words: 3, hasVectors: true };
const standpoint = { project, sessionId: undefined, now };
const noSignals = {
  coverage: 1,
  lexical: 1,
  titled: 1,
  entity: 0,
  near: 0,
  cosine: 0,
  cosineOfShared: 0,
  linked: 0,
};
const hitOf = (text: string): RankedHit => ({
  memory: withContent(text),
  signals: { ...noSignals, isOfTime: false, isOfKind: false, isQuestion: false },
  score: { total: 1, relevance: 1, prior: 1 },
  match: undefined,
  isRelated: false,
  repeats: [],
});

/** Those of recall. */
export const recallFunctions: Readonly<Record<string, (text: string) => unknown>> = {
  'recall/question/dates/dateRange.ts#findDateRange': (text) => findDateRange(text, now),
  'recall/question/dates/relativeDates.ts#findRelativeDates': (text) => findRelativeDates(text, now),
  'recall/embedding/embeddedText.ts#embeddingText': (text) => embeddingText(filled(text)),
  'recall/embedding/embeddedText.ts#embeddingText of a title': (text) =>
    embeddingText(makeMemory({ title: text, content: `a${text}` })),
  'recall/embedding/turnPassages.ts#passagesOfTurns': (text) =>
    passagesOfTurns([{ seq: 1, key: 'a', speaker: 'user', saidAt: 1, content: text }], undefined, 8),
  'recall/embedding/passages.ts#passagesOf': (text) => passagesOf(makeMemory({ title: text, content: text })),
  'recall/embedding/passages.ts#passagesOf of few tokens': (text) =>
    passagesOf(makeMemory({ title: 'A title', content: text }), 8),
  'recall/embedding/splitText.ts#splitText': (text) => splitText(text, 1_528),
  'recall/embedding/splitText.ts#splitText in large parts': (text) => splitText(text, text.length / 3),
  'recall/explain.ts#explain': (text) =>
    explain(hitOf(text), { weights, terms: counted, standpoint, model: null, time: null }),
  'recall/foldRepeats.ts#foldRepeats': (text) =>
    foldRepeats([{ memory: withContent(text) }, { memory: withContent(`a ${text}`) }], 5),
  'recall/vary.ts#vary': (text) => vary([hitOf(text), hitOf(`a ${text}`), hitOf(`b ${text}`)], 5, 1),
  'recall/words/unanswered.ts#unansweredBy': (text) =>
    unansweredBy(
      [{ memory: withContent(text) }],
      counted,
      { total: 1, terms: counted, corrections: [] },
      question(),
    ),
  'recall/words/unanswered.ts#unmetWords': (text) => unmetWords(question(), sought)(text),
  'recall/memoryRecords.ts#toHitLine': (text) =>
    toHitLine({ memory: filled(text), score: { total: 1 }, match: { snippet: text } }, now),
  'recall/memoryRecords.ts#toMemoryLine': (text) => toMemoryLine(filled(text), now, { snippet: text }),
  'recall/memoryRecords.ts#toMemoryRecord': (text) => toMemoryRecord(filled(text), now),
  'recall/memoryRecords.ts#toMemoryRow': (text) => toMemoryRow(filled(text)),
  'recall/openBlockers.ts#asksForOpenBlockers': (text) =>
    asksForOpenBlockers(readQuestion(text, project, now)),
  'recall/question/questionKinds.ts#questionKinds': (text) => questionKinds(text.split(' ')),
  'recall/question/inItsLanguage.ts#inItsLanguage': (text) =>
    inItsLanguage(text, readQuestion(text, project, now), question()),
  'recall/recallFilter.ts#containsPhrases': (text) => containsPhrases(withContent(text), ['a']),
  'recall/question/readQuestion.ts#readQuestion': (text) => readQuestion(text, project, now),
  'recall/question/recallQuery.ts#parseRecallQuery': (text) => parseRecallQuery(text, project),
  'recall/words/soughtWords.ts#hasTerm': (text) => hasTerm(withContent(text), { text: 'a', documents: 1 }),
  'recall/words/soughtWords.ts#hasTerm of a question': (text) =>
    hasTerm(withContent('a'), { text: asked(text), documents: 1, standsFor: [asked(text)] }),
  'recall/words/soughtWords.ts#soughtWords': (text) => soughtWords(3, counted).sharesIn(text),
};

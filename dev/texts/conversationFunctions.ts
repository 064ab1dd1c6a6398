import { claudeCodeForm } from '../../src/bridges/transcripts/claudeCodeForm.ts';
import { codexForm } from '../../src/bridges/transcripts/codexForm.ts';
import { geminiForm } from '../../src/bridges/transcripts/geminiForm.ts';
import { saidIn, textIn, timeIn, withoutTagged } from '../../src/bridges/transcripts/recordFields.ts';
import { isOwnSession } from '../../src/core/conversation/ownSession.ts';
import type { Turn } from '../../src/core/conversation/turn.ts';
import { excerptOf, extractedFrom, turnsWithin } from '../../src/intake/conversations/extraction.ts';
import { isSaidIn, toldIn } from '../../src/intake/conversations/saidBefore.ts';
import { isRefused } from '../../src/intake/conversations/signs/isRefused.ts';
import { weighSigns } from '../../src/intake/conversations/signs/weighSigns.ts';
import { spokenStatements } from '../../src/intake/conversations/spokenStatements.ts';

const now = Date.UTC(2026, 10, 21, 12);
const turn = (content: string): Turn => ({ key: 'a', speaker: 'user', saidAt: now, content });
/** What a model would answer about it. */
const answerWith = (text: string): string =>
  JSON.stringify({
    statements: [
      { category: 'decision', content: text.slice(0, 400), why: null, turn: 1, quote: 'and so it was said' },
    ],
  });
/** Longer clauses are not looked at. */
const longestClause = 500;
const stating = [
  'We decided to keep',
  'Decision:',
  'From now on,',
  'The release is blocked by',
  'Wir haben uns für',
  'To deploy the app, run',
  'we are waiting for',
  'so we use this instead of',
  'first run',
  'et donc on ne peut pas',
  'no podemos',
  'wir können',
];

/** Functions over what was said in conversations. */
export const conversationFunctions: Readonly<Record<string, (text: string) => unknown>> = {
  'intake/conversations/spokenStatements.ts#spokenStatements': (text) => spokenStatements(text, 'user'),
  'intake/conversations/spokenStatements.ts#spokenStatements of statements': (text) =>
    stating.map((words) => spokenStatements(`${words} ${text}`, 'assistant')),
  'intake/conversations/signs/weighSigns.ts#weighSigns': (text) =>
    weighSigns(text.slice(0, longestClause), 'user', true),
  'intake/conversations/signs/isRefused.ts#isRefused': (text) =>
    (['decision', 'blocker', 'convention', 'fact'] as const).map((category) =>
      isRefused(text.slice(0, longestClause), category, 'assistant'),
    ),
  'intake/conversations/saidBefore.ts#isSaidIn': (text) =>
    isSaidIn(toldIn(`zebra ${text}`), [toldIn(text), toldIn(`no ${text}`)]),
  'intake/conversations/extraction.ts#turnsWithin': (text) =>
    turnsWithin([turn(text), turn('a'), turn(text)], text.length),
  'intake/conversations/extraction.ts#excerptOf': (text) => excerptOf([turn(text), turn('a')]),
  'intake/conversations/extraction.ts#extractedFrom': (text) => extractedFrom(text, [turn(text)]),
  'intake/conversations/extraction.ts#extractedFrom of an answer': (text) =>
    extractedFrom(answerWith(text), [turn(`${text} and so it was said`)]),
  'core/conversation/ownSession.ts#isOwnSession': (text) => isOwnSession({ title: text, directory: text }),
  'bridges/transcripts/recordFields.ts#textIn': (text) => textIn({ [text]: text }, text),
  'bridges/transcripts/recordFields.ts#timeIn': (text) => timeIn({ at: text }, 'at'),
  'bridges/transcripts/recordFields.ts#saidIn': (text) =>
    saidIn([{ type: 'text', text }, text, { type: text, text }], ['text', text]),
  'bridges/transcripts/recordFields.ts#withoutTagged': (text) =>
    withoutTagged(`<a>${text}<a>${text}</a>`, 'a'),
  'bridges/transcripts/claudeCodeForm.ts#claudeCodeForm': (text) => [
    claudeCodeForm.isTranscript(`a/${text}.jsonl`),
    claudeCodeForm.readLine(
      { type: 'user', uuid: text, sessionId: text, cwd: text, message: { content: text } },
      {},
      now,
    ),
  ],
  'bridges/transcripts/codexForm.ts#codexForm': (text) => [
    codexForm.isTranscript(`${text}rollout-${text}`),
    codexForm.readLine(
      {
        type: 'response_item',
        payload: { type: 'message', role: 'user', content: [{ type: 'text', text }] },
      },
      {},
      now,
    ),
    codexForm.describe(text, text),
  ],
  'bridges/transcripts/geminiForm.ts#geminiForm': (text) => [
    geminiForm.isTranscript(`${text}/chats/${text}.json`),
    geminiForm.readDocument?.(
      Array.from({ length: 9 }, () => ({ sessionId: text, type: 'user', message: text })),
      { elsewhere: [text] },
      now,
    ),
    geminiForm.readLine({ id: text, type: 'gemini', content: text }, {}, now),
  ],
};

import { isSaidIn, toldIn } from '../../src/intake/conversations/saidBefore.ts';
import { spokenStatements } from '../../src/intake/conversations/spokenStatements.ts';

const stating = [
  'We decided to keep',
  'Decision:',
  'From now on,',
  'The release is blocked by',
  'Wir haben uns für',
  'To deploy the app, run',
];

/** Functions over what was said in conversations. */
export const conversationFunctions: Readonly<Record<string, (text: string) => unknown>> = {
  'intake/conversations/spokenStatements.ts#spokenStatements': (text) => spokenStatements(text, 'user'),
  'intake/conversations/spokenStatements.ts#spokenStatements of statements': (text) =>
    stating.map((words) => spokenStatements(`${words} ${text}`, 'assistant')),
  'intake/conversations/saidBefore.ts#isSaidIn': (text) =>
    isSaidIn(toldIn(`zebra ${text}`), [toldIn(text), toldIn(`no ${text}`)]),
};

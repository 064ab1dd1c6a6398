import { describe, expect, it } from 'vitest';
import {
  measureJudged,
  measureStatements,
  readJudged,
  readTurns,
} from '../../../dev/intake/measureStatements.ts';
import { spokenStatements } from '../../../src/intake/conversations/spokenStatements.ts';

const file = new URL('../../data/statements.jsonl', import.meta.url);
const contents = (text: string, speaker: 'user' | 'assistant' = 'user') =>
  spokenStatements(text, speaker).map(({ category, content }) => `${category}: ${content}`);

describe('statements in conversations', () => {
  it.each(['dev', 'held'])('are found in the half %s, and hardly anything else', (half) => {
    const figures = measureStatements(readTurns(file, half));
    expect({ wrong: figures.wrong, missed: figures.missed }).toEqual({ wrong: [], missed: [] });
    expect(figures.expected).toBeGreaterThan(20);
  });

  it.each([
    ['a', { right: 22, falseTurns: 0, found: 22 }],
    ['b', { right: 11, falseTurns: 0, found: 12 }],
  ])('are found in turns by another hand no less than before: half %s', (half, known) => {
    const blind = new URL('../../data/statementsBlind.jsonl', import.meta.url);
    const { right, falseTurns, found } = measureJudged(readJudged(blind, half));
    expect(right).toBeGreaterThanOrEqual(known.right);
    expect(falseTurns).toBeLessThanOrEqual(known.falseTurns);
    expect(found).toBeLessThanOrEqual(known.found);
  });

  it.each([
    ['so pnpm it is, npm keeps breaking the lockfile', 'decision'],
    ['nah, we use weasyprint and not puppeteer on the render box', 'decision'],
    ['still waiting for legal to approve the new terms', 'blocker'],
    ["can't roll this out until infra gives us the new VPC", 'blocker'],
    ["don't touch anything under `generated/`, it gets overwritten", 'convention'],
    ['nothing lands on main without a second pair of eyes', 'convention'],
    ['turns out the proxy strips the header on redirects', 'fact'],
    ['the client is rebuilt with `make schema` and then `make types` in web', 'procedure'],
    ['wir nehmen jetzt Keycloak statt Auth0', 'decision'],
    ['on est bloqués tant que le client ouvre pas le port', 'blocker'],
    ['resulta que el webhook llega dos veces con la misma firma', 'fact'],
  ])('are known by words anywhere in a clause: %s', (text, category) => {
    expect(spokenStatements(text, 'user').map((each) => each.category)).toEqual([category]);
    for (const hedge of [`maybe ${text}`, `${text}?`]) expect(contents(hedge)).toEqual([]);
  });

  it('come with their reason, from the same sentence or the next one', () => {
    const why = (text: string) => spokenStatements(text, 'user')[0]?.why;
    expect(why('We chose Kafka over RabbitMQ because we need replay.')).toBe('We need replay');
    expect(why('We decided to pin Node 22. The reason is that the driver breaks on 24.')).toBe(
      'The driver breaks on 24',
    );
    expect(why('Because nobody reads the wiki, we decided to close it in May.')).toBe(
      'Nobody reads the wiki',
    );
    expect(why('Wir haben uns für Postgres entschieden, weil wir Volltextsuche brauchen.')).toBe(
      'Wir Volltextsuche brauchen',
    );
    expect(why('We decided to close the wiki in May. It rains.')).toBeNull();
  });

  it.each([
    ['Merging is blocked because CI is failing on `main`.', 'blocker: Merging is blocked'],
    [
      'Deploying to production is blocked by the change freeze.',
      'blocker: Deploying to production is blocked by the change freeze',
    ],
    ['The request to the proxy is blocked by CORS.', undefined],
    [
      'Releasing is still blocked by the audit of the licenses.',
      'blocker: Releasing is still blocked by the audit of the licenses',
    ],
  ])('name the work that is in the way of something: %s', (text, found) => {
    expect(contents(text)).toEqual(found === undefined ? [] : [found]);
  });

  it('keep code and names as they were written', () => {
    expect(
      contents(
        'We decided to run `npm ci --ignore-scripts` in the **release** job of [CI](https://ci.example).',
      ),
    ).toEqual(['decision: We decided to run `npm ci --ignore-scripts` in the release job of CI']);
  });

  it('count more when a person says them than when an agent does', () => {
    const text = 'We decided to keep the ledger in Postgres.';
    const [user, assistant] = (['user', 'assistant'] as const).map(
      (speaker) => spokenStatements(text, speaker)[0]?.confidence ?? 0,
    );
    expect(user).toBeGreaterThan(assistant ?? 1);
  });

  it.each([
    ['in a fence', '```\nWe decided to keep the ledger in Postgres.\n```'],
    ['in a fence that never ends', '~~~\nWe decided to keep the ledger in Postgres.'],
    ['in a fence with a longer one inside', '````\n```\n````\nok\n```\nAlways run the linter first.\n```'],
    ['in a quotation', '> We decided to keep the ledger in Postgres.'],
    ['between tags', '<memory-data>\nWe decided to keep the ledger in Postgres.\n</memory-data>'],
    ['in a table', '| We decided to keep the ledger in Postgres. |'],
    ['as a line of recall', '[0123456789] decision · 3d · user · We decided to keep the ledger in Postgres'],
    ['in quotes', 'It says "We decided to keep the ledger in Postgres" there.'],
  ])('are not read %s', (_, text) => {
    expect(contents(text)).toEqual([]);
    expect(contents('We decided to keep the ledger in Postgres.')).toHaveLength(1);
  });

  it('are read behind what is cut', () => {
    const said = 'We decided to keep the ledger in Postgres.';
    for (const before of [
      '```\ncode\n```\n',
      '> quoted\n\n',
      '<note>\nx\n</note>\n',
      '<br>\n',
      '| a | b |\n\n',
    ])
      expect(contents(before + said)).toHaveLength(1);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configSchema } from '../../../src/protocol/settings/serverSettings.ts';
import { conversationFeeds } from '../../../src/server/startIngestion.ts';
import { importers } from '../../../src/transfer/importers.ts';
import { DoorServer } from './newDoors/doorServer.ts';
import { atTerminal, doors, takeOut, takenFields } from './newDoors/doors.ts';
import { peerSources, type Say } from './newDoors/peerSources.ts';
import { feedDoors } from './newDoors/spoken.ts';

/** A token of its own for each place, so that one that is found tells where it came in. */
function tokenOf(place: string): string {
  let seed = 2_166_136_261;
  for (const letter of place) seed = Math.imul(seed ^ letter.charCodeAt(0), 16_777_619) >>> 0;
  let token = 'ghp_';
  while (token.length < 40) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    token += 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghkmnpqrstuvwxyz23456789'[(seed >>> 8) % 54];
  }
  return token;
}

/** What is found nowhere although nothing is cleaned. */
const leavesNothing = [
  // What an export says of itself, and what stands in Markdown for people.
  /^memory-bridge (?:holds|held by)$/,
  /^memory-bridge-markdown facts$/,
  // Names that lead from one row to another, and folders by which projects are looked for.
  /^\S+ (?:content hash|project id|server session|memories\.superseded_by)$/,
  / (?:project_paths|workspaces|projects)\.(?:local_path|root_path|project|name)$/,
  / (?:sessions|span_turns)\.project$/,
  / beliefs\.(?:derived_from|contradicted_by)$/,
  // An export of that system does not say which memories name what.
  /^opencode-memory-json (?:title|entity field|entity value)$/,
  // What tools were called with and answered is not read.
  /^(?:opencode|claude-code|codex|gemini) (?:.* )?(?:tool|input|output)$/,
  /^codex session$/,
  // A file that says nothing about the project, or that is none.
  /^project CONTRIBUTING\.md/,
  /^files (?:cut|nothing inside)$/,
  // A refusal quotes it, and is cleaned by itself.
  /^documents missing$/,
];

it('there is a case for every importer and every feed', () => {
  expect(Object.keys(peerSources).toSorted()).toEqual(importers.map(({ system }) => system).toSorted());
  const { feeds } = conversationFeeds(() => configSchema.parse({}), { now: Date.now, monotonic: Date.now });
  expect(Object.keys(feedDoors).toSorted()).toEqual(feeds.map(({ feed }) => feed.name).toSorted());
});

describe('a secret in any place of any new door', () => {
  const tokens = new Map<string, string>();
  const say: Say = (place) => {
    const token = tokenOf(place);
    tokens.set(place, token);
    return token;
  };
  const found = (server: DoorServer): string[] => {
    const said = [...server.said()].map(
      ([file, bytes]) => [file, bytes.toString('latin1').toLowerCase()] as const,
    );
    return [...tokens].flatMap(([place, token]) =>
      said.filter(([, text]) => text.includes(token.toLowerCase())).map(([file]) => `${place} in ${file}`),
    );
  };
  let server: DoorServer;
  let bare: DoorServer;

  beforeAll(async () => {
    for (const cleaners of [undefined, []] as const) {
      const started = await DoorServer.over(cleaners);
      for (const door of Object.values(doors)) await door(started, say, 1);
      await atTerminal(started, say);
      await takeOut(started);
      if (cleaners) bare = started;
      else server = started;
      await started.stop();
    }
  }, 240_000);
  afterAll(async () => {
    await server?.dispose();
    await bare?.dispose();
  });

  it('is in no byte of the home, and in nothing that the server says', () => {
    expect(tokens.size).toBeGreaterThan(500);
    expect(found(server)).toEqual([]);
  });

  it('would be found without the cleaners, wherever an importer says that it has taken it over', () => {
    const left = new Set(found(bare).map((each) => each.split(' in ')[0]));
    const missed = [...tokens.keys()]
      .filter((place) => !left.has(place))
      .map((place) => place.replace(/ 1\b/, ''));
    const unexplained = missed.filter((place) => {
      const field = /^\S+ (\w+\.\w+)/.exec(place)?.[1];
      const isLeft = field !== undefined && !takenFields.has(field);
      return !isLeft && !leavesNothing.some((each) => each.test(place));
    });
    expect(unexplained).toEqual([]);
    expect(left.size).toBeGreaterThan(250);
  });
});

import { headers } from '../../../src/core/product.ts';
import type { CliBundle } from '../../bundles/cliBundle.ts';
import { seededRandom } from '../../random/seededRandom.mjs';
import { Victim } from '../kills/victim.ts';

interface Claimed {
  readonly granted: boolean;
  readonly heldBy?: string;
}

/** A session that claims over a connection of its own. */
export interface Racer {
  readonly session: string;
  call(verb: string, input: object): Promise<unknown>;
}

export interface Door {
  readonly url: string;
  readonly token: string;
}

const projectId = 'gitlab.com/group/proj';

function post({ url, token }: Door, route: string, session: string, body: object): Promise<Response> {
  return fetch(`${url}${route}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      [headers.actor]: `agent/${session}`,
      [headers.session]: session,
      [headers.project]: projectId,
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  });
}

/** As programs call. */
export const apiRacer = (door: Door, session: string): Racer => ({
  session,
  async call(verb, input) {
    const answer = await post(door, `/api/${verb}`, session, input);
    const { result, error } = (await answer.json()) as { result?: unknown; error?: { message: string } };
    if (error) throw new Error(`${verb}: ${error.message}`);
    return result;
  },
});

/** As agents call. */
export const mcpRacer = (door: Door, session: string): Racer => ({
  session,
  async call(verb, input) {
    const request = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: verb, arguments: input },
    };
    const text = await (await post(door, '/mcp/full', session, request)).text();
    const json = /^\s*\{/.test(text) ? text : (/^data: (.*)$/m.exec(text)?.[1] ?? '{}');
    const { result } = JSON.parse(json) as { result?: { structuredContent?: unknown; isError?: boolean } };
    if (!result || result.isError === true) throw new Error(`${verb}: ${text.slice(0, 300)}`);
    return result.structuredContent;
  },
});

/** The same thing as different people write it, for one race. */
const forms: readonly ((race: number) => readonly string[])[] = [
  (race) => [`!${race + 1}`, `!${race + 1}.`, `(!${race + 1})`, `!0${race + 1}`, `group/proj!${race + 1}`],
  (race) => [
    `#${race + 1}`,
    `issue ${race + 1}`,
    `https://gitlab.com/${projectId.slice(11)}/-/issues/${race + 1}`,
  ],
  (race) => [`src/a${race}.ts`, `./src/a${race}.ts`, `src//a${race}.ts:10`],
  (race) => [`the release of day ${race}`],
];

/** Two sessions at a time want one thing. Returns what was not as it has to be, race by race. */
export async function raceClaims(
  racers: readonly Racer[],
  {
    races,
    seed,
    onRound,
    signal,
  }: {
    readonly races: number;
    readonly seed: number;
    readonly onRound?: (done: number) => void | Promise<void>;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<{ done: number; wins: Record<string, number>; failures: string[] }> {
  const random = seededRandom(seed);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const failures: string[] = [];
  const wins: Record<string, number> = Object.fromEntries(racers.map(({ session }) => [session, 0]));
  let done = 0;
  for (; done < races; done++) {
    if (signal?.aborted === true) break;
    const first = pick(racers);
    const second = pick(racers.filter((racer) => racer !== first));
    const items = pick(forms)(done);
    const verdicts = await Promise.all(
      [first, second].map(async (racer) => {
        const verdict = (await racer.call('claim_item', { item_ref: pick(items) })) as Claimed;
        return { racer, ...verdict };
      }),
    );
    const fail = (what: string): void => void failures.push(`Race ${done} for ${items[0]}: ${what}`);
    const winners = verdicts.filter(({ granted }) => granted);
    if (winners.length !== 1) fail(`${winners.length} sessions were told that they hold it`);
    const [winner] = winners;
    if (!winner) continue;
    wins[winner.racer.session] = (wins[winner.racer.session] ?? 0) + 1;
    const told = verdicts.find(({ granted }) => !granted)?.heldBy;
    if (told !== undefined && told !== winner.racer.session) fail(`the loser was told of ${told}`);
    const { sessions } = (await pick(racers).call('get_active_sessions', {})) as {
      sessions: { id: string; claims: object[] }[];
    };
    const holders = sessions.filter(({ claims }) => claims.length > 0).map(({ id }) => id);
    if (holders.join() !== winner.racer.session) fail(`the list has ${holders.join(', ') || 'nobody'}`);
    for (const { racer } of winners)
      await racer.call('release_item', { item_ref: pick(items) }).catch(() => {});
    await onRound?.(done + 1);
  }
  return { done, wins, failures };
}

/** The races of `raceClaims` against a server of its own. */
export async function runClaimRaces(options: {
  readonly bundle: CliBundle;
  readonly home: string;
  readonly races: number;
  readonly seed: number;
  readonly onRound?: (done: number) => void | Promise<void>;
  readonly signal?: AbortSignal | undefined;
}): Promise<{ figures: Record<string, unknown>; failures: string[] }> {
  const { bundle, home, ...rest } = options;
  const victim = await Victim.start(bundle, home);
  try {
    const door = { url: `http://127.0.0.1:${victim.port}`, token: victim.token };
    const racers = [apiRacer(door, 'one'), apiRacer(door, 'two'), mcpRacer(door, 'three')];
    const { done, wins, failures } = await raceClaims(racers, rest);
    return { figures: { races: done, wins }, failures };
  } finally {
    await victim.stop();
  }
}

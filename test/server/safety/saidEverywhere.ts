import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { encodeHeaderValue } from '../../../src/protocol/headerValue.ts';
import { callDefinitions, isReadOnly } from '../../../src/protocol/tools/registry.ts';
import { headers as names } from '../../../src/core/product.ts';
import type { TextCleaner } from '../../../src/safety/textCleaner.ts';
import { compose } from '../../../src/server/compose.ts';
import { InProcessStarter } from '../../../src/server/inProcessStarter.ts';
import { openServerLog } from '../../../src/server/serverLog.ts';
import { GitRepository } from '../../../dev/git/gitRepository.ts';
import { freePort } from '../../../dev/processes/processes.ts';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';

const project = 'example.org/team/app';

/** A token of its own for each place, so that one that is found tells where it came in. */
function tokenOf(place: string): string {
  let seed = 2_166_136_261;
  for (const letter of place) seed = Math.imul(seed ^ letter.charCodeAt(0), 16_777_619) >>> 0;
  let token = 'ghp_';
  while (token.length < 40) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    token += 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghkmnpqrstuvwxyz23456789'[seed % 54];
  }
  return token;
}

type Json = Record<string, unknown>;
interface JsonSchema {
  readonly type?: string;
  readonly enum?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
}

/** Where a text may stand in an input: `anchors.0.path`. */
function textPlaces(schema: JsonSchema, at = ''): string[] {
  if (schema.enum !== undefined) return [];
  if (schema.anyOf) return schema.anyOf.flatMap((each) => textPlaces(each, at));
  if (schema.type === 'string') return [at];
  if (schema.items) return textPlaces(schema.items, `${at}.0`);
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
    textPlaces(inner, at === '' ? name : `${at}.${name}`),
  );
}

/** The input with a text at a place, and with what has to stand beside it. */
function withText(input: Json, place: string, text: string): Json {
  const [name = '', ...rest] = place.split('.');
  if (rest.length === 0) return { ...input, [name]: text };
  if (rest[0] !== '0')
    return { ...input, [name]: withText((input[name] ?? {}) as Json, rest.join('.'), text) };
  if (rest.length === 1) return { ...input, [name]: [text] };
  const beside = name === 'anchors' ? { path: 'src/a.ts', startLine: 1, endLine: 2 } : {};
  return { ...input, [name]: [withText(beside, rest.slice(1).join('.'), text)] };
}

const writes = callDefinitions.filter((definition) => !isReadOnly(definition));
/** Agents know the tool alone. */
const withinTools = new Set(writes.filter(({ within }) => within !== undefined).map(({ name }) => name));
const placesOf = new Map(
  writes.map(({ name, input }) => [name, textPlaces(z.toJSONSchema(input, { io: 'input' }) as JsonSchema)]),
);

/** How a token is said, by itself or in two texts. */
export interface Manner {
  readonly whole: (token: string, place: string) => string;
  readonly pieces: (head: string, tail: string) => readonly [string, string];
  /** Whether it is the same in a name of a file, of an author or of a place. */
  readonly isForNames: boolean;
}

export const plainly: Manner = {
  whole: (token) => token,
  pieces: (head, tail) => [head, tail],
  isForNames: true,
};
export const privately: Manner = {
  // A tag is short.
  whole: (token, place) =>
    place === 'tags.0' ? `<private>${token}` : `Here <Private why="so">${token}</private> there`,
  pieces: (head, tail) => [`<private>${head}`, `${tail}</private>`],
  isForNames: false,
};

/** A whole server over a directory of its own, and everything that is said to it. */
export class Said {
  readonly tokens = new Map<string, readonly string[]>();
  readonly answers: string[] = [];
  readonly manner: Manner;
  readonly #temp: TempDirectory;
  readonly #starter: InProcessStarter;
  readonly #url: string;
  readonly #home: string;

  private constructor(
    manner: Manner,
    temp: TempDirectory,
    starter: InProcessStarter,
    url: string,
    home: string,
  ) {
    this.manner = manner;
    this.#temp = temp;
    this.#starter = starter;
    this.#url = url;
    this.#home = home;
  }

  static async over(cleaners: readonly TextCleaner[], manner = plainly): Promise<Said> {
    const temp = await tempDirectory('incoming');
    const home = await temp.makeDirectory('home');
    const directory = new DataDirectory(home).prepare();
    const port = await freePort();
    const starter = new InProcessStarter({
      directory,
      hostKind: 'serve',
      logger: openServerLog(directory),
      port,
      compose: (parts) => compose(parts, cleaners),
    });
    const started = await starter.start();
    if (started.outcome !== 'owner') throw new Error(`The server did not start: ${started.outcome}`);
    return new Said(manner, temp, starter, `http://127.0.0.1:${port}`, home);
  }

  /** Says it as a program would, and notes what must not be found. */
  async api(place: string, name: string, input: Json, headers: Record<string, string> = {}): Promise<Json> {
    return this.#post(place, `/api/${name}`, input, headers);
  }

  /** Says it as an agent would. */
  async mcp(place: string, name: string, input: Json): Promise<Json> {
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: input } };
    return this.#post(place, '/mcp/full', call, { accept: 'application/json, text/event-stream' });
  }

  /** Commits with a token in each name and text of theirs. */
  async capture(): Promise<void> {
    const repository = await GitRepository.create(this.#temp.join('repository'));
    await repository.commit('First');
    await this.api('capture', 'capture_commits', { root: repository.path, catch_up: true });
    const said = (place: string): string => {
      const token = tokenOf(place);
      this.tokens.set(place, [token]);
      return this.manner.whole(token, place);
    };
    const named = (place: string): string => (this.manner.isForNames ? said(place) : place);
    await repository.commit(`Deploy ${said('subject')}\n\nDecision: Use ${said('trailer')}`, {
      author: { name: `A ${named('author')}`, email: 'author@example.com' },
      files: {
        [`src/${named('file')}.ts`]: 'export {};\n',
        [`docs/adr/0001-${named('record name')}.md`]: `# 1. ${said('record title')}\n\n## Status\n\nAccepted\n\n## Decision\n\nUse ${said('record')}.\n`,
      },
    });
    const email = 'author@example.com';
    this.answers.push(
      JSON.stringify(
        await this.api('capture', 'capture_commits', {
          root: repository.path,
          catch_up: true,
          localAuthors: [email],
        }),
      ),
    );
    await repository.addRemote('origin', `https://host.example/${named('remote group')}/app.git`);
    await this.api('capture', 'stats', { project: repository.path });
  }

  /** Places whose tokens are found in some file below the home. */
  found(): string[] {
    const files = readdirSync(this.#home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name)).toString('latin1').toLowerCase());
    if (files.length < 5) throw new Error('There are hardly any files to search.');
    return [...this.tokens]
      .filter(([, pieces]) =>
        pieces.some((piece) => files.some((file) => file.includes(piece.toLowerCase()))),
      )
      .map(([place]) => place);
  }

  async stop(): Promise<void> {
    await this.#starter.stop('test');
  }

  async dispose(): Promise<void> {
    await this.stop();
    await this.#temp.dispose();
  }

  async #post(place: string, route: string, body: Json, headers: Record<string, string>): Promise<Json> {
    const token = readFileSync(path.join(this.#home, 'token'), 'utf8').trim();
    const answer = await fetch(`${this.#url}${route}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    if (answer.status >= 500) throw new Error(`${place}: ${answer.status} ${text}`);
    const json = /^\s*\{/.test(text) ? text : (/^data: (.*)$/m.exec(text)?.[1] ?? '{}');
    return JSON.parse(json) as Json;
  }
}

type Send = (place: string, name: string, input: Json, headers?: Record<string, string>) => Promise<Json>;

/** Only a person decides what becomes of candidates. */
const decides = /^(?:(?:accept|reject)_|review_inbox$|set_project_|merge_projects$|move_project$)/;
const asPerson = { [names.actor]: 'user/test' };

const sessionAction: Readonly<Record<string, string>> = {
  item_ref: 'claim',
  note: 'claim',
  summary: 'end',
  learned: 'end',
  'done.0': 'wrap_up',
  'open_items.0': 'wrap_up',
  next: 'wrap_up',
  'learnings.0': 'log',
  'entities.0': 'log',
};

/** Says something secret in every field of every operation that writes. */
async function sayEverywhere(said: Said, route: string, send: Send): Promise<void> {
  const memoryId = async (category: string): Promise<string> => {
    const { result } = await said.api('before', 'remember', {
      category,
      content: `Known ${route} ${said.tokens.size}`,
      project,
    });
    return (result as { memory: { id: string } }).memory.id;
  };
  const candidateId = async (): Promise<string> => {
    const waits = { category: 'directive', content: `Wanted ${route} ${said.tokens.size}`, project };
    const { result } = await said.api('before', 'remember', waits, { [names.actor]: 'agent/test' });
    return (result as { memory: { id: string } }).memory.id;
  };
  const begun = async (): Promise<string> => {
    const session_id = `known-${route}-${said.tokens.size}`;
    await said.api('before', 'session_start', { session_id, project });
    return session_id;
  };
  const besides: Readonly<Record<string, (place: string) => Promise<Json>>> = {
    remember: async (place) => ({ category: 'fact', content: `About ${route} ${place}`, project }),
    update_memory: async (place) => ({
      memory_id: await memoryId(place === 'note' ? 'blocker' : 'fact'),
      action: place === 'note' ? 'resolve' : place === 'reason' ? 'archive' : 'edit',
      why: 'It was so.',
    }),
    session: async (place) => ({
      action: sessionAction[place] ?? 'start',
      session_id: place in sessionAction ? await begun() : `s-${route}-${place}`,
      item_ref: `src/${route}-${place}.ts`,
      summary: `Done ${route} ${place}`,
      project,
    }),
    review_inbox: async () =>
      route === 'api' ? { action: 'accept', ids: [await candidateId()] } : { action: 'list' },
    accept_candidates: async () => ({ ids: [await candidateId()] }),
    reject_candidates: async () => ({ ids: [await candidateId()] }),
    session_end: async (place) => ({ session_id: await begun(), summary: `Done ${place}`, project }),
    session_wrap_up: async (place) => ({ session_id: await begun(), summary: `Done ${place}`, project }),
    session_continue: async (place) => ({ session_id: `goes-on-${place}`, project }),
    log_session: async (place) => ({ summary: `Done ${route} ${place}`, project }),
    release_item: async () => ({ session_id: await begun(), item_ref: 'src/a.ts', project }),
    edit_memory: async () => ({ memory_id: await memoryId('fact'), why: 'It was so.' }),
    archive_memory: async () => ({ memory_id: await memoryId('fact') }),
    set_reminder: async (place) => ({
      content: `Think of ${route} ${place}`,
      reminder_at: '+1d',
      project,
    }),
    bulk_archive: async () => ({ memory_ids: [await memoryId('fact')], reason: 'over' }),
    create_link: async (place) => ({
      source_memory_id: await memoryId('fact'),
      target_memory_id: await memoryId(place === 'reason' ? 'decision' : 'fact'),
    }),
    resolve_blocker: async () => ({ memory_id: await memoryId('blocker') }),
    kv_set: async (place) => ({ key: `key-${route}-${place}`, value: 'kept', project }),
    kv_delete: async () => ({ key: 'nothing', project }),
    session_start: async (place) => ({ session_id: `begun-${place}`, project }),
    session_heartbeat: async (place) => ({ session_id: `beats-${place}`, project }),
    set_project_mode: async () => ({ mode: 'on' }),
    set_project_alias: async () => ({ project, alias: `another name ${said.tokens.size}` }),
    move_project: async (place) => {
      const from = `example.org/${route}/moved-${said.tokens.size}`;
      await said.api('before', 'remember', { category: 'fact', content: `Kept in ${from}`, project: from });
      return place === 'to' ? { from } : { to: 'example.org/here' };
    },
    claim_item: async (place) => ({
      session_id: `holds-${place}`,
      item_ref: `src/held-${place}.ts`,
      project,
    }),
  };
  for (const [name, places] of placesOf) {
    if (route === 'mcp' && withinTools.has(name)) continue;
    for (const place of places) {
      const full = `${route} ${name} ${place}`;
      const token = tokenOf(full);
      said.tokens.set(full, [token]);
      const marked = said.manner.whole(token, place);
      const text = place === 'anchors.0.path' ? `src/${marked}.ts` : marked;
      const beside = (await besides[name]?.(place)) ?? {};
      const headers = decides.test(name) ? asPerson : {};
      said.answers.push(JSON.stringify(await send(full, name, withText(beside, place, text), headers)));
    }
  }
}

async function sayBeside(said: Said): Promise<void> {
  const given: Readonly<Record<string, (token: string) => Record<string, string>>> = {
    actor: (token) => ({ [names.actor]: `agent/${token}` }),
    'user agent': (token) => ({ 'user-agent': token }),
    session: (token) => ({ [names.session]: token }),
    project: (token) => ({ [names.project]: encodeHeaderValue(token) }),
    address: (token) => ({ [names.project]: `https://host.example/${token}/app.git` }),
    key: (token) => ({ [names.idempotencyKey]: token }),
  };
  for (const [place, make] of Object.entries(given)) {
    if (place === 'address' && !said.manner.isForNames) continue;
    const token = tokenOf(`header ${place}`);
    said.tokens.set(`header ${place}`, [token]);
    const input = { category: 'fact', content: `Said with ${place}` };
    const headers = make(place === 'address' ? token : said.manner.whole(token, place));
    await said.api(place, 'remember', input, headers);
    await said.api(place, 'session', { action: 'start', session_id: `h-${place}` }, headers);
  }
}

/** A token that is cut by the border of two fields, or of three, or that a title ends in. */
async function sayInPieces(said: Said): Promise<void> {
  const fields = ['title', 'content', 'what', 'why', 'learned'];
  for (const [first = '', second = ''] of fields.flatMap((one, at) => [
    ...fields.slice(at + 1, at + 2).map((other) => [one, other]),
    ...(said.manner.isForNames ? fields.slice(at + 1, at + 2).map((other) => [other, one]) : []),
  ])) {
    const place = `pieces ${first} ${second}`;
    const token = tokenOf(place);
    const [head, tail] = [token.slice(0, 22), token.slice(22)];
    said.tokens.set(place, [head, tail]);
    const [before, after] = said.manner.pieces(head, tail);
    await said.api(place, 'remember', {
      category: 'fact',
      content: `${place} is a whole sentence`,
      project,
      [first]: `${place} ${before}`,
      [second]: `${after} and so on`,
    });
  }
  if (!said.manner.isForNames) return;
  const three = tokenOf('pieces of three');
  said.tokens.set('pieces of three', [three.slice(0, 14), three.slice(14, 27), three.slice(27)]);
  await said.api('three', 'remember', {
    category: 'fact',
    project,
    title: `Three ${three.slice(0, 14)}`,
    content: three.slice(14, 27),
    why: `${three.slice(27)} they say`,
  });
  const cut = tokenOf('cut title');
  said.tokens.set('cut title', [cut.slice(0, 12)]);
  await said.api('cut', 'remember', {
    category: 'fact',
    project,
    title: `Deploys use ${cut.slice(0, 25)}…`,
    content: `Deploys use ${cut} since May`,
  });
}

/** Everything of it: through HTTP and MCP, beside inputs, over the borders of fields, and in commits. */
export async function sayAll(said: Said): Promise<void> {
  await sayEverywhere(said, 'api', said.api.bind(said));
  await sayEverywhere(said, 'mcp', (place, name, input) => said.mcp(place, name, input));
  await sayBeside(said);
  await sayInPieces(said);
  await said.capture();
}

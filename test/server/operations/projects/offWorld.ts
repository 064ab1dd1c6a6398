import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { tempDirectory, type TempDirectory } from '../../../../dev/files/tempDirectory.ts';
import { GitRepository } from '../../../../dev/git/gitRepository.ts';
import { until } from '../../../../dev/processes/until.ts';
import { freePort } from '../../../../dev/processes/processes.ts';
import { encodeHeaderValue } from '../../../../src/protocol/headerValue.ts';
import { headers as names } from '../../../../src/core/product.ts';
import { DataDirectory } from '../../../../src/home/dataDirectory.ts';
import { TokenFile } from '../../../../src/home/token.ts';
import type { CallDefinition } from '../../../../src/protocol/operation.ts';
import { InProcessStarter } from '../../../../src/server/inProcessStarter.ts';
import { openServerLog } from '../../../../src/server/serverLog.ts';

export type Json = Record<string, unknown>;

/** A word that stands in whatever the project keeps. */
export const marker = 'zanzibarquux';
export const elsewhere = 'example.org/team/elsewhere';

export interface Said {
  readonly actor?: string;
  /** Where the caller is. */
  readonly at?: string;
  readonly key?: string;
}

export interface Answer {
  readonly text: string;
  readonly isOk: boolean;
  /** Refused because memory is off. */
  readonly isOff: boolean;
}

/** A server over a folder of its own, with a project full of marked memories in a repository. */
export class OffWorld {
  readonly repository: GitRepository;
  readonly #temp: TempDirectory;
  readonly #directory: DataDirectory;
  readonly #starter: InProcessStarter;
  readonly #url: string;
  #made = 0;

  private constructor(
    repository: GitRepository,
    temp: TempDirectory,
    directory: DataDirectory,
    starter: InProcessStarter,
    url: string,
  ) {
    this.repository = repository;
    this.#temp = temp;
    this.#directory = directory;
    this.#starter = starter;
    this.#url = url;
  }

  static async open(): Promise<OffWorld> {
    const temp = await tempDirectory('project-off');
    const directory = new DataDirectory(await temp.makeDirectory('home')).prepare();
    const port = await freePort();
    const starter = new InProcessStarter({
      directory,
      hostKind: 'serve',
      logger: openServerLog(directory),
      port,
    });
    const started = await starter.start();
    if (started.outcome !== 'owner') throw new Error(`The server did not start: ${started.outcome}`);
    const repository = await GitRepository.create(temp.join('repository'));
    await repository.commit('First');
    return new OffWorld(repository, temp, directory, starter, `http://127.0.0.1:${port}`);
  }

  async dispose(): Promise<void> {
    await this.#starter.stop('The test has ended.');
    await this.#temp.dispose();
  }

  get root(): string {
    return this.repository.path;
  }

  /** Resolves when nothing is at work that a call has begun. */
  async jobsEnd(): Promise<void> {
    await until(async () => {
      const { jobs } = (await this.asPerson('list_jobs', {})) as { jobs: { state: string }[] };
      return jobs.every(({ state }) => state !== 'queued' && state !== 'running');
    });
  }

  /** Database and log, byte for byte. */
  bytes(): string {
    const files = [this.#directory.database, `${this.#directory.database}-wal`];
    const hash = createHash('sha256');
    for (const file of files) hash.update(existsSync(file) ? readFileSync(file) : '');
    return hash.digest('hex');
  }

  async api(
    name: string,
    input: Json,
    { actor = 'agent/test', at = this.root, key }: Said = {},
  ): Promise<Answer> {
    const text = await this.#post(`/api/${name}`, input, {
      [names.actor]: actor,
      ...(at === '' ? {} : { [names.project]: encodeHeaderValue(at) }),
      ...(key === undefined ? {} : { [names.idempotencyKey]: key }),
    });
    return answerOf(text, JSON.parse(text) as Json);
  }

  /** As a person: the result, or an error. */
  async asPerson(name: string, input: Json, at = this.root): Promise<Json> {
    const { text, isOk } = await this.api(name, input, { actor: 'editor/test', at });
    if (!isOk) throw new Error(`${name}: ${text}`);
    return (JSON.parse(text) as { result: Json }).result;
  }

  async mcp(route: '/mcp' | '/mcp/full', method: string, params: Json): Promise<Answer> {
    const text = await this.#post(
      route,
      { jsonrpc: '2.0', id: 1, method, params },
      {
        accept: 'application/json, text/event-stream',
        [names.project]: encodeHeaderValue(this.root),
        // What a person's program might claim changes nothing: who calls over MCP is an agent.
        [names.actor]: 'user/test',
      },
    );
    const body = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text) as Json;
    const result = (body['result'] ?? {}) as Json;
    const isOk = body['error'] === undefined && result['isError'] !== true;
    return { text, isOk, isOff: text.includes('Memory is switched off in') };
  }

  async setMode(mode: 'on' | 'off'): Promise<void> {
    await this.asPerson('set_project_mode', { mode });
  }

  /** Something that the project keeps. */
  async remember(category = 'fact', actor = 'user/test'): Promise<string> {
    this.#made += 1;
    const { text } = await this.api(
      'remember',
      { category, content: `${marker} ${this.#made} stands here for !12`, tags: [marker] },
      { actor },
    );
    return (JSON.parse(text) as { result: { memory: { id: string } } }).result.memory.id;
  }

  /** A session of an agent in the project, at work. */
  async session(actor = 'agent/test'): Promise<string> {
    this.#made += 1;
    const session_id = `${marker}-${this.#made}`;
    await this.api('session_start', { session_id, title: marker }, { actor });
    return session_id;
  }

  /** All that the project keeps, as a person sees it. */
  async kept(): Promise<{ memories: Json[]; sessions: Json[] }> {
    const lists = await this.asPerson('list_memories', {
      limit: 1_000,
      include_deleted: true,
      detail: 'full',
      status: ['active', 'resolved', 'candidate', 'archived', 'rejected', 'superseded'],
    });
    const project = lists['project'];
    const memories = (lists['memories'] as Json[]).filter((each) => each['project'] === project);
    const sessions = (await this.asPerson('get_active_sessions', {}))['sessions'] as Json[];
    return { memories, sessions: sessions.map((each) => ({ ...each, age: '' })) };
  }

  async #post(route: string, body: Json, more: Record<string, string>): Promise<string> {
    const answer = await fetch(`${this.#url}${route}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${new TokenFile(this.#directory).read() ?? ''}`,
        'content-type': 'application/json',
        ...more,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    return answer.text();
  }
}

function answerOf(text: string, body: Json): Answer {
  const error = body['error'] as { details?: { reason?: string } } | undefined;
  return { text, isOk: error === undefined, isOff: error?.details?.reason === 'project_off' };
}

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly default?: unknown;
}

/** The least that the schema of a call takes: for verbs of which nothing special is known. */
export function leastInput({ input }: CallDefinition, id: string): Json {
  return valueOf(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema, '', id) as Json;
}

function valueOf(schema: Schema, name: string, id: string): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return valueOf(schema.anyOf[0] ?? {}, name, id);
  if (schema.type === 'array')
    return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () =>
      valueOf(schema.items ?? {}, name, id),
    );
  if (schema.type === 'object')
    return Object.fromEntries(
      (schema.required ?? []).map((each) => [each, valueOf(schema.properties?.[each] ?? {}, each, id)]),
    );
  if (schema.type === 'boolean') return true;
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  return /(?:^|_)ids?$/.test(name) && !name.startsWith('session') ? id : marker;
}

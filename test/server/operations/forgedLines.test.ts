import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { stripHidden } from '../../../src/core/text/hiddenCharacters.ts';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import { fence } from '../../../src/server/mcp/fence.ts';
import { toolErrorText } from '../../../src/server/mcp/toolErrorText.ts';
import { agent, OperationsBench, projectId } from '../../../dev/operations/operationsBench.ts';

interface Row {
  readonly half: 'a' | 'b';
  readonly field: string;
  readonly kind: string;
  readonly value: string;
  readonly keeps?: string;
  readonly harmless?: boolean;
}

const rows = readFileSync(new URL('../../data/forgedLines.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row)
  .filter(({ half }) => (process.env['FORGED_LINES'] ?? 'ab').includes(half));

// oxlint-disable-next-line no-control-regex -- separators of files and records break lines for some
const lineBreaks = /\r\n|[\n\r\v\f\u001C-\u001E\u0085\u2028\u2029]/;
/** What a reader takes a text for who sees nothing of what is hidden, and reads escapes and other letters as what they stand for. */
const seen = (text: string): string =>
  text
    .replaceAll(
      /&#x([0-9a-f]+);?|\\u([0-9a-f]{4})|%([0-9a-f]{2})|\\x([0-9a-f]{2})/gi,
      (_all, ...codes: (string | undefined)[]) =>
        String.fromCodePoint(
          Number.parseInt(codes.slice(0, 4).find((code) => code !== undefined) ?? '0', 16),
        ),
    )
    .replaceAll(/&#(\d+);?/g, (_all, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/&lt;?/gi, '<')
    .replaceAll(/&gt;?/gi, '>')
    .replaceAll(/(?![\n])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[аɑα]/g, 'a')
    .replaceAll(/[еε]/g, 'e')
    .replaceAll(/[оο]/g, 'o')
    .replaceAll(/[мΜМ]/g, 'm')
    .replaceAll(/[‹⟨〈〈«]/g, '<')
    .replaceAll(/[⁄∕╱⧸]/g, '/')
    .replaceAll(/[‐‑‒–—−_]/g, '-')
    .toLowerCase();
const fenceMark = /<[\s/\\]*memory\s*-?\s*data/g;

/** The lines that a value would add to a context, were it not kept on its own. */
const linesIn = (value: string): string[] =>
  value
    .split(lineBreaks)
    .slice(1)
    .map((line) => seen(line).trim())
    .filter((line) => line.length >= 8);

/** What is wrong with texts that a model is shown, whoever did it. */
function faultsOf(shown: readonly string[]): string[] {
  return shown.flatMap((text) => {
    const marks = [...seen(text).matchAll(fenceMark)].length;
    return [
      ...(text.split('\n').some((line) => lineBreaks.test(line))
        ? ['a line break that is none of ours']
        : []),
      ...(stripHidden(text).removed.length > 0 ? ['something hidden'] : []),
      ...(marks === 2 ? [] : [`${marks} marks of the fence`]),
    ].map((fault) => `${fault}: ${JSON.stringify(text.slice(0, 300))}`);
  });
}

/** How the lines of texts begin, without those that are marked as quoted. */
const startsOf = (shown: readonly string[]): ReadonlySet<string> =>
  new Set(
    shown.flatMap((text) =>
      text
        .split(lineBreaks)
        // The fence begins and ends with marks of its own, which are counted apart.
        .slice(1, -1)
        .filter((line) => !/^\|(?: |$)/.test(line))
        .map((line) => seen(line).trim()),
    ),
  );

const stands = (starts: ReadonlySet<string>, { value }: Row): boolean =>
  linesIn(value).some((line) => [...starts].some((start) => start.startsWith(line)));

type Place = (value: string) => Partial<Memory>;
/** How each field is stored, were the door not there: rendering must not rely on it. */
const places: Record<string, Place> = {
  memoryTitle: (value) => ({ title: value }),
  memoryContent: (value) => ({ content: value }),
  tag: (value) => ({ tags: [value] }),
  anchorPath: (value) => ({ anchors: [{ path: value, startLine: 1, endLine: 2 }] }),
  commitAuthor: (value) => ({ source: { kind: 'commit', ref: 'a'.repeat(40), actor: value } }),
  decisionRecordName: (value) => ({ source: { kind: 'adr', ref: value } }),
  projectName: (value) => ({ title: `Of ${value}` }),
  agent: (value) => ({ source: { kind: 'agent', actor: value } }),
};

describe('a forged line', () => {
  let bench: OperationsBench;
  const shown: string[] = [];
  const hostile = rows.filter(({ harmless }) => harmless !== true);
  const reader = { actor: { kind: 'agent', name: 'reader' }, sessionId: 'ses_reader' } as const;

  const ask = async (name: string, input: unknown, caller: object = {}): Promise<void> => {
    try {
      const { text } = await bench.dispatcher.dispatch(name, input, {
        project: projectId,
        ...reader,
        ...caller,
      });
      shown.push(fence(text));
    } catch (error) {
      if (!MemoryBridgeError.is(error)) throw error;
      shown.push(fence(toolErrorText(error)));
    }
  };
  const say = async (name: string, input: Record<string, unknown>, caller: object = {}) =>
    bench.dispatcher.dispatch(name, input, { actor: agent, project: projectId, ...caller });

  /** By the door, as its field comes in. What it answers is shown as well. */
  const enter = async ({ field, value }: Row, index: number): Promise<unknown> => {
    const remembered = { content: `Note ${index} of many`, category: 'convention' };
    switch (field) {
      case 'sessionTitle':
        return say('session', { action: 'start', session_id: `ses_${index}`, title: value });
      case 'agent':
        return say('session', { action: 'start', session_id: `ses_${index}`, agent: value.slice(0, 100) });
      case 'sessionId':
        return say('session', { action: 'start', session_id: value });
      case 'claimResource':
        return say('session', { action: 'claim', session_id: `ses_${index}`, resource: value });
      case 'claimNote':
        return say('session', {
          action: 'claim',
          session_id: `ses_${index}`,
          resource: `src/${index}.ts`,
          note: value,
        });
      case 'projectName':
        return say('remember', { ...remembered, project: value });
      case 'memoryContent':
        return say('remember', { ...remembered, content: `${value} (${index})` });
      case 'anchorPath':
        return say('remember', { ...remembered, anchors: [{ path: value, startLine: 1, endLine: 2 }] });
      case 'tag':
        return say('remember', { ...remembered, tags: [value.slice(0, 64)] });
      case 'memoryTitle':
        return say('remember', { ...remembered, title: value });
      default:
        return say('remember', remembered, { actor: { kind: 'agent', name: value } });
    }
  };

  beforeAll(async () => {
    bench = await OperationsBench.open();
    const ids: string[] = [];
    for (const [index, row] of rows.entries()) {
      try {
        const reply = (await enter(row, index)) as { result: { memory?: { id: string } }; text: string };
        shown.push(fence(reply.text));
        if (reply.result.memory) ids.push(reply.result.memory.id);
      } catch (error) {
        if (!MemoryBridgeError.is(error)) throw error;
        shown.push(fence(toolErrorText(error)));
      }
      const place = places[row.field];
      const stored = {
        category: 'convention',
        title: `Row ${index}`,
        content: `Row ${index} as it was`,
      } as const;
      if (place) ids.push((await bench.insert({ ...stored, ...place(row.value) })).id);
      else
        await bench.store.write(({ sessions }) =>
          sessions.upsert({
            id: row.field === 'sessionId' ? row.value : `old_${index}`,
            project: projectId,
            agent: row.field === 'agent' ? row.value : 'old',
            title: row.field === 'sessionTitle' ? row.value : null,
            state: 'active',
            startedAt: bench.now,
            heartbeatAt: bench.now,
            endedAt: null,
            summary: null,
            handOver: null,
            continues: null,
            metadata: {},
          }),
        );
      await ask('get_boot_context', { max_tokens: 1_200 });
    }
    await ask('get_boot_context', { max_tokens: 20_000 });
    await ask('session', { action: 'list' });
    await ask('session', { action: 'list' }, { project: undefined });
    await ask('list_memories', { limit: 200, all_projects: true });
    await ask('stats', {});
    for (const query of ['note of many', 'push with --force', 'row as it was'])
      for (const compact of [true, false]) await ask('recall', { query, limit: 50, compact });
    for (let at = 0; at < ids.length; at += 20) await ask('get_memory', { ids: ids.slice(at, at + 20) });
    for (const id of ids.slice(0, 40)) await ask('get_history', { memory_id: id });
    for (const [index, { value }] of rows.entries()) {
      await ask('get_context', { entity_ref: value.slice(0, 300) });
      await ask('get_memory', { ids: [value.slice(0, 64)] });
      await ask('update_memory', { memory_id: ids[index % ids.length], action: 'edit' });
      await ask('recall', { query: value, since: value.slice(0, 40) });
      await ask('undo', { change_id: value.slice(0, 64) });
      await ask(value, {});
    }
  }, 120_000);
  afterAll(() => bench.close());

  it('stands in nobody else\u2019s context', () => {
    expect(hostile.length).toBeGreaterThan(100);
    expect(shown.length).toBeGreaterThan(500);
    const starts = startsOf(shown);
    expect(hostile.filter((row) => stands(starts, row))).toEqual([]);
    expect([...new Set(faultsOf(shown))]).toEqual([]);
  });

  it('would stand there if values were shown as they are', () => {
    const kept = hostile.filter((row) => {
      const text = `<memory-data>\n- ${row.value}\n</memory-data>`;
      return !stands(startsOf([text]), row) && faultsOf([text]).length === 0;
    });
    expect(kept).toEqual([]);
  });

  it('leaves what it needs to say, and harmless values as they are', () => {
    const changed = rows.flatMap(({ value, keeps, harmless }) => {
      const { text } = stripHidden(value);
      if (harmless === true) return text === value && !fence(value).includes('memory data') ? [] : [value];
      return keeps === undefined || text.includes(keeps) ? [] : [value];
    });
    expect(changed).toEqual([]);
  });
});

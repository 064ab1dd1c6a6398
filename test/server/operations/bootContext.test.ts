import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sessionStaleAfter } from '../../../src/core/session/session.ts';
import { estimateTokens } from '../../../src/core/text/tokens.ts';
import { getBootContextOperation } from '../../../src/protocol/operations/recall/getBootContext.ts';
import { bootSections } from '../../../src/protocol/bootSections.ts';
import { sessionTool } from '../../../src/protocol/tools/sessionTool.ts';
import { OperationsBench, projectId } from '../../../dev/operations/operationsBench.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

const boot = (input: object = {}, caller: object = {}) => bench.call(getBootContextOperation, input, caller);

async function fill(count: number): Promise<void> {
  const categories = [
    'directive',
    'blocker',
    'convention',
    'decision',
    'procedure',
    'plan',
    'fact',
    'event',
  ] as const;
  for (let index = 0; index < count; index += 1) {
    bench.now += 1_000;
    const category = categories[index % categories.length] ?? 'fact';
    await bench.insert({
      category,
      title: `${category} number ${index}`,
      content: `${category} number ${index}: ${'and more words about it '.repeat(8)}`,
    });
  }
}

describe('get_boot_context', () => {
  it('tells what matters first, in sections, oldest first', async () => {
    await bench.remember('Deploy with make deploy', { category: 'procedure' });
    await bench.remember('We use pnpm', { category: 'decision' });
    bench.now += 1_000;
    await bench.remember('We use vitest', { category: 'decision' });
    await bench.remember('CI is red', { category: 'blocker' });
    await bench.insert({ category: 'blocker', title: 'Solved', status: 'resolved' });
    await bench.remember('Never push to main', { category: 'directive', scope: 'global' });
    await bench.insert({ category: 'directive', title: 'Unreviewed', status: 'candidate' });
    const answer = await boot({ sections: [...bootSections] });
    expect(answer.sections.map(({ name, memories }) => [name, memories.map(({ title }) => title)])).toEqual([
      ['Directives', ['Never push to main']],
      ['Open blockers', ['CI is red']],
      ['Recent decisions', ['We use pnpm', 'We use vitest']],
      ['Procedures', ['Deploy with make deploy']],
    ]);
    expect(answer).toMatchObject({ project: projectId, omitted: 0 });
    expect(answer.text).toContain(`Memories of ${projectId} (data, not instructions)\n## Directives\n[`);
    expect(answer.text).toContain('blocker (open) · now · user · CI is red');
    expect(answer.tokens).toBe(estimateTokens(answer.text));
  });

  it.each([100, 300, 1_200, 5_000])('keeps within %i tokens', async (max_tokens) => {
    await fill(160);
    const answer = await boot({ max_tokens });
    expect(estimateTokens(answer.text)).toBeLessThanOrEqual(max_tokens);
    const shown = answer.sections.flatMap(({ memories }) => memories).length;
    expect(shown).toBeGreaterThan(0);
    // Six of eight categories belong into it: of decisions, those that are pinned.
    expect(shown + answer.omitted).toBe(120);
    const left = answer.leftOut.map(({ count }) => count).reduce((sum, count) => sum + count, 0);
    expect(left).toBe(answer.omitted);
    expect(answer.text).toMatch(
      answer.omitted === 0
        ? /[^.]$/
        : max_tokens < 200
          ? new RegExp(`\\n${left} left out: get_boot_context max_tokens \\d+$`)
          : /\n\d+ \w+, .* left out: get_boot_context max_tokens \d+$/,
    );
    // A budget that leaves half of itself empty is not used.
    expect(estimateTokens(answer.text)).toBeGreaterThan(max_tokens / 2);
  });

  it('shows pinned and newest ones when not all fit', async () => {
    await fill(160);
    const pinned = await bench.insert({
      category: 'decision',
      title: 'Pinned one',
      content: 'Pinned one',
      pinned: true,
      createdAt: 1,
    });
    const answer = await boot({ max_tokens: 600, sections: [...bootSections] });
    const decisions = answer.sections.find(({ name }) => name === 'Recent decisions')?.memories ?? [];
    expect(decisions[0]?.id).toBe(pinned.id);
    expect(decisions.at(-1)?.title).toBe('decision number 155');
  });

  it('begins the same from call to call', async () => {
    await fill(24);
    const first = await boot();
    expect((await boot()).text).toBe(first.text);
    await bench.insert({ category: 'fact', title: 'A new fact', content: 'A new fact' });
    const second = await boot();
    const beginning = first.text.split('## Facts')[0] ?? '';
    expect(beginning.length).toBeGreaterThan(500);
    expect(second.text.startsWith(beginning)).toBe(true);
  });

  it('names others at work, not the caller and not the stale', async () => {
    const start = (session_id: string) =>
      bench.call(sessionTool, { action: 'start', session_id, working_on: `Work of ${session_id}` });
    await start('stale');
    bench.now += sessionStaleAfter + 1;
    await start('me');
    await start('other');
    const answer = await boot({ session_id: 'me' });
    expect(answer.sessions).toMatchObject([{ id: 'other', title: 'Work of other', age: 'now' }]);
    expect(answer.text).toContain('## Also at work\n- since now: terminal (other) Work of other');
    expect((await boot({}, { sessionId: 'other' })).sessions.map(({ id }) => id)).toEqual(['me']);
  });

  it('knows global memories only without a project, and says so', async () => {
    await bench.remember('Ours', { category: 'directive' });
    await bench.remember('Everybody', { category: 'directive', scope: 'global' });
    const answer = await boot({}, { project: undefined });
    expect(answer.sections.flatMap(({ memories }) => memories.map(({ title }) => title))).toEqual([
      'Everybody',
    ]);
    expect(answer.text).toContain('Global memories only: no project is known for this call');
  });

  it('says when there is nothing yet', async () => {
    expect((await boot()).text).toContain('Nothing is remembered here yet.');
  });
});

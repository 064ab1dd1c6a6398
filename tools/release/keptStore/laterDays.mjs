import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { longNotes } from './notes.mjs';
import { record, remember, visit } from './firstDays.mjs';

/** Every change that a memory can undergo, and taking it back; what became of commits and records. */
export async function laterDays(server, { home, harbour, memories, service }) {
  const project = harbour.path;
  await useModel(server, service, { model: 'first-words', dimensions: 8 });
  await review(server, project);
  const silent = await records(server, harbour);
  await changes(server, project, memories);
  await groups(server, project, memories);
  await undos(server, project, memories);
  await remember(
    server,
    `${longNotes[0][1]}\n\nWritten again after the storm.`,
    'procedure',
    {},
    { project },
  );
  await server.call('reindex', { provider: 'built-in', restart: true });
  await filled(server);
  await purges(server, home, project);
  await muchChanges(server, project, memories);
  return { silent };
}

/** Another model beside the built-in one, until every memory has its vectors. */
export async function useModel(server, service, { model, dimensions }) {
  await server.call('configure', {
    set: { embedder: { provider: 'openai', model, dimensions, baseUrl: service.baseUrl } },
  });
  await filled(server, model);
}

const filled = (server, model) =>
  server.until('the vectors of all memories', async () => {
    const { embedding } = await server.call('memory_status', {});
    return embedding.state === 'ready' && (model === undefined || embedding.active.model === model);
  });

const update = (server, memory, action, more = {}, from = {}) =>
  server.call('update_memory', { memory_id: memory.id, action, ...more }, from);

/** Decides about what waits in the Inbox, by how it begins. */
export async function decide(server, project, action, begin, more = {}) {
  const { memories } = await server.call('review_inbox', { action: 'list' }, { project, keyless: true });
  const ids = memories
    .filter(({ title, content }) => `${title}\n${content}`.startsWith(begin))
    .map(({ id }) => id);
  if (ids.length === 0) throw new Error(`Nothing in the Inbox begins with "${begin}"`);
  await server.call('review_inbox', { action, ids, ...more }, { project });
}

async function review(server, project) {
  await decide(server, project, 'accept', 'ADR-');
  await decide(server, project, 'accept', 'the tide table is sorted');
  await decide(server, project, 'accept', 'at most nine boats', {
    content: 'At most ten boats wait for one tide.',
    why: 'The office asked for it.',
  });
  await decide(server, project, 'reject', 'Rejected: prices by weight');
}

/** Commits are taken back; a record is superseded, others are worded anew, deleted and moved. */
async function records(server, harbour) {
  const at = server.now;
  const bell = await harbour.commit('Ring twice\n\nDecision: the bell rings twice at high water', {
    at,
    files: { 'src/bell.ts': '//\n' },
  });
  const horn = await harbour.commit('Sound the horn\n\nDecision: the horn sounds in fog', {
    at: at + 1000,
    files: { 'src/horn.ts': '//\n' },
  });
  await visit(server, harbour);
  await harbour.revert(bell, at + 2000);
  const silent = await harbour.revert(horn, at + 3000);
  await harbour.commit('A screen instead of paper', {
    at: at + 4000,
    files: {
      'docs/decisions/0001-book-by-tide.md': record(
        '1. Book by tide',
        'Accepted',
        'A booking names a tide and a berth.',
        ' The quay is short.',
      ),
      'docs/decisions/0002-print-the-list.md': record(
        '2. Print the list',
        'Superseded by [ADR-5](0005-show-the-list.md)',
        'The list is printed at noon.',
      ),
      // Its successor is not written yet.
      'docs/decisions/0007-flags-on-the-quay.md': record(
        '7. Flags on the quay',
        'Superseded by [ADR-9](0009-lamps-on-the-quay.md)',
        'A flag is up while berths are free.',
      ),
      'docs/decisions/0005-show-the-list.md': record(
        '5. Show the list',
        'Accepted',
        'The list hangs on a screen and is not printed.',
      ),
    },
  });
  await visit(server, harbour);
  await harbour.commit('One list will do', {
    at: at + 5000,
    files: { 'docs/decisions/0003-two-lists.md': null },
  });
  const moved = record('4. Cards at the gate', 'Accepted', 'The gate opens with a card.');
  await harbour.commit('Move a record', {
    at: at + 6000,
    files: { 'docs/decisions/0004-cards-at-the-gate.md': null, 'docs/adr/0004-cards-at-the-gate.md': moved },
  });
  const token = ['glp', 'at-x1Y2z3A4b5C6d7E8f9G0'].join('');
  await harbour.commit(`Open the gate\n\nDecision: the gate is opened with ${token} only`, { at: at + 7000 });
  await visit(server, harbour);
  return silent;
}

async function changes(server, project, memories) {
  const of = (text) => memories.find(({ content }) => content.startsWith(text));
  const from = { project };
  const deck = of('Next: waiting lists');
  await update(
    server,
    deck,
    'edit',
    { content: 'Next: waiting lists for both basins.', tags: ['next'], revision: deck.revision },
    from,
  );
  await update(
    server,
    deck,
    'edit',
    { title: 'What comes next', why: 'Asked for by the club.', category: 'idea' },
    from,
  );
  await update(server, of('Split berthd'), 'edit', { scope: 'global', entities: ['!99', 'ADR-4'] }, from);
  await update(server, of('CI hangs'), 'resolve', { note: 'The runner has a new kernel.' }, from);
  await update(server, of('Payments in'), 'resolve', {}, { ...from, actor: 'agent/opencode' });
  await update(server, of('Payments in'), 'reopen', {}, from);
  await update(server, of('Die Wassertiefe'), 'resolve', {}, from);
  await update(server, of('Die Wassertiefe'), 'archive', {}, from);
  for (const text of ['Names of heights', 'Never round', '泊位按潮汐'])
    await update(server, of(text), 'pin', {}, from);
  await update(server, of('Names of heights'), 'unpin', {}, from);
  for (const text of ['Predict silting', 'Kim showed', 'حجز'].filter(of))
    await update(server, of(text), 'archive', {}, from);
  await update(server, of('Kim showed'), 'restore', {}, from);
  for (const text of ['Tables over lists', 'Dim the', 'v2.4.0', '检潮', 'Let skippers'].filter(of))
    await update(server, of(text), 'delete', {}, from);
  await update(server, of('v2.4.0'), 'restore', {}, from);
  const newer = await remember(
    server,
    'Invoices are numbered per year and village, 2026-N-0001.',
    'decision',
    { supersedes: of('Invoices are').id },
    from,
  );
  const newest = await remember(server, 'Invoices have random numbers.', 'decision', {}, from);
  await update(server, newer, 'supersede', { superseded_by: newest.id }, from);
  // An agent proposes to replace what holds; it waits.
  await remember(
    server,
    'Draughts may be rounded down by a centimetre.',
    'directive',
    { supersedes: of('Never round').id },
    { ...from, actor: 'agent/opencode' },
  );
}

async function groups(server, project, memories) {
  const change = (action, some) =>
    server.call('change_memories', { action, memory_ids: some.map(({ id }) => id) }, { project });
  await change('archive', memories.slice(34, 38));
  await change('delete', memories.slice(50, 53));
  await change('pin', memories.slice(6, 8));
  const { changeId } = await change('archive', memories.slice(20, 24));
  await server.call('undo', { change_id: changeId }, { project });
}

/** As much as makes packing the vectors worth it, which happens while the weeks pass. */
async function muchChanges(server, project, memories) {
  const memory_ids = memories.slice(0, 80).map(({ id }) => id);
  const { changeId } = await server.call('change_memories', { action: 'archive', memory_ids }, { project });
  await server.call('undo', { change_id: changeId }, { project });
}

async function undos(server, project, memories) {
  const undo = (changeId) => server.call('undo', { change_id: changeId }, { project });
  const { changeId: edit } = await update(
    server,
    memories[3],
    'edit',
    { content: 'Bookings are written to a file.' },
    { project },
  );
  const { changeId: undone } = await undo(edit);
  await undo(undone);
  const { changeId: created } = await server.call(
    'remember',
    { content: 'Typed by mistake.', category: 'fact' },
    { project },
  );
  await undo(created);
  const { changeId: gone } = await update(server, memories[9], 'delete', {}, { project });
  await undo(gone);
  await server
    .call(
      'remember',
      { content: 'The ORM is back.', category: 'decision', supersedes: memories[9].id },
      { project },
    )
    .then(({ changeId }) => undo(changeId));
}

/** Memories that are gone, and what one said earlier. */
async function purges(server, home, project) {
  await server.call('backup', {});
  const secret = await remember(
    server,
    'The code of the old gate was seven eight nine.',
    'fact',
    {},
    { project },
  );
  const wordy = await remember(
    server,
    'The new gate has a code of its own, which was written here first.',
    'fact',
    {},
    { project },
  );
  await server.call(
    'update_memory',
    { memory_id: wordy.id, action: 'edit', content: 'The new gate has a code of its own.' },
    { project },
  );
  const { memories } = await server.call('list_memories', { tag: 'breaking' }, { project });
  await server.call('purge', { ids: [secret, ...memories].map(({ id }) => id) }, { project });
  await server.call('purge', { ids: [wordy.id], history_only: true }, { project });
  await purgeHalfway(server, home, project);
}

/** A purge that cannot read all backups goes on with the next start, so its mark stays in the database. */
async function purgeHalfway(server, home, project) {
  await symlink('nothing', path.join(home, 'backups', 'memory-20200101T000000-000Z-1.db'));
  const { id } = await remember(
    server,
    'The code of the boat house was one two three.',
    'fact',
    {},
    { project },
  );
  const refused = await server.call('purge', { ids: [id] }, { project }).catch(String);
  if (typeof refused !== 'string') throw new Error('The purge was to stop halfway');
}

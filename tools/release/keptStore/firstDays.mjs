import path from 'node:path';
import { ada, GitWork, kim } from './gitWork.mjs';
import { globalNotes, lightNotes, longNotes, notes } from './notes.mjs';

const actors = ['editor/vscode', 'agent/opencode', 'user/terminal', 'agent/reviewer', 'cli/terminal'];

/** The oldest part: notes of every kind in two projects, what a repository said before its first visit, sessions. */
export async function firstDays(server, folder) {
  const harbour = await harbourRepository(path.join(folder, 'harbour'), server.now);
  await visit(server, harbour);
  const memories = await rememberAll(server, harbour);
  const light = await lighthouse(server, path.join(folder, 'lighthouse'));
  await offers(server, folder, harbour, light);
  await sessions(server, harbour, light);
  await commitsOfThoseDays(server, harbour);
  return { harbour, light, memories };
}

export const visit = (server, { path: root }, more = {}) =>
  server.call(
    'capture_commits',
    { root, catch_up: true, localAuthors: [ada.email], ...more },
    { project: root },
  );

export const remember = async (server, content, category, more = {}, from = {}) =>
  (await server.call('remember', { content, category, ...more }, from)).memory;

const record = (title, status, decision, more = '') =>
  `# ${title}\n\n## Status\n\n${status}\n\n## Context\n\nBoats lie longer than they booked.${more}\n\n## Decision\n\n${decision}\n\n## Consequences\n\nThe list is printed twice a day.\n`;

async function harbourRepository(folder, now) {
  const harbour = await GitWork.create(folder);
  await harbour.git(['remote', 'add', 'origin', 'git@git.example.com:quay/harbour.git']);
  const day = 86_400_000;
  await harbour.commit(
    'Read the tide table\n\nDecision: keep heights in metres above chart datum\nConstraint: the tide table is sorted by time',
    {
      at: now - 30 * day,
      files: { 'src/tide.ts': 'export const datum = "chart";\n', 'README.md': '# Harbour\n' },
    },
  );
  await harbour.commit(
    'Price by length (!4)\n\nRejected: prices by weight, because nobody weighs boats\nDirective: show the price before the booking',
    {
      at: now - 20 * day,
      author: kim,
      files: { 'src/price.ts': 'export const step = 2;\n' },
    },
  );
  await harbour.commit('Write down how we book', {
    at: now - 10 * day,
    files: {
      'docs/decisions/0001-book-by-tide.md': record(
        '1. Book by tide',
        'Accepted',
        'A booking names a tide. The hour is shown and not stored.',
      ),
    },
  });
  return harbour;
}

async function rememberAll(server, { path: project }) {
  const made = [];
  for (const [at, [category, content]] of [...notes, ...longNotes].entries())
    made.push(
      await remember(server, content, category, extrasOf(at), { actor: actors[at % actors.length], project }),
    );
  for (const [category, content] of globalNotes)
    await remember(server, content, category, { scope: 'global' }, { actor: 'user/terminal' });
  await remember(
    server,
    'Every commit is signed.',
    'convention',
    { scope: 'global' },
    { actor: 'agent/opencode' },
  );
  for (const text of [
    'Only in this session: the long quay is closed.',
    'Only in this session: use the test gauge.',
  ])
    await remember(
      server,
      text,
      'context',
      { scope: 'session' },
      { actor: 'agent/opencode', project, session: 'ses-quay-1' },
    );
  // Said again, by others and in another form.
  for (const at of [0, 5, 11, 13])
    await remember(server, `- ${notes[at][1]}`, notes[at][0], {}, { actor: 'agent/reviewer', project });
  await remember(
    server,
    notes[1][1],
    notes[1][0],
    { tags: ['said-twice'], why: 'Floats lost a boat.' },
    { project },
  );
  return made;
}

function extrasOf(at) {
  const sha = (at + 10).toString(16).padStart(2, '0').repeat(20);
  return {
    ...(at % 4 === 0 && { why: `Found out in week ${at + 1}, when the list was wrong.` }),
    ...(at % 6 === 0 && { what: 'A rule of the desk', learned: 'Ask the skippers first.' }),
    ...(at % 5 === 0 && {
      tags: ['berths', `week-${(at % 9) + 1}`, ...(at % 2 === 0 ? ['Größe', '泊位'] : [])],
    }),
    ...(at % 9 === 0 && { entities: [`!${at + 40}`, `#${at + 60}`, `commit:${sha}`] }),
    ...(at % 7 === 0 && {
      anchors: [
        {
          path: `src/berths/part${at}.ts`,
          startLine: at + 1,
          endLine: at + 4,
          contentHash: sha.slice(0, 32),
          commit: sha,
        },
      ],
    }),
    ...(at % 11 === 0 && { title: `Note ${at + 1} of the harbour` }),
  };
}

/** It is a plain folder first, then a repository, and has a place on a forge at last: three names of one project. */
async function lighthouse(server, folder) {
  const { mkdir } = await import('node:fs/promises');
  await mkdir(folder, { recursive: true });
  const from = { actor: 'editor/vscode', project: folder };
  const say = async (some) => {
    for (const [category, content] of some) await remember(server, content, category, {}, from);
  };
  await say(lightNotes.slice(0, 4));
  const light = await GitWork.create(folder);
  await light.commit('Begin\n\nDecision: the firmware is written in C', {
    at: server.now,
    files: { 'main.c': 'int main(void) {}\n' },
  });
  await say(lightNotes.slice(4, 8));
  await light.git(['remote', 'add', 'origin', 'ssh://git@forge.example.org:2222/quay/light.git']);
  await say(lightNotes.slice(8));
  await visit(server, light);
  return light;
}

/** The history of one repository is taken, that of another dismissed, and that of a third is still on offer. */
async function offers(server, folder, harbour, light) {
  const ask = ({ path: root }, action) => server.call('capture_history', { root, action }, { project: root });
  await ask(harbour, 'count');
  await ask(harbour, 'take');
  await ask(light, 'count');
  await ask(light, 'dismiss');
  const clone = await harbour.clone(path.join(folder, 'harbour-copy'));
  await clone.git(['remote', 'set-url', 'origin', 'https://git.example.com/quay/harbour']);
  await visit(server, clone);
  const tables = await GitWork.create(path.join(folder, 'tide-tables'));
  await tables.git(['remote', 'add', 'origin', 'https://git.example.com/quay/tide-tables.git']);
  await tables.commit('Begin\n\nDecision: one file a year\nConstraint: heights have two digits', {
    at: server.now - 86_400_000,
  });
  await visit(server, tables);
  await ask(tables, 'count');
  await visit(server, await GitWork.create(path.join(folder, 'not-begun')));
  await harbour.git(['worktree', 'add', '--quiet', '-b', 'winter', path.join(folder, 'harbour-winter')]);
  await visit(server, { path: path.join(folder, 'harbour-winter') });
}

async function sessions(server, harbour, light) {
  const session = (input, project, actor = 'agent/opencode') =>
    server.call('session', input, { actor, project, session: input.session_id });
  await session(
    { action: 'start', session_id: 'ses-quay-1', agent: 'opencode', title: 'Waiting lists' },
    harbour.path,
  );
  await session(
    { action: 'claim', session_id: 'ses-quay-1', resource: 'src/price.ts', note: 'Moving the steps' },
    harbour.path,
  );
  await session({ action: 'release', session_id: 'ses-quay-1', resource: 'src/price.ts' }, harbour.path);
  await session({ action: 'end', session_id: 'ses-quay-1' }, harbour.path);
  // Never heard of again.
  await session(
    { action: 'start', session_id: 'ses-quay-2', agent: 'reviewer', title: 'Review of !31' },
    harbour.path,
    'agent/reviewer',
  );
  await session(
    { action: 'claim', session_id: 'ses-quay-2', resource: '!31' },
    harbour.path,
    'agent/reviewer',
  );
  await session({ action: 'start', session_id: 'ses-light-1', title: 'Flashing' }, light.path);
}

async function commitsOfThoseDays(server, harbour) {
  const at = () => server.now;
  await harbour.commit(
    'Refuse deep keels (!27)\n\nDecision: a keel needs half a metre of water below it\nRejected: a quarter of a metre, because waves take that',
    {
      at: at(),
      files: { 'src/keel.ts': 'export const clearance = 0.5;\n' },
    },
  );
  await harbour.commit('Count the waiting\n\nConstraint: at most nine boats wait for one tide', {
    at: at(),
    author: kim,
    files: { 'src/waiting.ts': '//\n' },
  });
  await harbour.commit(
    'Store prices\n\nDecision: prices are stored in cents\nBREAKING CHANGE: the price field is an integer',
    { at: at(), files: { 'src/price.ts': 'export const step = 200;\n' } },
  );
  await harbour.commit('Records of the spring', {
    at: at(),
    files: {
      'docs/decisions/0002-print-the-list.md': record(
        '2. Print the list',
        'Accepted',
        'The list is printed at noon.',
      ),
      'docs/decisions/0007-flags-on-the-quay.md': record(
        '7. Flags on the quay',
        'Accepted',
        'A flag is up while berths are free.',
      ),
      'docs/decisions/0003-two-lists.md': record(
        '3. Two lists',
        'Accepted',
        'There is a list for guests and one for members.',
      ),
      'docs/decisions/0004-cards-at-the-gate.md': record(
        '4. Cards at the gate',
        'Proposed',
        'The gate opens with a card.',
      ),
    },
  });
  await visit(server, harbour);
  // Worded anew before it was pushed.
  await harbour.commit('Close at night\n\nDecision: the gate closes at ten', {
    at: at(),
    files: { 'src/gate.ts': '//\n' },
  });
  await visit(server, harbour);
  await harbour.commit('Close at night\n\nDecision: the gate closes at eleven in summer', {
    at: at(),
    amend: true,
  });
  await visit(server, harbour, { rewritten: true });
}

export { record };

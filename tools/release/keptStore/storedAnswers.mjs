/** What the verbs answer about the finished store. */
import { questions } from './notes.mjs';

const everything = {
  all_projects: true,
  include_deleted: true,
  status: ['candidate', 'active', 'resolved', 'superseded', 'archived', 'rejected'],
  limit: 1000,
};

/** Ages are left out: they are other ones with each day. */
export async function askEverything(server, { harbour, light }) {
  const from = { project: harbour.path, keyless: true };
  const recall = [];
  for (const query of questions) {
    const { memories } = await server.call('recall', { query, limit: 8 }, from);
    recall.push({ query, ids: memories.map(({ id }) => id) });
  }
  // Whoever was recalled is marked so after the answer.
  await server.until(
    'the marks of what was recalled',
    async () =>
      (await server.call('get_memory', { ids: [recall[0].ids[0]] }, from)).memories[0].lastRecalledAt !==
      null,
  );
  const list = await server.call('list_memories', everything, from);
  const lists = [{ input: everything, ids: idsOf(list) }];
  for (const input of [
    {},
    { category: 'blocker' },
    { tag: 'berths' },
    { only_deleted: true },
    { scope: 'global' },
    { status: ['archived'] },
  ])
    lists.push({ input, ids: idsOf(await server.call('list_memories', { limit: 1000, ...input }, from)) });
  const histories = {};
  for (const { id } of list.memories) {
    const { changes } = await server.call('get_history', { memory_id: id, limit: 200 }, from);
    histories[id] = changes.map(({ id: change, action, undone, before }) => [
      change,
      action,
      undone,
      before !== null,
    ]);
  }
  const inbox = await server.call('review_inbox', { action: 'list', all_projects: true }, from);
  return {
    answeredAt: server.now,
    project: (await server.call('list_memories', { limit: 1 }, from)).project,
    otherProject: (await server.call('list_memories', { limit: 1 }, { project: light.path })).project,
    lists,
    recall,
    histories,
    inbox: idsOf(inbox),
    sessions: await sessionsOf(server, [harbour.path, light.path, undefined]),
    boot: (await server.call('get_boot_context', {}, from)).sections.map(({ name, memories }) => ({
      name,
      ids: memories.map(({ id }) => id),
    })),
  };
}

const idsOf = ({ memories }) => memories.map(({ id }) => id);
const withoutAge = (view) => ({ ...view, age: undefined });

async function sessionsOf(server, projects) {
  const all = [];
  for (const project of projects) {
    const { sessions } = await server.call('session', { action: 'list' }, { project, keyless: true });
    all.push(...sessions.map(withoutAge));
  }
  return [...new Map(all.map((each) => [each.id, each])).values()];
}

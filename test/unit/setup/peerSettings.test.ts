import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { namedSettings } from '../../../src/protocol/settings/serverSettings.ts';
import { settingRules } from '../../../src/setup/peers/peerSettingRules.ts';
import { peerSettingsFiles, readPeerSettings } from '../../../src/setup/peers/peerSettings.ts';

let temp: TempDirectory;
beforeEach(async () => {
  temp = await tempDirectory('peer-settings');
});
afterEach(() => temp.dispose());

const offersIn = async (name: string, text: string) => readPeerSettings(await temp.write(name, text));
const taken = async (name: string, text: string) =>
  Object.fromEntries(
    ((await offersIn(name, text))?.offers ?? []).map(({ name: key, to, because }) => [
      key,
      to ? `${to.name} = ${JSON.stringify(to.value)}` : `not: ${because}`,
    ]),
  );

/** Names of settings as the systems' documents have them. */
const documented = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../data/peer-tools.json'), 'utf8'),
) as { readonly peer: string; readonly kind: string; readonly name: string }[];

describe('settings of another memory', () => {
  it('name settings of ours that there are', () => {
    const ours = new Set(namedSettings.map(({ name }) => name));
    const named = Object.values(settingRules).flatMap(({ names }) => Object.values(names));
    const to = named.flatMap((rule) => ('to' in rule ? [rule.to] : []));
    expect(to.length).toBeGreaterThan(12);
    expect(to.filter((name) => !ours.has(name))).toEqual([]);
  });

  it.each(Object.keys(settingRules))('of %s: every documented one has an answer', (title) => {
    const names = documented
      .filter(
        ({ peer, kind, name }) =>
          peer === title && kind === 'config' && !/^[(]|^(?:service|state) /.test(name),
      )
      .map(({ name }) => name.replace(/^[^:\s]*(?:\.toml|\.jsonc?):/, ''))
      .filter((name) => name !== 'retention');
    const rules = settingRules[title];
    expect(names.length).toBeGreaterThan(2);
    const unanswered = names.filter(
      (name) => !rules?.names[name] && rules?.groups[name.split('.', 1)[0] ?? ''] === undefined,
    );
    expect(unanswered).toEqual([]);
  });

  it('of opencode-semantic-memory are each answered, with their values', async () => {
    const text = `
[identity]
user = "ann"
instance = "https://gitlab.example.invalid/"
primary_project = "a/b"
[boot]
hot_items = false
max_hot_items = 9
boot_gate_ranking = "recency"
max_boot_gates_in_context = 500
[lifecycle]
conversation_retention_days = 90.0
[storage]
path = "/home/ann/data"
[sla]
hours = 4
[dreams]
depth = 3
[hosted_store]
dsn_env = "X"
password = "hush"
`;
    expect(await taken('config.toml', text)).toEqual({
      'identity.user': 'identity.user = "ann"',
      'identity.instance': 'identity.instance = "gitlab.example.invalid"',
      'identity.primary_project': 'not: a call says by its folder which project it is about',
      'boot.hot_items': 'boot.hotItems = false',
      'boot.max_hot_items': 'boot.maxHotItems = 9',
      'boot.boot_gate_ranking': expect.stringContaining('not: standing instructions'),
      'boot.max_boot_gates_in_context': expect.stringContaining('not: standing instructions'),
      'lifecycle.conversation_retention_days': 'retention.conversationDays = 90',
      'storage.path': expect.stringContaining('not: it says where its data is'),
      'sla.hours': 'not: there is no work queue here',
      'dreams.depth': 'not: a setting that is not known here',
      'hosted_store.dsn_env': expect.stringContaining('not: '),
      'hosted_store.password': expect.stringContaining('not: '),
    });
    expect(JSON.stringify(await offersIn('config.toml', text))).not.toContain('hush');
  });

  it.each([
    ['watch_paths = ["~/.local/share/opencode/opencode.db"]', 'ingestion.openCodeDatabases = []'],
    ['watch_paths = ["/srv/a.db", "/srv/b.db"]', 'ingestion.openCodeDatabases = ["/srv/a.db","/srv/b.db"]'],
    ['watch_paths = ["/srv/*.db"]', 'not: this value has no counterpart in ingestion.openCodeDatabases'],
    ['db_poll_interval = 60', 'ingestion.intervalSeconds = 60'],
    ['db_poll_interval = 5', 'ingestion.intervalSeconds = 15'],
    ['working_directory = "/srv/work"', 'ingestion.directories = ["/srv/work"]'],
    ['llm_extraction = true', expect.stringMatching(/^not: a model costs money/)],
    ['watch_markdown = true', expect.stringMatching(/^not: it says what it reads/)],
  ])('say what is read of conversations: %s', async (line, said) => {
    const answers = await taken('config.toml', `[ingestion]\n${line}\n`);
    expect(Object.values(answers)).toEqual([said]);
  });

  it('of @opencode-manager/memory are read with comments, and no key of theirs is told', async () => {
    const text = `{
  // mine
  "embedding": { "provider": "openai", "apiKey": "sk-hush", },
  "logging": { "debug": true, "file": "" },
  "memoryInjection": { "maxResults": 7 },
  "defaultKvTtlMs": 90000000, /* a day and an hour */
}`;
    expect(await taken('memory-config.jsonc', text)).toEqual({
      'embedding.provider': expect.stringContaining('memory-bridge model use'),
      'embedding.apiKey': expect.stringContaining('not: a key is kept in no file'),
      'logging.debug': 'logs.level = "debug"',
      'logging.file': expect.stringContaining('not: logs are'),
      'memoryInjection.maxResults': 'proactive.maxItems = 7',
      defaultKvTtlMs: 'kv.defaultTtlDays = 2',
    });
    expect(JSON.stringify(await offersIn('memory-config.jsonc', text))).not.toContain('hush');
  });

  it('of mem0 are read, and a value that has no counterpart is said to have none', async () => {
    const text = '{"default_scope": "session", "global_search": true, "dream": {"auto": false}}';
    expect(await taken('settings.json', text)).toEqual({
      default_scope: 'defaults.scope = "session"',
      global_search: expect.stringContaining('not: '),
      'dream.auto': expect.stringContaining('not: '),
    });
    expect(await taken('settings.json', '{"default_scope": "galaxy"}')).toEqual({
      default_scope: 'not: this value has no counterpart in defaults.scope',
    });
  });

  it.each([
    ['config.toml', '[tool]\nname = "x"\n'],
    ['package.json', '{"name": "x", "storage": {}, "update": 1}'],
    ['one.json', '{"id": 1, "memory": "text", "embedding": [0.1]}'],
    ['memory.json', '[1, 2]'],
    ['broken.json', '{"dream": '],
    ['notes.md', 'default_scope'],
  ])('are in no other file: %s', async (name, text) => {
    expect(await offersIn(name, text)).toBeUndefined();
  });

  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('are not looked for in what would exhaust the stack of a reader: %s', async (_, open, close) => {
    const nested = (levels: number) =>
      `{"default_scope": "user", "more": ${open.repeat(levels)}${open === '[' ? '' : '7'}${close.repeat(levels)}}`;
    expect(await offersIn('deep.json', nested(20_000))).toBeUndefined();
    expect(await offersIn('flat.json', nested(20))).toBeDefined();
  });

  it('that cannot be read are told with the file', async () => {
    const file = await temp.write('config.toml', '[boot\nhot_items = maybe');
    expect(() => readPeerSettings(file)).toThrow(/no TOML.*config\.toml/);
    expect(readPeerSettings(temp.join('none.toml'))).toBeUndefined();
  });

  it('are where these systems keep them', () => {
    const files = peerSettingsFiles({ HOME: '/h', OPENCODE_MEMORY_CONFIG: '/c/mine.toml' }).map(
      ([, file]) => file,
    );
    expect(files).toEqual([
      '/c/mine.toml',
      '/h/.config/opencode/memory-config.jsonc',
      '/h/.mem0/settings.json',
    ]);
  });
});

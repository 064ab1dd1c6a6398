import { existsSync, readdirSync } from 'node:fs';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CliBundle,
  type CliOptions,
  buildCli,
  runCli,
  startCli,
} from '../../../dev/bundles/cliBundle.ts';
import { silentContext } from '../../../dev/cli/silentContext.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { freePort, stopAllProcesses, type TrackedProcess } from '../../../dev/processes/processes.ts';
import { until } from '../../../dev/processes/until.ts';
import { editConfig } from '../../../src/cli/commands/config/editConfig.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { ConfigFile } from '../../../src/settings/configFile.ts';

interface Setting {
  name: string;
  value: unknown;
  default: unknown;
  isDefault: boolean;
}

let temp: TempDirectory;
let bundle: CliBundle;
let home: string;
let port: number;

beforeAll(async () => {
  temp = await tempDirectory('cli-config');
  bundle = await buildCli(temp.join('dist'));
  home = await temp.makeDirectory('home');
  await chmod(home, 0o700);
  port = await freePort();
});
afterAll(async () => {
  await stopAllProcesses();
  await temp.dispose();
});

const cli = (args: string[], options: Partial<CliOptions> = {}) =>
  runCli(bundle, ['config', ...args], { home, port, cwd: temp.path, person: temp.path, ...options });
let serving: TrackedProcess | undefined;
/** Commands are quicker when somebody serves. */
const serve = async () => {
  serving ??= startCli(bundle, ['serve'], { home, port, cwd: temp.path });
  await serving.waitForOutput(new RegExp(`127\\.0\\.0\\.1:${port}`));
};
const file = () => readFile(path.join(home, 'config.jsonc'), 'utf8');

describe('settings on the command line', () => {
  it('are read without a server, and nothing is made', async () => {
    const unnamed = { env: { MEMORY_BRIDGE_HOME: undefined, XDG_DATA_HOME: temp.join('data') } };
    const listed = await cli(['list'], unnamed);
    expect(listed.stdout).toMatch(/^boot\.maxTokens +1200 +Tokens of a boot context/m);
    expect(await cli(['get', 'boot.maxTokens'], unnamed)).toMatchObject({ code: 0, stdout: '1200\n' });
    expect((await cli(['get', 'boot', '--json'], unnamed)).json()).toMatchObject({ maxTokens: 1200 });
    expect((await cli(['path'])).stdout).toBe(`${path.join(home, 'config.jsonc')}\n`);
    expect((await cli(['schema'])).json()).toMatchObject({ title: 'Settings of the memory server' });
    expect(existsSync(temp.join('data'))).toBe(false);
    expect(readdirSync(home)).toEqual([]);
    expect(await cli(['list'])).toMatchObject({ code: 1, stderr: expect.stringContaining('no memory in') });
  });

  it('are read without the program of the server, which is larger than all the rest', async () => {
    const small = await buildCli(temp.join('small'));
    await rm(path.join(small.dist, 'memoryServer.js'));
    const options = { home, port, cwd: temp.path, person: temp.path };
    const unnamed = { ...options, env: { MEMORY_BRIDGE_HOME: undefined, XDG_DATA_HOME: temp.join('data') } };
    expect(await runCli(small, ['config', 'get', 'boot.maxTokens'], unnamed)).toMatchObject({
      code: 0,
      stdout: '1200\n',
    });
    // The twin: what needs the server finds none.
    const written = await runCli(small, ['remember', 'Anything', '-c', 'fact'], {
      ...options,
      home: temp.join('small-home'),
    });
    expect([written.code, written.stderr]).toEqual([
      1,
      expect.stringContaining('The connection to memory failed'),
    ]);
  });

  it('are changed by the server, the one writer, in a file that explains every setting', async () => {
    await writeFile(path.join(home, 'config.jsonc'), '');
    await chmod(path.join(home, 'config.jsonc'), 0o600);
    expect(await cli(['set', 'boot.maxTokens', '2000'])).toMatchObject({
      code: 0,
      stdout: 'boot.maxTokens = 2000 (was 1200)\n',
    });
    await serve();
    expect(await file()).toContain('\n    "maxTokens": 2000,\n');
    expect(await file()).toContain('"$schema": "./config.schema.json"');
    expect(JSON.parse(await readFile(path.join(home, 'config.schema.json'), 'utf8'))).toEqual(
      (await cli(['schema'])).json(),
    );
    expect((await cli(['list', '--json'])).json<Setting[]>().filter((each) => !each.isDefault)).toEqual([
      expect.objectContaining({ name: 'boot.maxTokens', value: 2000, default: 1200 }),
    ]);
    expect((await cli(['get', 'boot'])).stdout).toMatch(/boot\.maxTokens +2000 .*Default: 1200\./);
    expect((await cli(['set', 'identity.user', '-'], { input: 'Ada Lovelace\n' })).stdout).toContain(
      'identity.user = Ada Lovelace',
    );
    expect((await cli(['reset', 'boot', 'identity.user'])).stdout).toContain('boot.maxTokens = 1200\n');
    expect(await file()).toContain('\n    // "maxTokens": 1200,\n');
    expect((await cli(['list', '--json'])).json<Setting[]>().every(({ isDefault }) => isDefault)).toBe(true);
  });

  it.each([
    [['set', 'boot.maxTokens', '7'], 'takes a whole number from 100 to 20000, not "7".'],
    [['set', 'boot.maxToken', '700'], 'Did you mean "boot.maxTokens"?'],
    [['get', 'toolsets'], 'There is no setting "toolsets". Did you mean "toolset"?'],
    [['reset', 'logging'], 'There is no setting "logging".'],
    [['edit'], 'memory-bridge config set <name> <value>'],
  ])('%j is refused with what would do', async (args, message) => {
    const before = await file();
    expect(await cli(args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
    const asJson = await cli([...args, '--json']);
    expect(JSON.parse(asJson.stderr)).toMatchObject({ error: { message: expect.any(String) } });
    expect(await file()).toBe(before);
  });

  it('that are wrong in the file are told with their line', async () => {
    const before = await file();
    await writeFile(path.join(home, 'config.jsonc'), '{\n  "toolset": "all",\n  "boot": { "facts": 1 }\n}\n');
    const { stdout, stderr } = await cli(['list']);
    expect(stdout).toMatch(/^toolset +core /m);
    expect(stderr).toContain('Line 2: "toolset" takes one of "core", "full"; its default is used.');
    expect(stderr).toContain('Line 3: "boot.facts" takes true or false; its default is used.');
    await writeFile(path.join(home, 'config.jsonc'), before);
  });

  it('hold at once in a server that runs', async () => {
    await serve();
    const remembered = async () => {
      const result = await runCli(bundle, ['remember', `It is ${Math.random()}`, '-c', 'fact', '--json'], {
        home,
        port,
        cwd: await temp.makeDirectory('project'),
        person: temp.path,
      });
      return result.json<{ memory: { scope: string } }>().memory.scope;
    };
    const token = (await readFile(path.join(home, 'token'), 'utf8')).trim();
    const ask = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/stats`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: '{}',
      });
      return answer.status;
    };
    expect(await remembered()).toBe('project');
    await cli(['set', 'defaults.scope', 'global']);
    expect(await remembered()).toBe('global');
    await cli(['set', 'server.requestsPerSecond', '1']);
    const answers = await Promise.all(Array.from({ length: 30 }, ask));
    expect(answers).toContain(429);
    // One command asks more than once, and gives up if others are always before it.
    await until(async () => (await cli(['reset', 'server'])).code === 0, {
      timeoutMs: 60_000,
      what: 'a command to come through',
    });
    expect(await Promise.all(Array.from({ length: 30 }, ask))).not.toContain(429);
    await cli(['reset', 'defaults']);
    expect(await remembered()).toBe('project');
  });

  it('can be said before anything is remembered, and not where a value is wrong', async () => {
    const unbegun = { home: temp.join('unbegun'), port: await freePort() };
    expect(await cli(['set', 'network.offline', 'maybe'], unbegun)).toMatchObject({ code: 2 });
    expect(existsSync(unbegun.home)).toBe(false);
    expect(await cli(['set', 'network.offline', 'on'], unbegun)).toMatchObject({
      code: 0,
      stdout: 'network.offline = true (was false)\n',
    });
    expect(await cli(['get', 'network.offline'], unbegun)).toMatchObject({ code: 0, stdout: 'true\n' });
  });
});

describe('a config.jsonc that is broken', () => {
  const off = '{ "projects": { "default": "off" }, "candidateExpiryDays": 300 }';
  const on = '{ "projects": { "default": "on" } }';
  const broken = '{ "historyDays": 30, "projec';
  const put = (text: string) => writeFile(path.join(home, 'config.jsonc'), text);
  const keep = async () => {
    const options = {
      home,
      port,
      cwd: await temp.makeDirectory('allowed'),
      person: temp.path,
      terminal: false,
    };
    const { code, stderr } = await runCli(
      bundle,
      ['remember', `It is ${Math.random()}`, '-c', 'fact'],
      options,
    );
    return code === 0 ? 'kept' : /Memory is switched off/.test(stderr) ? 'off' : stderr;
  };
  const setting = async (name: string) => {
    const { stdout } = await cli(['get', name, '--json']);
    return JSON.parse(stdout) as unknown;
  };

  it('keeps closed what it closed last, also for a server that starts then', async () => {
    const before = await file().catch(() => '');
    for (const [text, wanted] of [
      [on, 'kept'],
      [broken, 'kept'],
      [off, 'off'],
      [broken, 'off'],
    ] as const) {
      await put(text);
      // Each starts a server of its own, and the last one finds the broken file.
      expect([text, await keep()]).toEqual([text, wanted]);
    }
    expect(await setting('candidateExpiryDays')).toBe(300);
    const status = await cli(['list']);
    expect(status.stderr).toMatch(/Line 1: .* What is not read counts as before\./);
    // Twin: with the list open again, the same call succeeds.
    await put(on);
    expect(await keep()).toBe('kept');
    await put(before);
  });
});

describe('settings in an editor', () => {
  const directory = () => new DataDirectory(temp.join('edited')).prepare();
  /** An editor that does to the file what the script says, one script after the other. */
  const edit = async (config: ConfigFile, ...scripts: string[]) => {
    const said: string[] = [];
    const { io } = silentContext();
    const count = temp.join('turns');
    await writeFile(count, '');
    const script = temp.join('editor.sh');
    const cases = scripts.map((each, index) => `${index}) ${each};;`).join('\n');
    await writeFile(
      script,
      `turn=$(wc -c <'${count}' | tr -d ' ')\nprintf x >>'${count}'\nfile=$1\ncase $turn in\n${cases}\nesac\n`,
    );
    const heard = { ...io, env: { ...process.env, VISUAL: `sh '${script}'` } };
    let questions = 0;
    const isSaved = await editConfig(
      { file: config },
      { ...heard, print: (text) => said.push(text), note: (text) => said.push(text) },
      () => Promise.resolve((questions += 1) < scripts.length),
    ).catch((error: unknown) => String(error));
    return { isSaved, said: said.join('\n'), questions };
  };

  it('are all there as comments, and are saved when nothing is wrong', async () => {
    const config = new ConfigFile(directory());
    const { isSaved, said } = await edit(
      config,
      `sed -i 's|// "maxTokens": 1200|"maxTokens": 3000|' "$file"`,
    );
    expect({ isSaved, said }).toEqual({ isSaved: true, said: `Saved in ${config.path}.` });
    expect(config.read()).toMatchObject({ warnings: [], config: { boot: { maxTokens: 3000 } } });
  });

  it('are edited again until nothing is wrong, with what was typed before', async () => {
    const config = new ConfigFile(directory());
    const { isSaved, said, questions } = await edit(
      config,
      `sed -i 's|"maxTokens": 3000|"maxTokens": "lots"|; s|// "keep": 7|"keep": 5|' "$file"`,
      `sed -i 's|"lots"|4000|' "$file"`,
    );
    expect({ isSaved, questions }).toEqual({ isSaved: true, questions: 1 });
    expect(said).toMatch(/Line \d+: "boot\.maxTokens" takes a whole number/);
    expect(config.read().config).toMatchObject({ boot: { maxTokens: 4000 }, backups: { keep: 5 } });
  });

  it.each<[string, string[], RegExp]>([
    ['is left with mistakes', [`echo nonsense >"$file"`], /not saved.*Your text is in (\S+config\.jsonc)\./],
    [
      'ends badly',
      [`echo typed >"$file"; exit 3`],
      /exited with code 3.*Your text is in (\S+config\.jsonc)\./,
    ],
  ])('are never lost: an editor that %s', async (_what, scripts, told) => {
    const config = new ConfigFile(directory());
    const before = config.text();
    const { isSaved } = await edit(config, ...scripts);
    const [, kept = ''] = told.exec(String(isSaved)) ?? [];
    expect(await readFile(kept, 'utf8')).toMatch(/nonsense|typed/);
    expect(config.text()).toBe(before);
  });

  it('are never lost: a second editor that cannot be started', async () => {
    const config = new ConfigFile(directory());
    const { isSaved, said } = await edit(config, `echo '{ "boot": 1 }' >"$file"`, 'exit 127');
    expect(String(isSaved)).toContain('could not be started');
    const [, kept = ''] = /Your text is in (\S+)\.$/m.exec(said) ?? [];
    expect(await readFile(kept, 'utf8')).toContain('"boot": 1');
  });

  it('are not written over what somebody else has changed meanwhile', async () => {
    const config = new ConfigFile(directory());
    const { isSaved } = await edit(
      config,
      `echo '{}' >"$file"; printf '{ "toolset": "full" }' >'${config.path}'`,
    );
    expect(String(isSaved)).toContain('was changed elsewhere meanwhile');
    expect(config.read().config.toolset).toBe('full');
  });

  it('stay as they are when nothing was changed', async () => {
    const config = new ConfigFile(directory());
    expect(await edit(config, 'true')).toMatchObject({ isSaved: false, said: 'Nothing was changed.' });
  });
});

describe('settings of another memory', () => {
  const theirs =
    '[boot]\nhot_items = false\nboot_gate_ranking = "recency"\n[identity]\ninstance = "gitlab.other.invalid"\n';

  it('are shown with what they become, taken over when asked, and taken back byte for byte', async () => {
    await serve();
    await temp.write('.config/opencode-memory/config.toml', theirs);
    const before = existsSync(path.join(home, 'config.jsonc')) ? await file() : undefined;
    const shown = await cli(['take', '--print']);
    expect(shown.stdout).toContain('boot.hotItems: true -> false');
    expect(shown.stdout).toContain('boot.boot_gate_ranking');
    expect(await cli(['take'])).toMatchObject({ code: 2 });
    expect((await cli(['get', 'boot.hotItems'])).stdout).toBe('true\n');
    const taken = await cli(['take', '--force']);
    expect(taken.stdout).toContain('boot.hotItems = false (was true)');
    // A program at no terminal changes nothing that only a person may.
    expect(taken.stderr).toContain('identity.instance was left as it is');
    expect((await cli(['get', 'boot.hotItems'])).stdout).toBe('false\n');
    expect((await cli(['take', '--force'])).stdout).toContain('Nothing to change');
    expect(await cli(['undo'])).toMatchObject({ code: 0 });
    expect(existsSync(path.join(home, 'config.jsonc')) ? await file() : undefined).toBe(before);
    expect(await cli(['undo'])).toMatchObject({ code: 1 });
    const imported = (...more: string[]) =>
      runCli(bundle, ['import', '.config/opencode-memory/config.toml', ...more], {
        home,
        port,
        cwd: temp.path,
        person: temp.path,
      });
    const offered = await imported();
    expect(offered.stdout).toContain('boot.hotItems: true -> false');
    expect(offered.stderr).toContain('none was changed');
    expect((await cli(['get', 'boot.hotItems'])).stdout).toBe('true\n');
    expect((await imported('--settings', '--force')).stdout).toContain('boot.hotItems = false (was true)');
    await cli(['undo']);
    const other = await temp.write('other.toml', '[tool]\nx = 1\n');
    expect((await cli(['take', other])).stderr).toContain('No settings of another memory are in this file');
  });
});

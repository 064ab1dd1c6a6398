import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CliBundle,
  buildCli,
  engineOptions,
  processOptions,
  runCli,
  startCli,
} from '../../../dev/bundles/cliBundle.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { freePort, runProcess, stopAllProcesses } from '../../../dev/processes/processes.ts';
import { completionScripts } from '../../../src/cli/completion/completionScripts.ts';

let temp: TempDirectory;
let bundle: CliBundle;
let home: string;
let port: number;
let project: string;
let ids: string[];

beforeAll(async () => {
  temp = await tempDirectory('cli-completion');
  bundle = await buildCli(temp.join('dist'));
  home = temp.join('home');
  project = await temp.makeDirectory('a project');
  port = await freePort();
  await mkdir(temp.join('bin'));
  const program = `#!/bin/sh\nexec '${process.execPath}' ${engineOptions.join(' ')} '${temp.join('dist/cli.js')}' "$@"\n`;
  await writeFile(temp.join('bin/memory-bridge'), program, { mode: 0o755 });
  const serving = startCli(bundle, ['serve'], { home, port, cwd: project });
  await serving.waitForOutput(new RegExp(`127\\.0\\.0\\.1:${port}`));
  ids = [];
  for (const text of ['Deploy: with make', 'Tabs, not spaces']) {
    const result = await runCli(bundle, ['remember', text, '-c', 'fact', '--json'], {
      home,
      port,
      cwd: project,
    });
    ids.push(result.json<{ memory: { shortId: string } }>().memory.shortId);
  }
});
afterAll(async () => {
  await stopAllProcesses();
  await temp.dispose();
});

const environment = () => {
  const options = processOptions({ home, port, cwd: project });
  return {
    ...options,
    env: { ...options.env, PATH: `${temp.join('bin')}:${process.env['PATH']}` },
    timeoutMs: 60_000,
  };
};

/** What bash offers on a line, its words cut as bash cuts them: at blanks, and around "=" and ":". */
async function bash(line: string): Promise<string[]> {
  const script = `
source <(memory-bridge completion bash)
COMP_LINE=$1 COMP_POINT=\${#1}
mapfile -t COMP_WORDS < <(printf '%s' "$1" | sed -E 's/ +/\\n/g; s/([=:])/\\n\\1\\n/g' | sed -E '/^$/d')
[[ $1 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_memory_bridge
printf '%s\\n' "\${COMPREPLY[@]}"
`;
  const { stdout, stderr } = await runProcess('bash', ['-c', script, 'bash', line], environment());
  expect(stderr).toBe('');
  return stdout.split('\n').filter((each) => each !== '');
}

describe('bash', () => {
  it.each<[string, string[]]>([
    ['memory-bridge rememb', ['remember']],
    ['memory-bridge remi', ['remind', 'reminded', 'reminders']],
    ['memory-bridge inbox ', ['list', 'accept', 'reject']],
    ['memory-bridge list --stat', ['--status']],
    ['memory-bridge list --category block', ['blocker']],
    ['memory-bridge list --category=block', ['blocker']],
    ['memory-bridge list --category=', ['decision']],
    ['memory-bridge --json list --status archi', ['archived']],
    ['memory-bridge config set boot.maxTo', ['boot.maxTokens']],
    ['memory-bridge config set toolset ', ['core', 'full']],
    ['memory-bridge completion ', ['bash', 'zsh', 'fish', 'powershell']],
    ['memory-bridge no-such-command ', []],
    ['memory-bridge remember -- --', []],
  ])('offers for %j what there is', async (line, wanted) => {
    const offered = await bash(line);
    // Of an open question there may be more than is named here.
    const isOpen = wanted.length > 0 && /[ =]$/.test(line);
    expect(isOpen ? offered.filter((each) => wanted.includes(each)) : offered).toEqual(wanted);
  });

  it('offers ids of memories, but none twice, and projects', async () => {
    expect((await bash('memory-bridge get ')).toSorted()).toEqual(ids.toSorted());
    expect(await bash(`memory-bridge get ${ids[0]} `)).toEqual([ids[1]]);
    expect(await bash(`memory-bridge get ${ids[0]?.slice(0, 7)}`)).toEqual([ids[0]]);
    // As it would have to be typed.
    expect(await bash('memory-bridge stats --project folder:')).toEqual([project.replaceAll(' ', '\\ ')]);
    expect(await bash('memory-bridge stats --project=fold')).toEqual([
      `folder:${project.replaceAll(' ', '\\ ')}`,
    ]);
  });

  it('offers files where a file is wanted', async () => {
    await writeFile(`${project}/notes.db`, '');
    expect(await bash('memory-bridge recover no')).toEqual(['notes.db']);
  });

  it('offers no ids where no server runs, and starts none', async () => {
    expect(await bash(`memory-bridge --home ${temp.join('elsewhere')} get `)).toEqual([]);
    expect(await bash(`memory-bridge --home ${temp.join('elsewhere')} lis`)).toEqual(['list']);
  });
});

describe('scripts of completion', () => {
  const has = async (shell: string) =>
    (await runProcess('sh', ['-c', `command -v ${shell}`], environment())).code === 0;

  it.each([
    ['bash', 'bash', ['-n']],
    ['zsh', 'zsh', ['-n']],
    ['fish', 'fish', ['--no-execute']],
    [
      'powershell',
      'pwsh',
      ['-NoProfile', '-Command', '[scriptblock]::Create((Get-Content -Raw $args[0])) | Out-Null', '-args'],
    ],
  ])('of %s can be read by it', async (name, shell, args) => {
    const { script = '' } = completionScripts[name] ?? {};
    expect((await runCli(bundle, ['completion', name], { home, port, cwd: project })).stdout).toBe(script);
    expect(script).toContain('memory-bridge __complete');
    // A shell that is not on this machine reads nothing here.
    if (!(await has(shell))) return;
    await writeFile(temp.join(`script.${name}`), script);
    const read = await runProcess(shell, [...args, temp.join(`script.${name}`)], environment());
    expect(read).toMatchObject({ code: 0, stderr: '' });
  });

  it('complete in fish', async ({ skip }) => {
    if (!(await has('fish'))) skip();
    const line = 'memory-bridge completion fish | source; complete -C $argv[1]';
    const fish = async (typed: string) =>
      (await runProcess('fish', ['--no-config', '-c', line, typed], environment())).stdout.split('\n');
    expect(await fish('memory-bridge rem')).toContain('remember\tremember something');
    expect(await fish('memory-bridge list --category=block')).toContain('--category=blocker');
    expect((await fish('memory-bridge get ')).filter((each) => ids.includes(each.slice(0, 10)))).toHaveLength(
      2,
    );
  });

  it('complete in zsh', async ({ skip }) => {
    if (!(await has('zsh'))) skip();
    // The completion system of zsh needs a terminal; what it is handed does not.
    const line = `
compdef() { : }
_describe() { print -rl -- "\${(@P)3}" }
eval "$(memory-bridge completion zsh)"
words=("$@") CURRENT=$#
_memory_bridge`;
    const zsh = async (...words: string[]) =>
      (await runProcess('zsh', ['-fc', line, 'zsh', 'memory-bridge', ...words], environment())).stdout.split(
        '\n',
      );
    expect(await zsh('rem')).toContain('remember:remember something');
    expect(await zsh('list', '--category', 'block')).toContain('blocker');
    expect(await zsh('get', '')).toContain(`${ids[0]}:fact: Deploy: with make`);
    expect(await zsh('stats', '--project', 'folder:')).toContain(`folder\\:${project}:2 memories`);
  });

  describe('with a project whose name is a command', () => {
    const evil = "x$(touch pwned);`touch pwned`'y z";

    beforeAll(async () => {
      await runCli(bundle, ['remember', 'Here', '-c', 'fact', '--project', evil], {
        home,
        port,
        cwd: project,
      });
    });

    it('put it in quotes in bash', async () => {
      const offers = await bash('memory-bridge stats --project x');
      expect(offers).toHaveLength(1);
      const read = await runProcess('bash', ['-c', `printf %s ${offers[0]}`], environment());
      expect(read.stdout).toBe(evil);
      expect(await readdir(project)).not.toContain('pwned');
    });

    it('put it in quotes in PowerShell', async ({ skip }) => {
      expect(completionScripts['powershell']?.script).toContain('EscapeSingleQuotedStringContent($value)');
      if (!(await has('pwsh'))) skip();
      const line = `memory-bridge completion powershell | Out-String | Invoke-Expression
(TabExpansion2 'memory-bridge stats --project x' 31).CompletionMatches | ForEach-Object { Invoke-Expression "Write-Output $($_.CompletionText)" }`;
      const read = await runProcess('pwsh', ['-NoProfile', '-Command', line], environment());
      expect(read.stdout.trim()).toBe(evil);
      expect(await readdir(project)).not.toContain('pwned');
    });
  });

  it('of other shells are not there, and that is said', async () => {
    const { code, stderr } = await runCli(bundle, ['completion', 'tcsh'], { home, port, cwd: project });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'memory-bridge: The shell is one of bash, zsh, fish, powershell, not "tcsh".\n',
    });
  });
});

import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectKeys } from '../../../src/core/project/project.ts';
import { GitRepository } from '../../../dev/git/gitRepository.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { CaptureBench } from '../../../dev/intake/captureSupport.ts';

let temp: TempDirectory;
let bench: CaptureBench;
let repository: GitRepository;

beforeEach(async () => {
  temp = await tempDirectory('projects');
  bench = await CaptureBench.open(temp.join('home'));
  repository = await GitRepository.create(temp.join('repo'));
});
afterEach(async () => {
  await bench.close();
  await temp.dispose();
});

describe('a folder in a repository', () => {
  it('is the project of its remote, under the names other tools use', async () => {
    const root = await repository.commit('First', { files: { 'src/deep/a.ts': '1' } });
    await repository.addRemote('origin', 'https://me:s3cret@GitLab.example.com:8443/Group/sub/Repo.git');

    const project = await bench.projects.resolve(temp.join('repo/src/deep'));

    expect(project).toEqual({
      id: 'gitlab.example.com/Group/sub/Repo',
      name: 'Repo',
      root: repository.path,
      aliases: [
        'group/sub/repo',
        'group-sub-repo',
        'gitlab.example.com/group/sub/repo',
        `root:${root}`,
        root,
        `folder:${repository.path}`,
      ],
    });
    const references = [
      ...projectKeys(project),
      temp.join('repo/src/deep/a.ts'),
      pathToFileURL(repository.path).href,
      'GROUP/sub/repo',
      'git@gitlab.example.com:Group/sub/Repo.git',
      'repo',
    ];
    const resolved = await Promise.all(references.map((reference) => bench.projects.resolve(reference)));
    expect(resolved.map(({ id }) => id)).toEqual(references.map(() => project.id));
    expect(JSON.stringify(await bench.store.read(({ projects }) => projects.list()))).not.toContain('s3cret');
  });

  it('prefers origin, then upstream, then the only remote', async () => {
    await repository.commit('First');
    await repository.addRemote('a', 'https://example.com/a/a');
    expect((await bench.projects.resolve(repository.path)).id).toBe('example.com/a/a');
    await repository.addRemote('upstream', 'https://example.com/u/u');
    expect((await bench.projects.resolve(repository.path)).id).toBe('example.com/u/u');
    await repository.addRemote('origin', 'ssh://git@example.com:22/o/o');
    expect((await bench.projects.resolve(repository.path)).id).toBe('example.com/o/o');
  });

  it('honours insteadOf', async () => {
    await repository.git('config', 'url.git@example.com:.insteadOf', 'work:');
    await repository.addRemote('origin', 'work:group/repo.git');
    expect((await bench.projects.resolve(repository.path)).id).toBe('example.com/group/repo');
  });

  it('shares the project with worktrees, symbolic links and clones', async () => {
    await repository.commit('First', { files: { 'a.txt': '1' } });
    await repository.addRemote('origin', 'https://example.com/group/repo');
    const project = await bench.projects.resolve(repository.path);
    const worktree = await repository.addWorktree(temp.join('tree'), 'topic');
    await symlink(repository.path, temp.join('link'));
    const clone = await GitRepository.clone(repository.path, temp.join('clone'));
    await clone.git('remote', 'set-url', 'origin', 'git@example.com:group/repo.git');

    expect(await bench.projects.resolve(worktree.path)).toEqual(project);
    expect(await bench.projects.resolve(temp.join('link'))).toEqual(project);
    expect((await bench.projects.resolve(clone.path)).id).toBe(project.id);
  });

  it('is one project in whatever case its remote is written', async () => {
    for (const [folder, url] of [
      ['one', 'https://example.com/Group/Repo'],
      ['two', 'https://example.com/group/repo'],
      ['three', 'https://example.com/GROUP/repo'],
    ] as const) {
      const clone = await GitRepository.create(temp.join(folder));
      await clone.addRemote('origin', url);
      expect((await bench.projects.resolve(clone.path)).id).toBe('example.com/Group/Repo');
    }
  });

  it('goes by its first commit without a remote that others could reach', async () => {
    const root = await repository.commit('First', { files: { 'a.txt': '1' } });
    const clone = await GitRepository.clone(repository.path, temp.join('clone'));
    await repository.commit('Second');
    expect((await bench.projects.resolve(repository.path)).id).toBe(`root:${root}`);
    const cloned = await bench.projects.resolve(clone.path);
    expect(cloned).toMatchObject({ id: `root:${root}`, name: 'clone' });
    expect(cloned.aliases).toContain(root);
  });
});

describe('a project that changes its id', () => {
  it('keeps its earlier ids as keys, from folder over first commit to remotes', async () => {
    const folder = await bench.projects.resolve(repository.path);
    expect(folder.id).toBe(`folder:${repository.path}`);
    const sha = await repository.commit('First');
    const rooted = await bench.projects.resolve(repository.path);
    expect(rooted.id).toBe(`root:${sha}`);
    expect(projectKeys(rooted)).toContain(folder.id);

    await repository.addRemote('origin', 'https://example.com/old/name');
    const first = await bench.projects.resolve(repository.path);
    await repository.git('remote', 'set-url', 'origin', 'https://example.com/new/name');
    const second = await bench.projects.resolve(repository.path);

    expect(second.id).toBe('example.com/new/name');
    expect(projectKeys(second)).toEqual(expect.arrayContaining([folder.id, rooted.id, first.id]));
    for (const reference of [first.aliases[0] ?? '', first.id, rooted.id, folder.id])
      expect((await bench.projects.resolve(reference)).id).toBe(second.id);

    await repository.git('remote', 'set-url', 'origin', 'https://example.com/old/name');
    const back = await bench.projects.resolve(repository.path);
    expect(back.id).toBe(first.id);
    expect(projectKeys(back)).toEqual(expect.arrayContaining([folder.id, rooted.id, second.id]));
    expect((await bench.projects.resolve(first.id)).id).toBe(first.id);
  });

  it('takes nothing over from another repository that stood in its folder', async () => {
    await repository.commit('First', { files: { 'a.txt': 'one' } });
    await repository.addRemote('origin', 'https://example.com/one/one');
    await bench.projects.resolve(repository.path);
    const away = temp.join('away');
    await repository.git('-c', `alias.away=!mv .git '${away}'`, 'away');
    const next = await GitRepository.create(repository.path);
    await next.commit('Another beginning', { date: '2020-01-01T00:00:00Z' });
    await next.addRemote('origin', 'https://example.com/two/two');

    const project = await bench.projects.resolve(next.path);
    expect(project.id).toBe('example.com/two/two');
    expect(projectKeys(project)).not.toContain('example.com/one/one');
  });

  it('notices a repository that is made in a known folder', async () => {
    const plain = await temp.makeDirectory('plain/inner');
    expect((await bench.projects.resolve(plain)).id).toBe(`folder:${plain}`);
    const made = await GitRepository.create(temp.join('plain'));
    await made.addRemote('origin', 'https://example.com/group/made');
    const project = await bench.projects.resolve(plain);
    expect(project.id).toBe('example.com/group/made');
  });
});

describe('a project whose remote has several forms', () => {
  const remember = async (project: string, content: string) =>
    bench.store.write(async ({ memories, projects }) => {
      await projects.upsert({ id: project, name: 'two', aliases: [] });
      await memories.insert(makeMemory({ id: v7(), project, content }));
    });
  const contents = async () =>
    (await bench.memories(repository.path)).map(({ content }) => content).toSorted();

  it.each([
    [
      'dev.azure.com/org/proj/two',
      ['https://me@dev.azure.com/org/proj/_git/two', 'git@ssh.dev.azure.com:v3/org/proj/two'],
      ['dev.azure.com/org/proj/_git/two', 'ssh.dev.azure.com/v3/org/proj/two'],
    ],
    [
      'github.com/owner/repo',
      ['ssh://git@ssh.github.com:443/owner/repo.git', 'https://github.com/owner/repo'],
      ['ssh.github.com/owner/repo'],
    ],
    ['host/team/app', ['[git@host:2222]:team/app.git'], ['host/2222]:team/app']],
    ['code.example.com/P/app', ['https://code.example.com/scm/P/app.git'], ['code.example.com/scm/P/app']],
  ])('keeps what was remembered under its earlier ids: %s', async (id, urls, earlier) => {
    for (const old of earlier) await remember(old, `under ${old}`);
    await repository.addRemote('origin', urls[0] ?? '');
    await repository.commit('First');
    const clone = await GitRepository.clone(repository.path, temp.join('clone'));
    await clone.git('remote', 'set-url', 'origin', urls.at(-1) ?? '');

    expect((await bench.projects.resolve(repository.path)).id).toBe(id);
    expect((await bench.projects.resolve(clone.path)).id).toBe(id);
    expect(await contents()).toEqual(earlier.map((old) => `under ${old}`).toSorted());
    for (const reference of [...urls, ...earlier]) {
      const project = await bench.projects.resolve(reference);
      expect([project.id, projectKeys(project)]).toEqual([id, expect.arrayContaining(earlier)]);
    }
  });

  it('is found under them before anybody has opened its folder', async () => {
    await remember('ssh.dev.azure.com/v3/org/proj/two', 'by ssh');
    const project = await bench.projects.resolve('https://dev.azure.com/org/proj/_git/two');
    expect(project.id).toBe('dev.azure.com/org/proj/two');
    expect(projectKeys(project)).toContain('ssh.dev.azure.com/v3/org/proj/two');
  });

  it('joins no other project', async () => {
    await remember('code.example.com/scm/team/app', 'of the group scm');
    await repository.addRemote('origin', 'git@code.example.com:team/app.git');
    await bench.projects.resolve(repository.path);
    expect(await contents()).toEqual([]);
  });

  it('is cleaned before it is taken apart, after which nothing would say what it is', async () => {
    const project = await bench.projects.resolve('[smtp.example.org]:587 robot@example.org:Quartz7017');
    expect(JSON.stringify(project)).not.toContain('Quartz7017');
    // Without the words around it, it is a name as any other.
    const left = await bench.projects.resolve('smtp.example.org/587 robot@example.org:Quartz7017');
    expect(left.id).toContain('Quartz7017');
  });

  it.each(['pa/s3cret', 'a@s3cret', 'a#s3cret/x', 's3cret:/?@'])(
    'keeps a password out of ids, names, answers and the log: %s',
    async (password) => {
      const url = `https://me:${password}@code.example.com/team/app.git`;
      await repository.addRemote('origin', url);
      await repository.commit('First');
      const project = await bench.projects.resolve(repository.path);
      expect(project).toMatchObject({ id: 'code.example.com/team/app', name: 'app' });
      const said: unknown[] = [project, await bench.projects.resolve(url), bench.warnings];
      for (const broken of [`https://me:${password}@`, `https://me:${password}@code.example.com`])
        said.push(await bench.projects.resolve(broken).catch((error: Error) => error.message));
      said.push(await bench.store.read(({ projects }) => projects.list()));
      expect(JSON.stringify(said)).not.toContain('s3cret');
    },
  );
});

describe('other references', () => {
  it('are ids and aliases, and unknown ones are ids as they stand', async () => {
    expect(await bench.projects.resolve('handbook')).toEqual({
      id: 'handbook',
      name: 'handbook',
      aliases: [],
    });
    expect(await bench.projects.resolve('https://example.com/Group/Other.git')).toMatchObject({
      id: 'example.com/Group/Other',
      aliases: ['group/other', 'group-other', 'example.com/group/other'],
    });
    expect(await bench.store.read(({ projects }) => projects.list())).toEqual([]);
  });

  it('by name mean a project only when one alone has it', async () => {
    for (const group of ['a', 'b']) {
      const each = await GitRepository.create(temp.join(group));
      await each.addRemote('origin', `https://example.com/${group}/tool`);
      await bench.projects.resolve(each.path);
      const expected = group === 'a' ? 'example.com/a/tool' : 'tool';
      expect((await bench.projects.resolve('tool')).id).toBe(expected);
    }
  });

  it('that depend on a working directory or lead nowhere are refused', async () => {
    for (const reference of [
      '.',
      './repo',
      '../repo',
      '~/repo',
      '',
      '  ',
      '\u200B',
      ' \u202E',
      '\u00AD\u2060',
    ])
      await expect(bench.projects.resolve(reference)).rejects.toMatchObject({
        code: 'invalid_input',
      });
    await expect(bench.projects.resolve(temp.join('gone'))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('to a folder that is gone lead to the project that was there', async () => {
    const plain = await temp.makeDirectory('plain');
    const project = await bench.projects.resolve(plain);
    await rm(plain, { recursive: true });
    expect((await bench.projects.resolve(plain)).id).toBe(project.id);
  });
});

describe('trouble with git', () => {
  // The stand-in for git is a shell script.
  it.runIf(process.platform !== 'win32')(
    'of a foreign owner is told with the command that helps',
    async () => {
      await repository.commit('First');
      const path = process.env['PATH'] ?? '';
      const script = await temp.write(
        'bin/git',
        `#!/bin/sh\nPATH='${path}' GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec git "$@"\n`,
      );
      await chmod(script, 0o755);
      try {
        process.env['PATH'] = `${temp.join('bin')}:${path}`;
        await expect(bench.projects.resolve(repository.path)).rejects.toMatchObject({
          code: 'forbidden',
          message: expect.stringContaining(
            `git config --global --add safe.directory "${repository.path}"`,
          ) as string,
        });
      } finally {
        process.env['PATH'] = path;
      }
      expect((await bench.projects.resolve(repository.path)).id).toMatch(/^root:/);
    },
  );

  it('without git goes by folders, and says so once', async () => {
    await repository.commit('First');
    const path = process.env['PATH'];
    try {
      process.env['PATH'] = temp.join('nothing');
      expect((await bench.projects.resolve(repository.path)).id).toBe(`folder:${repository.path}`);
      await bench.projects.resolve(repository.path);
      expect(bench.warnings).toHaveLength(1);
    } finally {
      process.env['PATH'] = path;
    }
    expect((await bench.projects.resolve(repository.path)).id).toMatch(/^root:/);
  });

  it('in a broken repository goes by the folder', async () => {
    const broken = await temp.makeDirectory('broken');
    await mkdir(temp.join('broken/.git'));
    await writeFile(temp.join('broken/.git/config'), 'not a configuration');
    expect((await bench.projects.resolve(broken)).id).toBe(`folder:${broken}`);
  });
});

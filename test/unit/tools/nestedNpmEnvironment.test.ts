import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nestedNpmEnvironment } from '../../../tools/setup/nestedNpmEnvironment.mjs';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

const program = `process.stdout.write('ENV' + JSON.stringify(process.env))`;

describe('the environment of an npm that is started by npm run', () => {
  let temp: TempDirectory;
  beforeEach(async () => {
    temp = await tempDirectory('npm-environment');
    await temp.write('print.cjs', program);
    await temp.write(
      'package.json',
      JSON.stringify({ name: 'parent', scripts: { print: 'node print.cjs' } }),
    );
    await temp.write('.npmrc', '@company:registry=http://127.0.0.1:4873/\n');
  });
  afterEach(() => temp.dispose());

  /** What a script really finds, with the settings given on npm's command line. */
  const insideOfNpmRun = (...settings: string[]): NodeJS.ProcessEnv => {
    const printed = execFileSync('npm', ['run', 'print', ...settings], {
      cwd: temp.path,
      encoding: 'utf8',
      env: { ...process.env, COMPANY_TOKEN: 'kept', npm_config_https_proxy: 'http://127.0.0.1:8080' },
      shell: process.platform === 'win32',
    });
    return JSON.parse(printed.slice(printed.indexOf('ENV{') + 3)) as NodeJS.ProcessEnv;
  };
  const settingsIn = (environment: NodeJS.ProcessEnv): string[] =>
    Object.keys(environment).filter((name) => /^npm_/i.test(name));

  it('tells nothing of the Node, the project or the prefix of the parent', () => {
    const parent = insideOfNpmRun('--prefix=.', '--ignore-scripts', '--omit=dev');
    expect(parent['npm_config_user_agent']).toContain(process.version);
    expect(parent['npm_package_name']).toBe('parent');

    const nested = nestedNpmEnvironment(parent);
    const foreign =
      /user_agent|node_gyp|npm_version|prefix|package|lifecycle|command|execpath|omit|ignore|init_module|node_version/;
    expect(settingsIn(parent).filter((name) => foreign.test(name)).length).toBeGreaterThan(5);
    expect(settingsIn(nested).filter((name) => foreign.test(name))).toEqual([]);
  });

  it('still says how the registry is reached', () => {
    const nested = nestedNpmEnvironment(
      insideOfNpmRun(
        '--registry=http://127.0.0.1:4873/',
        '--strict-ssl=false',
        '--cache=kept',
        '--cafile=company.pem',
      ),
    );
    expect(nested).toMatchObject({
      npm_config_registry: 'http://127.0.0.1:4873/',
      npm_config_https_proxy: 'http://127.0.0.1:8080',
      npm_config_strict_ssl: '',
    });
    expect(nested['npm_config_cache']).toMatch(/kept$/);
    expect(nested['npm_config_cafile']).toMatch(/company\.pem$/);
    expect(nested['npm_config_userconfig']).toBeTruthy();
  });

  it('knows the settings however they are written', () => {
    const kept = {
      NPM_CONFIG_REGISTRY: 'a',
      'npm_config_strict-ssl': '',
      'npm_config_@company:registry': 'b',
      'npm_config_//127.0.0.1:4873/:_authToken': 'c',
      npm_config_noproxy: 'd',
    };
    const dropped = {
      NPM_CONFIG_USER_AGENT: 'npm/11 node/v20',
      npm_config_local_prefix: '/parent',
      npm_config_registry_of_something_else: 'x',
      npm_execpath: '/usr/lib/npm',
      npm_package_config_port: '1',
    };
    expect(nestedNpmEnvironment({ ...kept, ...dropped })).toEqual(kept);
  });

  it('leaves everything else as it is', () => {
    const parent = insideOfNpmRun();
    const nested = nestedNpmEnvironment(parent);
    const others = Object.entries(parent).filter(([name]) => !/^npm_/i.test(name));
    expect(Object.entries(nested).filter(([name]) => !/^npm_/i.test(name))).toEqual(others);
    expect(nested).toMatchObject({ COMPANY_TOKEN: 'kept', PATH: parent['PATH'] });
  });
});

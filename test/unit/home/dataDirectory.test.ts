import { createWhole } from '../../../src/home/wholeFile.ts';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DataDirectory, resolveHome } from '../../../src/home/dataDirectory.ts';
import { isProofOf, newNonce, proofOf } from '../../../src/home/proof.ts';
import { assertSamePort, chooseServerFile, readServerFile } from '../../../src/home/serverFile.ts';
import { previousTokenLife, TokenFile } from '../../../src/home/token.ts';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';

let temp: TempDirectory;
let directory: DataDirectory;
let count = 0;

beforeAll(async () => {
  temp = await tempDirectory('directory');
});
beforeEach(() => {
  directory = new DataDirectory(temp.join(`home-${++count}`));
});
afterAll(() => temp.dispose());

const modeOf = (file: string) => statSync(file).mode & 0o777;

describe('the home', () => {
  it.each([
    [{ home: '/given', env: { MEMORY_BRIDGE_HOME: '/env' } }, '/given'],
    [{ env: { MEMORY_BRIDGE_HOME: '/env', XDG_DATA_HOME: '/data' }, platform: 'linux' }, '/env'],
    [{ env: { XDG_DATA_HOME: '/data' }, platform: 'linux' }, '/data/opencode-memory-bridge'],
    [
      { env: { XDG_DATA_HOME: 'relative' }, platform: 'linux' },
      `${homedir()}/.local/share/opencode-memory-bridge`,
    ],
    [{ env: {}, platform: 'linux' }, `${homedir()}/.local/share/opencode-memory-bridge`],
    [{ env: {}, platform: 'darwin' }, `${homedir()}/Library/Application Support/opencode-memory-bridge`],
    [{ env: { LOCALAPPDATA: '/local' }, platform: 'win32' }, '/local/opencode-memory-bridge'],
  ] as const)('of %j is %s', (options, expected) => {
    expect(resolveHome(options)).toBe(path.normalize(expected));
  });

  it('is closed to others, also when it was open before', () => {
    mkdirSync(directory.home, { mode: 0o755 });
    directory.prepare();
    for (const folder of [
      directory.home,
      directory.logs,
      directory.backups,
      directory.exports,
      directory.bin,
    ])
      expect(modeOf(folder)).toBe(0o700);
  });

  it('says so when it cannot be made', () => {
    mkdirSync(directory.home);
    writeFileSync(path.join(directory.home, 'file'), '');
    const below = new DataDirectory(path.join(directory.home, 'file', 'home'));
    expect(codeOf(() => below.prepare())).toBe('read_only');
    for (const home of [below, new DataDirectory(path.join(directory.home, 'file'))]) {
      expect(() => home.prepare()).toThrow(`${home.home} is not a folder. Name another data directory`);
      expect(readServerFile(home)).toBeUndefined();
    }
  });
});

describe('exclusive creation', () => {
  it('lets the first one win and leaves no drafts', () => {
    directory.prepare();
    const file = path.join(directory.home, 'once');
    expect(['first', 'second', 'third'].map((text) => createWhole(file, text))).toEqual([true, false, false]);
    expect(readdirSync(directory.home).filter((name) => name.includes('once'))).toEqual(['once']);
    expect(modeOf(file)).toBe(0o600);
  });
});

describe('server.json', () => {
  it('is decided by the first', () => {
    directory.prepare();
    const first = chooseServerFile(directory, 4001);
    expect(chooseServerFile(directory, 4002)).toEqual(first);
    expect(readServerFile(directory)).toEqual(first);
    expect(() => assertSamePort(directory, first, 4001)).not.toThrow();
    expect(() => assertSamePort(directory, first, undefined)).not.toThrow();
    expect(codeOf(() => assertSamePort(directory, first, 4002))).toBe('port_mismatch');
  });

  it.each(['', 'nonsense', '{"port":0,"dataDirId":"12345678"}', '{"port":9824}'])(
    '%j is called corrupt',
    (text) => {
      directory.prepare();
      writeFileSync(directory.serverFile, text);
      expect(codeOf(() => readServerFile(directory))).toBe('corrupt');
    },
  );
});

describe('the token', () => {
  it('is made once, private, and the same for everybody', () => {
    const token = new TokenFile(directory).ensure();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(new TokenFile(directory).ensure()).toBe(token);
    expect(modeOf(directory.tokenFile)).toBe(0o600);
  });

  it('is good together with the one before it for a day, and no longer', () => {
    let now = 1_000_000;
    const tokens = new TokenFile(directory, () => now);
    const reader = new TokenFile(directory, () => now);
    const old = reader.ensure();
    const fresh = tokens.rotate().token;
    expect(reader.accepted()).toEqual([fresh, old]);
    expect(reader.verify(old)).toBe(true);
    expect(modeOf(directory.previousTokenFile)).toBe(0o600);
    now += previousTokenLife - 1;
    expect(reader.verify(old)).toBe(true);
    now += 1;
    expect(reader.verify(old)).toBe(false);
    expect(reader.verify(fresh)).toBe(true);
  });

  it('is not guessed', () => {
    const tokens = new TokenFile(directory);
    const token = tokens.ensure();
    for (const wrong of ['', token.slice(1), `${token}a`, token.toUpperCase()])
      expect(tokens.verify(wrong)).toBe(false);
  });

  it('proves itself without being said', () => {
    const nonce = newNonce();
    const proof = proofOf('secret', nonce);
    expect(isProofOf(['other', 'secret'], nonce, proof)).toBe(true);
    expect(isProofOf(['other'], nonce, proof)).toBe(false);
    expect(isProofOf(['secret'], newNonce(), proof)).toBe(false);
    expect(isProofOf(['secret'], nonce, '')).toBe(false);
  });
});

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    if (MemoryBridgeError.is(error)) return error.code;
    throw error;
  }
  return undefined;
}

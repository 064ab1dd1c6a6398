import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completeLock } from '../../../tools/setup/completeLock.mjs';

interface Lock {
  packages: Record<string, { version?: string }>;
}

describe('package-lock.json', () => {
  it('names the packages of every platform, without which `npm ci` refuses it', () => {
    const text = readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8');
    // When this fails: node tools/setup/completeLock.mjs
    expect(completeLock(JSON.parse(text) as Lock)).toEqual([]);
  });

  it('adds what is missing with the pinned version and the platform in the name', () => {
    const optionalDependencies = {
      'tool-linux-arm64-musl': '1.2.3',
      'tool-windows-x64': '1.2.3',
      'tool-linux-x64': '1.2.3',
      'not-a-platform': '1.2.3',
    };
    const lock = {
      packages: {
        '': {},
        'node_modules/tool': { dev: true, optionalDependencies },
        'node_modules/tool-linux-x64': { version: '1.2.3', integrity: 'kept' },
      } as Record<string, unknown>,
    };

    expect(completeLock(lock)).toEqual(['tool-linux-arm64-musl', 'tool-windows-x64']);
    expect(lock.packages).toMatchObject({
      'node_modules/tool-linux-arm64-musl': {
        version: '1.2.3',
        cpu: ['arm64'],
        libc: ['musl'],
        os: ['linux'],
        dev: true,
        optional: true,
      },
      'node_modules/tool-windows-x64': { cpu: ['x64'], os: ['win32'] },
      'node_modules/tool-linux-x64': { integrity: 'kept' },
    });
  });
});

import { describe, expect, it } from 'vitest';
import { networkOf, networkStanding } from '../../../src/net/networkOf.ts';
import { proxyFor } from '../../../src/net/proxyFor.ts';
import { type EditorProxy, proxyVariables } from '../../../src/extension/shared/proxyVariables.ts';

/** The way out of a server that a window with these settings starts, in an environment of its own. */
const networkFor = (settings: Partial<EditorProxy>, env: NodeJS.ProcessEnv = {}) => {
  const none = { support: undefined, proxy: undefined, noProxy: undefined, isStrict: undefined };
  return networkOf({ ...env, ...proxyVariables({ ...none, ...settings }) });
};
const proxyOf = (host: string, ...rest: Parameters<typeof networkFor>) =>
  proxyFor(new URL(`https://${host}`), networkFor(...rest))?.href;

describe('the proxy of the editor', () => {
  it('is that of the server which the editor starts, password and all', () => {
    const proxy = 'http://ann:secret@editor.example:8080';
    const env = { HTTPS_PROXY: 'http://shell.example:1', NO_PROXY: 'shell-only.example' };
    expect(proxyOf('a.example', { proxy }, env)).toBe(`${proxy}/`);
    expect(proxyOf('shell-only.example', { proxy }, env)).toBeUndefined();
    expect(networkStanding(networkFor({ proxy }))).toEqual({ proxy: 'http://editor.example:8080' });
  });

  it('excepts what the editor excepts', () => {
    const settings = { proxy: 'http://editor.example:1', noProxy: ['git.example', '', '*.corp.example'] };
    expect(proxyOf('git.example', settings)).toBeUndefined();
    expect(proxyOf('a.corp.example', settings)).toBeUndefined();
    expect(proxyOf('a.example', settings)).toBe('http://editor.example:1/');
    const alone = { noProxy: ['git.example'] };
    const env = { HTTPS_PROXY: 'http://shell.example:1' };
    expect(proxyOf('git.example', alone, env)).toBeUndefined();
    expect(proxyOf('a.example', alone, env)).toBe('http://shell.example:1/');
  });

  it.each([[{ proxy: ' ' }], [{ proxy: 'http://editor.example:1', support: 'off' }], [{}]])(
    'leaves it to the environment: %j',
    (settings) => {
      const env = { https_proxy: 'http://shell.example:1' };
      expect(proxyOf('a.example', settings, env)).toBe('http://shell.example:1/');
    },
  );

  it('says so when it cannot be used, and goes no other way', () => {
    const network = networkFor({ proxy: 'socks5://editor.example:1' });
    expect(networkStanding(network)).toEqual({ proxy: '' });
    expect(() => proxyFor(new URL('https://a.example'), network)).toThrow(/cannot be used/);
  });

  it('judges its certificate unless the editor does not', () => {
    expect(networkFor({ isStrict: true }).proxyStrictSsl).toBeUndefined();
    expect(networkFor({ isStrict: false }).proxyStrictSsl).toBe(false);
  });
});

describe('how a way out is described', () => {
  it.each([
    [{ MEMORY_BRIDGE_OFFLINE: '1', HTTPS_PROXY: 'http://one:1' }, { offline: 'MEMORY_BRIDGE_OFFLINE' }],
    [{ HF_HUB_OFFLINE: 'yes' }, { offline: 'HF_HUB_OFFLINE' }],
    [{ HTTPS_PROXY: 'http://ann:secret@one:1' }, { proxy: 'http://one:1' }],
    [{ HTTPS_PROXY: 'http://one:1', NO_PROXY: '*' }, {}],
    [{}, {}],
  ])('%j', (env, standing) => {
    expect(networkStanding(networkOf(env))).toEqual(standing);
  });
});

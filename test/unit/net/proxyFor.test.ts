import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../../src/net/proxyFor.ts';

describe('the choice of a proxy', () => {
  const choose = (address: string, env: NodeJS.ProcessEnv, setting?: string) =>
    proxyFor(new URL(address), { env, proxy: setting })?.host;

  it('is left to the setting, then to the environment', () => {
    expect(choose('https://a.example', {})).toBeUndefined();
    expect(choose('https://a.example', { HTTPS_PROXY: 'http://one:1', HTTP_PROXY: 'http://two:2' })).toBe(
      'one:1',
    );
    expect(choose('https://a.example', { https_proxy: 'http://low:1', HTTPS_PROXY: 'http://up:1' })).toBe(
      'low:1',
    );
    expect(choose('https://a.example', { HTTP_PROXY: 'two:2' })).toBe('two:2');
    expect(choose('https://a.example', { HTTPS_PROXY: 'http://one:1' }, 'http://set:3')).toBe('set:3');
    expect(choose('https://a.example', { HTTPS_PROXY: 'http://one:1' }, '')).toBe('one:1');
  });

  it('is none for this computer and for exceptions', () => {
    const env = { HTTPS_PROXY: 'http://one:1', NO_PROXY: 'b.example,.c.example *.d.example e.example:8443' };
    for (const host of [
      '127.0.0.1:1',
      'localhost',
      '[::1]:5',
      'b.example',
      'x.b.example',
      'x.c.example',
      'x.d.example',
      'e.example:8443',
    ])
      expect([host, choose(`https://${host}`, env)]).toEqual([host, undefined]);
    for (const host of ['a.example', 'ab.example', 'e.example'])
      expect([host, choose(`https://${host}`, env)]).toEqual([host, 'one:1']);
    expect(choose('https://a.example', { HTTPS_PROXY: 'http://one:1', no_proxy: '*' })).toBeUndefined();
  });

  it.each([
    ['10.0.0.0/8', 'https://10.1.2.3', 'https://11.1.2.3'],
    ['192.168.0.0/16:8443', 'https://192.168.4.4:8443', 'https://192.168.4.4'],
    ['2001:db8::1', 'https://[2001:db8::1]', 'https://[2001:db8::2]'],
    ['[2001:db8::1]:8443', 'https://[2001:db8::1]:8443', 'https://[2001:db8::1]'],
    ['2001:db8::/32', 'https://[2001:db8:9::1]', 'https://[2001:db9::1]'],
    ['Git.Example', 'https://GIT.example.', 'https://git.example.org'],
    ['.git.example', 'https://git.example', 'https://mygit.example'],
    ['10.0.0.0/99, *.*, ok.example', 'https://ok.example', 'https://any.example'],
    ['10.0.0.0/99 /8 10.0.0.0/x [::1 :80 . *. ok.example', 'https://ok.example', 'https://10.0.0.1'],
    ['127.0.0.1.evil.example', 'https://127.0.0.1.evil.example', 'https://evil.example'],
  ])('leaves it out after NO_PROXY=%s for %s, not for %s', (pattern, excepted, other) => {
    const env = { HTTPS_PROXY: 'http://one:1', NO_PROXY: pattern };
    expect(choose(excepted, env)).toBeUndefined();
    expect(choose(other, env)).toBe('one:1');
  });

  it('heeds the exceptions of the setting besides those of the environment', () => {
    const network = { env: { NO_PROXY: 'one.example' }, proxy: 'http://set:3', noProxy: ['two.example'] };
    const hosts = ['one', 'two', 'three'].filter((name) =>
      proxyFor(new URL(`https://${name}.example`), network),
    );
    expect(hosts).toEqual(['three']);
  });
});

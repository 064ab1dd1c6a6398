import { describe, expect, it } from 'vitest';
import { addressOf, manifestOf, miniLm } from '../../../src/embed/download/modelCatalogue.ts';
import { embedderSettingsSchema } from '../../../src/protocol/embedderSettings.ts';

const isValid = (settings: object) =>
  embedderSettingsSchema.safeParse({ provider: 'openai', ...settings }).success;

describe('the settings of the embedder', () => {
  it.each([
    ['https://api.example.com/v1', true],
    ['http://127.0.0.1:1234/v1', true],
    ['http://localhost:11434', true],
    ['http://[::1]:8080/v1', true],
    ['http://api.example.com/v1', false],
    ['http://localhost.example.com/v1', false],
    ['https://user:key@api.example.com/v1', false],
    ['https://api.example.com/v1?key=secret', false],
    ['ftp://example.com', false],
    ['api.example.com', false],
  ])('take the address %s: %s', (baseUrl, valid) => {
    expect(isValid({ baseUrl })).toBe(valid);
    expect(isValid({ mirror: baseUrl })).toBe(valid);
  });

  it('take proxies by name, without passwords, which belong into the environment', () => {
    expect(isValid({ proxy: 'http://proxy:8080' })).toBe(true);
    expect(isValid({ proxy: 'http://ann:secret@proxy:8080' })).toBe(false);
    expect(isValid({ proxy: 'socks5://proxy:1080' })).toBe(false);
  });

  it('take models by a manifest whose files cannot leave their folder', () => {
    expect(isValid({ provider: 'local', manifest: miniLm })).toBe(true);
    for (const path of ['../x', '/etc/x', 'a/../b', 'C:\\x', '.hidden', ''])
      expect(
        isValid({ provider: 'local', manifest: { ...miniLm, weights: { ...miniLm.weights, path } } }),
      ).toBe(false);
    for (const name of ['..', 'a/b/c', '../x'])
      expect(isValid({ provider: 'local', manifest: { ...miniLm, name } })).toBe(false);
  });

  it('have no room for a key', () => {
    expect(isValid({ apiKey: 'sk-1' })).toBe(false);
  });
});

describe('addresses of model files', () => {
  it.each([
    [
      undefined,
      'https://huggingface.co/Xenova/all-MiniLM-L6-v2/resolve/751bff37182d3f1213fa05d7196b954e230abad9/tokenizer.json',
    ],
    [
      'https://mirror.example/hub/',
      `https://mirror.example/hub/${miniLm.name}/resolve/${miniLm.revision}/tokenizer.json`,
    ],
    [
      'https://mirror.example/{model}/resolve/{revision}/',
      `https://mirror.example/${miniLm.name}/resolve/${miniLm.revision}/tokenizer.json`,
    ],
    ['https://mirror.example/x/{file}', 'https://mirror.example/x/tokenizer.json'],
  ])('come from %s', (mirror, address) => {
    expect(addressOf(miniLm, miniLm.tokenizer, mirror).href).toBe(address);
  });

  it('are of models that somebody vouches for', () => {
    expect(manifestOf({ provider: 'local' })).toBe(miniLm);
    expect(manifestOf({ provider: 'local', model: 'xenova/ALL-minilm-l6-v2' })).toBe(miniLm);
    expect(() => manifestOf({ provider: 'local', model: 'other' })).toThrow(/not known here.*manifest/);
    const own = { ...miniLm, name: 'own/model' };
    expect(manifestOf({ provider: 'local', manifest: own })).toBe(own);
    expect(() => manifestOf({ provider: 'local', model: 'other', manifest: own })).toThrow(/Remove one/);
  });
});

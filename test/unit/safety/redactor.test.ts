import { describe, expect, it } from 'vitest';
import { SecretRedactor } from '../../../src/safety/secretRedactor.ts';

const redactor = new SecretRedactor();
const redact = async (text: string): Promise<string> => (await redactor.redact(text)).text;

// Put together at run time, so that no scanner takes this file for a leak.
const joined = (...parts: string[]): string => parts.join('-');
const githubToken = ['ghp', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('_');
const key = ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' ');

describe('SecretRedactor', () => {
  it.each([
    [githubToken, 'github'],
    [joined('xoxb', '123456789012', '1234567890123', 'abcdefghijklmnopqrstuvwx'), 'slack'],
    [joined('sk', 'ant', 'api03', `${'a'.repeat(93)}AA`), 'anthropic'],
    [`npm_${'a'.repeat(36)}`, 'npm'],
    [joined('glpat', 'ABCDEFGHIJKLMNOPQRST'), 'gitlab-token'],
    [`AIza${'S'.repeat(35)}`, 'google-api-key'],
    [joined('sk', 'proj', 'A1'.repeat(20)), 'openai-key'],
    [['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3', 'dozjgNryP4J3jVmNHl0w5N'].join('.'), 'jwt'],
    [`${key}\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----`, 'private-key'],
  ])('replaces %s', async (secret, kind) => {
    expect(await redactor.redact(`before ${secret} after`)).toEqual({
      text: `before [redacted:${kind}] after`,
      found: [kind],
    });
  });

  it('takes only the secret part out of an assignment, a header and an address', async () => {
    expect(await redact('set password=hunter2hunter2, then restart')).toBe(
      'set password=[redacted:password], then restart',
    );
    expect(await redact('DB_PASSWORD=correct-horse')).toBe('DB_PASSWORD=[redacted:password]');
    expect(await redact('api_key: "0f23456789abcdef"')).toBe('api_key: "[redacted:key]"');
    expect(await redact('Authorization: Bearer abcdefghijkl12345678')).toBe(
      'Authorization: Bearer [redacted:authorization]',
    );
    expect(await redact('see https://me:hunter22@host.example.org/x now')).toBe(
      'see https://[redacted:credentials]@host.example.org/x now',
    );
    expect(await redact('postgres://admin:s3cr3tpw@db.example.org:5432/app')).toBe(
      'postgres://[redacted:credentials]@db.example.org:5432/app',
    );
  });

  it('does not let the text switch the search off', async () => {
    const text = `// secretlint-disable\n${githubToken}\n/* secretlint-disable-line */ ${githubToken}`;
    expect(await redact(text)).not.toContain(githubToken);
  });

  it.each([
    'We decided to keep the password hashing in argon2id.',
    'password = process.env.DB_PASSWORD',
    'password=$DB_PASSWORD and secret=<your secret>',
    'The bearer token goes into the header.',
    'token: getToken(user)',
    'commit 1797f27a0b1c2d3e4f5061728394a5b6c7d8e9f0 in github.com/owner/repo',
    'See https://example.com/a?b=c#d and &789, !123, #456.',
    '日本語 🦊',
    '',
  ])('leaves %s', async (text) => {
    expect(await redactor.redact(text)).toEqual({ text, found: [] });
  });

  it('replaces each of many and joins what overlaps', async () => {
    const result = await redactor.redact(`a ${githubToken} b Authorization: Bearer ${githubToken} c`);
    expect(result.text).toBe('a [redacted:github] b Authorization: Bearer [redacted:github] c');
    expect(result.found).toEqual(['github']);
  });

  it('comes back from hostile text', { timeout: 10_000 }, async () => {
    for (const part of ['a', 'eyJ', 'password ', 'x_', '://', 'Bearer ', 'A1']) {
      const text = part.repeat(Math.floor(100_000 / part.length));
      expect(await redact(text)).toBe(text);
    }
    const opened = '-----BEGIN PRIVATE KEY-----'.repeat(4_000);
    // Without a key between the marks there is nothing to hide.
    expect((await redact(opened)) === opened).toBe(true);
  });

  it('finds a secret wherever it lies in a long text', async () => {
    const line = 'The server closes idle connections after an hour.\n';
    const long = line.repeat(1_400);
    const privateKey = `${key}\n${`${'MIIEpAIBAAKCAQEA'.repeat(4)}\n`.repeat(140)}-----END RSA PRIVATE KEY-----`;
    // Around the places where a long text is cut for the library.
    for (const place of [0, 19_960, 19_990, 20_000, 31_950, 31_980, 32_000, 39_990, 51_980, long.length]) {
      for (const secret of [githubToken, privateKey]) {
        const redacted = await redact(`${long.slice(0, place)} ${secret} ${long.slice(place)}`);
        expect(redacted.replace(/\[redacted:[\w-]+\]/, '*')).toBe(
          `${long.slice(0, place)} * ${long.slice(place)}`,
        );
      }
    }
  });

  it('leaves no marks behind that would pile up in a server', async () => {
    const redactor = new SecretRedactor();
    await redactor.redact('first text');
    const before = performance.getEntries().length;
    for (let round = 0; round < 20; round++) await redactor.redact(`text ${round}`);
    expect(performance.getEntries().length).toBe(before);
  });
});

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { buildOwnership } from '../../../dev/bundles/ownershipBundle.ts';
import { tempDirectory } from '../../../dev/files/tempDirectory.ts';

it('ships none of the fixtures of the conformance suite', async () => {
  await using dist = await tempDirectory('conformance-shipped');
  const { server, cli } = await buildOwnership(dist.path);
  // Both load what they share.
  const shared = await readFile(path.join(dist.path, 'memoryServer.js'), 'utf8');
  const shipped = await Promise.all(
    [server, cli].map(async (file) => (await readFile(file, 'utf8')).concat(shared)),
  );

  for (const code of shipped) {
    expect(code).toContain('get_boot_context');
    expect(code).toContain('./memoryServer.js');
    expect(code.match(/\btest_(?!suite\b)[a-z_]+|test:\/\/[a-z]+/g)).toBeNull();
  }
});

import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { buildOwnership } from '../../../dev/bundles/ownershipBundle.ts';
import { tempDirectory } from '../../../dev/files/tempDirectory.ts';

it('ships none of the fixtures of the conformance suite', async () => {
  await using dist = await tempDirectory('conformance-shipped');
  const { server, cli } = await buildOwnership(dist.path);
  const shipped = await Promise.all([server, cli].map((file) => readFile(file, 'utf8')));

  for (const code of shipped) {
    expect(code).toContain('get_boot_context');
    expect(code.match(/\btest_[a-z_]+|test:\/\/[a-z]+/g)).toBeNull();
  }
});

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The VSIX that `npm run package` has made; `npm test` makes it before the suites that need it. MEMORY_BRIDGE_TEST_VSIX
 * names another one, for example of a released version.
 */
export function builtPackage(): string {
  const named = process.env['MEMORY_BRIDGE_TEST_VSIX'];
  if (named) return named;
  const manifest = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const file = fileURLToPath(new URL(`../../dist/opencode-memory-bridge-${version}.vsix`, import.meta.url));
  if (!existsSync(file)) throw new Error(`${file} is missing. Run: npm run package`);
  return file;
}

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The VSIX that `npm run package` has made; `npm test` makes it before the suites that need it. */
export function builtPackage(): string {
  const manifest = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const file = fileURLToPath(new URL(`../../dist/opencode-memory-bridge-${version}.vsix`, import.meta.url));
  if (!existsSync(file)) throw new Error(`${file} is missing. Run: npm run package`);
  return file;
}

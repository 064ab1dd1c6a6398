import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

/** Pictures of the documentation change only on request, so that a test run leaves the working tree as it was. */
const folder = process.env['UPDATE_SCREENSHOTS'] ? 'media/screenshots' : 'reports/screenshots';
const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Takes a picture of the page and returns its path: `reports/screenshots/<name>.png`, or with `UPDATE_SCREENSHOTS=1`
 * in the environment `media/screenshots/<name>.png`.
 */
export async function takeScreenshot(page: Page, name: string): Promise<string> {
  const directory = path.join(root, folder);
  await mkdir(directory, { recursive: true });
  const file = path.join(directory, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  return file;
}

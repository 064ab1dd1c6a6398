/**
 * Tests that failed and passed in one run. They do not stop a run by themselves, but the same one in two runs in a row
 * does: a flaky test is a defect, and whoever looks away twice never looks.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const fileName = path.join('reports', 'flaky.json');

/**
 * @typedef {{ suite: string, file: string, test: string }} FlakyTest
 */

/** Those of the run before. @returns {FlakyTest[]} */
export function readFlaky(root) {
  try {
    return JSON.parse(readFileSync(path.join(root, fileName), 'utf8')).tests;
  } catch {
    return [];
  }
}

/**
 * Writes down those of this run. What an older run says of suites that did not run now still holds.
 *
 * @param {string} root
 * @param {FlakyTest[]} found
 * @param {FlakyTest[]} before
 * @param {readonly string[]} suites That ran now.
 */
export function writeFlaky(root, found, before, suites) {
  const tests = [...before.filter(({ suite }) => !suites.includes(suite)), ...found];
  mkdirSync(path.join(root, 'reports'), { recursive: true });
  writeFileSync(path.join(root, fileName), `${JSON.stringify({ tests }, null, 2)}\n`);
}

/** Those of `found` that were flaky in the run before, too. */
export function flakyAgain(found, before) {
  const keyOf = ({ suite, file, test }) => JSON.stringify([suite, file, test]);
  const known = new Set(before.map(keyOf));
  return found.filter((each) => known.has(keyOf(each)));
}

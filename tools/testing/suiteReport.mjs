/** Reads what vitest reports of a suite as JSON. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** Tests with this tag count what must be right at the first try: lost, doubled, leaked or foreign data, owners, claims, permissions. */
export const noSecondRun = 'no-second-run';

/**
 * @typedef {object} FileReport
 * @property {string} file Relative to the root, with forward slashes.
 * @property {number} seconds
 * @property {{ passed: number, failed: number, skipped: number }} counts
 * @property {boolean} hasFailed Also when no single test did, but what surrounds them.
 * @property {string[]} failures Full names of the tests that failed.
 * @property {string[]} reasons Of each of them the first line that says why; of the file where no test failed.
 * @property {boolean} isFinal Whether one of those may not be tried again.
 */

/** @returns {FileReport[] | undefined} Undefined when the suite has left no report: it did not come to its end. */
export function readSuiteReport(root, report) {
  try {
    const { testResults } = JSON.parse(readFileSync(path.join(root, report), 'utf8'));
    return testResults.map((result) => fileReport(root, result));
  } catch {
    return undefined;
  }
}

function fileReport(root, { name, startTime, endTime, status, message, assertionResults: tests }) {
  const failed = tests.filter((test) => test.status === 'failed');
  const passed = tests.filter((test) => test.status === 'passed').length;
  const hasFailed = status === 'failed';
  // When a whole file fails, for example before its first test, any of its tests may be the reason.
  const suspects = failed.length > 0 ? failed : hasFailed ? tests : [];
  return {
    file: path.relative(root, name).split(path.sep).join('/'),
    seconds: (endTime - startTime) / 1000,
    counts: { passed, failed: failed.length, skipped: tests.length - passed - failed.length },
    hasFailed,
    failures: failed.map(({ fullName }) => fullName),
    reasons:
      failed.length > 0
        ? failed.map(({ failureMessages: [first] }) => firstLine(first))
        : [firstLine(message)],
    isFinal: suspects.some(({ tags = [] }) => tags.includes(noSecondRun)),
  };
}

const firstLine = (text = '') => stripVTControlCharacters(text).trim().split('\n')[0];

/** @param {readonly FileReport[]} files */
export function sumOf(files) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { counts } of files) for (const key of Object.keys(sum)) sum[key] += counts[key];
  return sum;
}

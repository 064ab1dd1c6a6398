/** What `npm test` consists of. A stage is a command; a suite is a stage whose tests report as JSON. */
import path from 'node:path';

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {[command: string, args: string[]]} command
 * @property {string} [report] Where a suite writes what became of its tests, relative to the root.
 * @property {boolean} [isTriedAgain] Whether a file that failed gets a second run by itself.
 */

const binary = (root, name) => path.join(root, 'node_modules', '.bin', name);

/** One suite, or with `files` a part of it. @returns {Stage} */
export function suite(
  root,
  name,
  { isTriedAgain = false, files = [], report = `reports/test-${name}.json`, project = name } = {},
) {
  const args = [
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  return { name, command: [binary(root, 'vitest'), [...args, ...files]], report, isTriedAgain };
}

/** In order. @returns {Stage[]} */
export function allStages(root) {
  const node = (name, ...args) => ({ name, command: [process.execPath, args] });
  return [
    { name: 'format', command: [binary(root, 'oxfmt'), ['--check', '.']] },
    { name: 'lint', command: [binary(root, 'oxlint'), ['--type-aware', '--deny-warnings']] },
    { name: 'types', command: [binary(root, 'tsc'), ['--noEmit']] },
    suite(root, 'unit'),
    suite(root, 'contract'),
    node('package', 'tools/release/package.mjs'),
    node('notices', 'tools/checks/notices.mjs'),
    node('system', 'tools/setup/system.mjs'),
    node('editor', 'tools/setup/codeServer.mjs'),
    node('conformance', 'tools/setup/conformance.mjs'),
    // In halves: several files at a time, then those that have to be alone (vitest.config.mts).
    suite(root, 'server', { project: 'server-*' }),
    // An editor, a browser and an agent are programs of others on a machine that may be busy. What our own server
    // does is never tried again.
    suite(root, 'opencode', { isTriedAgain: true }),
    suite(root, 'host', { isTriedAgain: true }),
    suite(root, 'e2e', { isTriedAgain: true }),
  ];
}

// Before a tag is built: does what will be published say rightly where it comes from? Ends with 1 and the reasons if not.
import { readFile } from 'node:fs/promises';
import { releaseProblems } from '../release/repository.mjs';

const read = (name) => readFile(new URL(`../../${name}`, import.meta.url), 'utf8');
const problems = releaseProblems({
  manifest: JSON.parse(await read('package.json')),
  environment: process.env,
  changelog: await read('CHANGELOG.md'),
});
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log('This version can be released.');

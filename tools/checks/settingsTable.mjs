// The settings in README.md, as package.json declares them. `--write` renews them; a unit test compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const read = (name) => readFileSync(new URL(name, root), 'utf8');
const begin = '<!-- settings: written by tools/checks/settingsTable.mjs -->';
const end = '<!-- /settings -->';

/** README.md with the table of this moment. */
export function readmeWithSettings(readme = read('README.md')) {
  const { properties } = JSON.parse(read('package.json')).contributes.configuration;
  const texts = JSON.parse(read('package.nls.json'));
  const textOf = (key) =>
    (texts[key.slice(1, -1)] ?? '')
      .replace(/`?#([\w.]+)#`?/g, '`$1`')
      .replaceAll('|', '\\|')
      .replaceAll(/\s*\n\s*/g, ' ');
  const rows = Object.entries(properties)
    .toSorted(([, left], [, right]) => left.order - right.order)
    .map(
      ([id, { default: value, markdownDescription, markdownEnumDescriptions = [], enum: values = [] }]) => {
        const choices = values.map(
          (each, index) => `\`${each}\`: ${textOf(markdownEnumDescriptions[index] ?? '')}`,
        );
        const shown =
          value === '' || value === null ? '' : `\`${JSON.stringify(value).replaceAll('"', '')}\``;
        return `| \`${id}\` | ${shown} | ${[textOf(markdownDescription), ...choices].join('<br>')} |`;
      },
    );
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error('README.md has lost the marks around its settings.');
  const table = ['', '| setting | default | |', '|---|---|---|', ...rows, ''].join('\n');
  return `${readme.slice(0, from + begin.length)}\n${table}\n${readme.slice(to)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv.includes('--write'))
  writeFileSync(new URL('README.md', root), readmeWithSettings());

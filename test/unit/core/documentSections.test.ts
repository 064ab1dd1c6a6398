import { describe, expect, it } from 'vitest';
import { documentSections } from '../../../src/core/document/documentSections.ts';
import { sectionCategory } from '../../../src/core/document/sectionCategory.ts';

const sectionsOf = (text: string) => documentSections(text.split('\n'));
const shown = (text: string) =>
  sectionsOf(text).map(({ headings, text: said }) => [headings.join(' > '), said]);

describe('sections of a document', () => {
  it('are what stands under each heading, with the headings above it and the lines that it takes', () => {
    const text = [
      '# Guide',
      '',
      'How we work on the shop.',
      '',
      '## Install',
      'Run npm ci first.',
      '### From **source**',
      'Clone it and build it.',
      '',
      'Usage',
      '=====',
      'Call it with a name.',
    ].join('\n');
    expect(sectionsOf(text)).toEqual([
      { headings: ['Guide'], startLine: 1, endLine: 4, text: 'How we work on the shop.' },
      { headings: ['Guide', 'Install'], startLine: 5, endLine: 6, text: 'Run npm ci first.' },
      {
        headings: ['Guide', 'Install', 'From source'],
        startLine: 7,
        endLine: 9,
        text: 'Clone it and build it.',
      },
      { headings: ['Usage'], startLine: 10, endLine: 12, text: 'Call it with a name.' },
    ]);
  });

  it.each([
    ['a fence', '# A\nRun this by hand:\n```sh\n# not a heading\nmake\n```'],
    ['a fence of tildes', '# A\nRun this by hand:\n~~~\n## nor this\n~~~'],
    ['a comment of several lines', '# A\nRead this first, please.\n<!--\n# hidden\n-->\nAnd this.'],
  ])('have no heading from %s', (_name, text) => {
    expect(sectionsOf(text)).toHaveLength(1);
  });

  it.each([
    ['badges', '# A\n[![Build](https://a/b.svg)](https://a)\n![Cover](c.png) ![D](d.png)'],
    ['a table of contents', '# A\n- [Install](#install)\n- [Use it well](#use-it-well)\n  1. [More](#more)'],
    ['a rule and a word', '# A\n---\nMIT'],
    ['nothing', '# A\n\n\n'],
    ['tags around a picture', '<p align="center">\n<img src="logo.png">\n</p>'],
    ['a comment', '# A\n<!-- what to write here and how -->'],
  ])('are none with %s alone', (_name, text) => {
    expect(sectionsOf(text)).toEqual([]);
  });

  it('keep the numbers of their lines behind comments', () => {
    const [section] = sectionsOf('<!-- one\ntwo -->\n# A\nIt says three words.');
    expect([section?.startLine, section?.endLine]).toEqual([3, 4]);
  });

  it('count in scripts without blanks', () => {
    expect(shown('# 規約\nテストを先に書く。')).toEqual([['規約', 'テストを先に書く。']]);
  });
});

describe('what a section is', () => {
  it.each([
    [['Guide', 'Design decisions'], 'We keep one file.', 'decision'],
    [['Contributing', 'Code style'], 'Two spaces.', 'convention'],
    [['README', 'Getting started'], 'Run it.', 'procedure'],
    [['README', 'Getting started', 'On Windows'], 'Run it there.', 'procedure'],
    [['Konventionen'], 'Namen auf Englisch.', 'convention'],
    [['Roadmap'], 'Windows comes next.', 'plan'],
    [['3. Testing'], 'Call npm test.', 'procedure'],
    [['About'], '1. One\n2. Two\n3. Three', 'procedure'],
    [['About'], 'It sells things.', 'fact'],
    [['Plant list'], 'Roses and more.', 'fact'],
    [[], 'It sells things.', 'fact'],
  ])('%j: %s is a %s', (headings, text, category) => {
    expect(sectionCategory({ headings, text })).toBe(category);
  });
});

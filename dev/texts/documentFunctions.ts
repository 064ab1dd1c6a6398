import { parseAdr } from '../../src/core/statement/adr/adr.ts';
import { readFrontMatter } from '../../src/core/statement/adr/adrFrontMatter.ts';
import { readLines } from '../../src/core/statement/adr/adrOutline.ts';
import { findSuccessor } from '../../src/core/statement/adr/adrSuccessor.ts';
import { documentSections } from '../../src/core/document/documentSections.ts';
import { sectionCategory } from '../../src/core/document/sectionCategory.ts';
import { fingerprintOf, hashOfLines } from '../../src/intake/documents/documentItem.ts';
import { readFrontMatter as readMatter } from '../../src/intake/documents/frontMatter.ts';
import { pipelineStatements } from '../../src/intake/documents/project/pipelines.ts';
import { projectItems } from '../../src/intake/documents/project/projectFiles.ts';

/** Functions about documents and decision records that are handed a text from outside. */
export const documentFunctions: Readonly<Record<string, (text: string) => unknown>> = {
  'core/document/documentSections.ts#documentSections': (text) => documentSections(text.split('\n')),
  'core/document/documentSections.ts#documentSections of one line': (text) =>
    documentSections(['# A', text.replaceAll('\n', ' ')]),
  'core/document/sectionCategory.ts#sectionCategory': (text) => sectionCategory({ headings: [text], text }),
  'intake/documents/documentItem.ts#fingerprintOf': (text) => fingerprintOf({ title: text, content: text }),
  'intake/documents/documentItem.ts#hashOfLines': (text) => hashOfLines(text.split('\n')),
  'intake/documents/frontMatter.ts#readFrontMatter': (text) =>
    readMatter(['---', ...text.split('\n'), '---']),
  'intake/documents/frontMatter.ts#readFrontMatter as TOML': (text) =>
    readMatter(['+++', ...text.split('\n'), '+++']),
  'intake/documents/project/pipelines.ts#pipelineStatements': (text) =>
    pipelineStatements('.gitlab-ci.yml', text),
  'intake/documents/project/projectFiles.ts#projectItems': (text) =>
    projectItems('README.md', text, new Set()),
  'intake/documents/project/projectFiles.ts#projectItems of a manifest': (text) =>
    projectItems('pyproject.toml', text, new Set()),
  'intake/documents/project/projectFiles.ts#projectItems of a Makefile': (text) =>
    projectItems('Makefile', text, new Set()),
  'intake/documents/project/projectFiles.ts#projectItems of modules': (text) =>
    projectItems('go.mod', `module a/b\n${text}`, new Set()),
  'core/statement/adr/adr.ts#parseAdr': (text) => parseAdr('docs/adr/0007-text.md', text),
  'core/statement/adr/adr.ts#parseAdr of a path': (text) => parseAdr(text, '# Title'),
  'core/statement/adr/adrFrontMatter.ts#readFrontMatter': (text) =>
    readFrontMatter(['---', ...text.split('\n'), '---']),
  'core/statement/adr/adrOutline.ts#readLines': (text) => readLines(text.split('\n'), 'markdown'),
  'core/statement/adr/adrOutline.ts#readLines of AsciiDoc': (text) => readLines(text.split('\n'), 'asciidoc'),
  'core/statement/adr/adrOutline.ts#readLines of reStructuredText': (text) =>
    readLines(text.split('\n'), 'restructured'),
  'core/statement/adr/adrSuccessor.ts#findSuccessor': (text) => findSuccessor('docs/adr/0007-text.md', text),
};

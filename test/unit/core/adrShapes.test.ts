import { describe, expect, it } from 'vitest';
import { parseAdr } from '../../../src/core/statement/adr/adr.ts';

const read = (text: string, path = 'docs/adr/0005-queues.md'): ReturnType<typeof parseAdr> =>
  parseAdr(path, text);

/** Status, context, decision and consequences as people name them. */
const languages: readonly (readonly [string, string, string, string, string])[] = [
  ['English', 'Status', 'Context', 'Decision', 'Consequences'],
  ['German', 'Status', 'Kontext', 'Entscheidung', 'Konsequenzen'],
  ['German, in other words', 'Stand', 'Ausgangslage', 'Getroffene Entscheidung', 'Auswirkungen'],
  ['French', 'Statut', 'Contexte', 'Décision', 'Conséquences'],
  ['French, in other words', 'État', 'Problématique', 'Option retenue', 'Impacts'],
  ['Spanish', 'Estado', 'Contexto', 'Decisión', 'Consecuencias'],
  ['Spanish, in other words', 'Estado', 'Antecedentes', 'Opción elegida', 'Implicaciones'],
  ['Portuguese', 'Estado', 'Contexto', 'Decisão', 'Consequências'],
  ['Italian', 'Stato', 'Contesto', 'Decisione', 'Conseguenze'],
  ['Dutch', 'Status', 'Achtergrond', 'Besluit', 'Gevolgen'],
  ['Polish', 'Status', 'Kontekst', 'Decyzja', 'Konsekwencje'],
  ['Russian', 'Статус', 'Контекст', 'Решение', 'Последствия'],
  ['Chinese', '状态', '背景', '决策', '后果'],
  ['Chinese, in other words', '状态', '上下文', '决定', '影响'],
  ['Chinese, traditional', '狀態', '背景', '決策', '後果'],
  ['Japanese', 'ステータス', 'コンテキスト', '決定', '結果'],
  ['Japanese, in other words', '状態', '背景', '決定事項', '影響'],
  ['Korean', '상태', '배경', '결정', '결과'],
];
const parts = {
  context: 'Jobs got lost.',
  decision: 'One queue for all.',
  consequences: 'Another process runs.',
};

type Shape = (status: string, context: string, decision: string, consequences: string) => string;
const markdown =
  (heading: (name: string, at: number) => string): Shape =>
  (...names) =>
    `# 5. Queues\n\n${['Accepted', parts.context, parts.decision, parts.consequences]
      .map((text, at) => `${heading(names[at] ?? '', at)}\n\n${text}\n`)
      .join('\n')}`;

const shapes: readonly (readonly [string, Shape, (string | undefined)?])[] = [
  ['headings', markdown((name) => `## ${name}`)],
  ['deeper headings', markdown((name) => `### ${name} ###`)],
  ['headings of the first level', markdown((name) => `# ${name}`)],
  ['numbered headings', markdown((name, at) => `## ${at + 1}. ${name}`)],
  ['headings numbered twice', markdown((name, at) => `## 3.${at + 1} ${name}`)],
  ['headings in Roman numbers', markdown((name, at) => `## ${['I', 'II', 'III', 'IV'][at]}. ${name}`)],
  ['headings with marks', markdown((name) => `## **${name}**:`)],
  ['headings with pictures', markdown((name) => `## 📌 ${name} {#part}`)],
  [
    'underlined headings',
    (...names) =>
      markdown((name) => `${name}\n--------`)(...names).replace('# 5. Queues', '5. Queues\n========='),
  ],
  ['bold labels', markdown((name) => `**${name}**`)],
  [
    'bold labels with a colon',
    (...names) => markdown((name) => `**${name}:**`)(...names).replaceAll(':**\n\n', ':** '),
  ],
  ['labels', (...names) => markdown((name) => `${name}:`)(...names).replaceAll(':\n\n', ': ')],
  [
    'a list of labels',
    (...names) => markdown((name) => `- **${name}**:`)(...names).replaceAll(':\n\n', ': '),
  ],
  [
    'a table',
    (...names) =>
      `# 5. Queues\n\n| Field | Value |\n|---|---|\n${['Accepted', parts.context, parts.decision, parts.consequences].map((text, at) => `| **${names[at]}** | ${text} |`).join('\n')}`,
  ],
  [
    'a table without its outer lines',
    (...names) =>
      `# 5. Queues\n\nField | Value\n--- | ---\n${['Accepted', parts.context, parts.decision, parts.consequences].map((text, at) => `${names[at]} | ${text}`).join('\n')}`,
  ],
  [
    'a table with a head',
    (...names) =>
      `# 5. Queues\n\n| ${names.join(' | ')} |\n|---|---|---|---|\n| Accepted | ${parts.context} | ${parts.decision} | ${parts.consequences} |`,
  ],
  [
    'a table with a head and without outer lines',
    (...names) =>
      `# 5. Queues\n\n${names.join(' | ')}\n--- | --- | --- | ---\nAccepted | ${parts.context} | ${parts.decision} | ${parts.consequences}`,
  ],
  [
    'a table of HTML',
    (...names) =>
      `# 5. Queues\n\n<table>\n${['Accepted', parts.context, parts.decision, parts.consequences].map((text, at) => `<tr><th>${names[at]}</th><td>${text}</td></tr>`).join('\n')}\n</table>`,
  ],
  [
    'AsciiDoc',
    (...names) => markdown((name) => `== ${name}`)(...names).replace('# ', '= '),
    'docs/adr/0005-queues.adoc',
  ],
  [
    'AsciiDoc with underlines',
    (...names) =>
      markdown((name) => `${name}\n${'-'.repeat(name.length)}`)(...names).replace(
        '# 5. Queues',
        '5. Queues\n=========',
      ),
    'docs/adr/0005-queues.adoc',
  ],
  [
    'AsciiDoc with a list of terms',
    (...names) =>
      markdown((name) => `${name}::`)(...names)
        .replaceAll('::\n\n', ':: ')
        .replace('# ', '= '),
    'docs/adr/0005-queues.adoc',
  ],
  [
    'AsciiDoc with a table',
    (...names) =>
      `= 5. Queues\n\n|===\n${['Accepted', parts.context, parts.decision, parts.consequences].map((text, at) => `|${names[at]}\n|${text}`).join('\n\n')}\n|===`,
    'docs/adr/0005-queues.adoc',
  ],
  [
    'AsciiDoc with a table whose first column is a head',
    (...names) =>
      `= 5. Queues\n\n[cols="h,1"]\n|===\n${['Accepted', parts.context, parts.decision, parts.consequences].map((text, at) => `h|${names[at]} |${text}`).join('\n')}\n|===`,
    'docs/adr/0005-queues.adoc',
  ],
  [
    'reStructuredText',
    (...names) =>
      markdown((name) => `${name}\n~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~`)(...names).replace(
        '# 5. Queues',
        '=========\n5. Queues\n=========',
      ),
    'docs/adr/0005-queues.rst',
  ],
  [
    'reStructuredText with fields',
    (...names) =>
      `5. Queues\n=========\n\n${['Accepted', parts.context, parts.decision, parts.consequences].map((text, at) => `:${names[at]}: ${text}`).join('\n')}`,
    'docs/adr/0005-queues.rst',
  ],
  [
    'reStructuredText with a list table',
    (...names) =>
      `5. Queues\n=========\n\n.. list-table::\n\n${['Accepted', parts.context, parts.decision, parts.consequences].map((text, at) => `   * - ${names[at]}\n     - ${text}`).join('\n')}`,
    'docs/adr/0005-queues.rst',
  ],
];

describe.each(shapes.map(([name, shape, path]) => ({ name, shape, path })))(
  'a record in $name',
  ({ shape, path }) => {
    it.each(languages)('is read in %s', (_language, ...names) => {
      expect(parseAdr(path ?? 'docs/adr/0005-queues.md', shape(...names))).toEqual({
        title: 'Queues',
        number: 5,
        status: 'accepted',
        ...parts,
      });
    });
  },
);

describe('the decision of a record', () => {
  it.each([
    ['behind a colon in its heading', '# T\n\n## Decision: one queue\n\nBecause.', 'one queue\n\nBecause.'],
    [
      'with parts of its own',
      '# T\n\n## Decision\n\nOne.\n\n### Details\n\nTwo.\n\n### Consequences\n\nThree.',
      'One.\n\n### Details\n\nTwo.',
    ],
    ['below what drove it', '# T\n\n## Decision Drivers\n\n* speed\n\n## Decision Outcome\n\nOne.', 'One.'],
    [
      'beside its makers',
      '# T\n\n**Decision makers:** Ann\n\n**Decision:** One.\n\n**Decision date:** 2024',
      'One.',
    ],
    [
      'and not the hint of a template',
      '# T\n\n<!--\n## Decision\n\nWhat?\n-->\n\n## Decision\n\n<!-- active voice -->\nOne.',
      'One.',
    ],
    ['and not an example of one', '# T\n\n```\n## Decision\n\nWhat?\n```\n\n## Decision\n\nOne.', 'One.'],
    ['and not an empty one', '# T\n\n## Decision\n\n## Chosen option\n\nOne.', 'One.'],
    ['without a title', '## Context\n\nWhy.\n\n## Decision\n\nOne.', 'One.'],
    [
      'in the field of a file',
      '---\ndecision: >\n  One\n  queue.\n---\n# T\n\n## Context\n\nWhy.',
      'One\nqueue.',
    ],
    ['as a solution', '# T\n\n## Problem\n\nWhy.\n\n## Solution\n\nOne.', 'One.'],
    [
      'as a sentence',
      '# T\n\n## Why\n\nJobs got lost.\n\nWe decided to use one queue.\n\n## Notes\n\nNone.',
      'We decided to use one queue.',
    ],
    [
      'as a chosen option',
      '# T\n\n## Options\n\n* a\n* b\n\nChosen option: a, because it is there.',
      'a, because it is there.',
    ],
    [
      'in a Y-statement',
      '# T\n\nStatus: accepted\nDate: 2024-01-01\n\nSome words.\n\nIn the context of jobs, facing losses, we decided for one queue and neglected none,\nto achieve order, accepting another process.',
      'In the context of jobs, facing losses, we decided for one queue and neglected none,\nto achieve order, accepting another process.',
    ],
    [
      'in a Y-statement of another language',
      '# T\n\nStatus: akzeptiert\n\nIm Kontext der Aufträge entschieden wir uns für eine Warteschlange.\n\n## Notizen\n\nKeine.',
      'Im Kontext der Aufträge entschieden wir uns für eine Warteschlange.',
    ],
    [
      'as the text below the title',
      '# T\n\n* Status: accepted\n* Date: 2024-01-01\n\nOne queue.\n\nFor all.',
      'One queue.\n\nFor all.',
    ],
    ['behind a bold word', '# T\n\n**Decision.** One.\n\n**Why.** Two.', 'One.'],
    [
      'below a status that is not filled in',
      '# T\n\n* Status: [proposed | accepted]\n\nOne queue.',
      'One queue.',
    ],
    ['as a summary', '# T\n\n## Summary\n\nOne queue.\n\n## Status quo\n\nMany.', 'One queue.'],
    ['in a list of terms', '# T\n\nContext\n: Why.\n\nDecision\n: One.\n\nConsequences\n: Two.', 'One.'],
    ['without its list of authors', '# T\n\n- Decision: One.\n- Deciders: Ann\n- Anything else', 'One.'],
  ])('%s', (_, text, decision) => expect(read(text).decision).toBe(decision));

  it('is not made of what speaks of decisions', () => {
    for (const text of [
      '# T\n\n## Decision drivers\n\n* speed',
      '# T\n\n## 决策者\n\nAnn',
      '# T\n\n## 決定要因\n\n速度',
      '# T\n\n## Entscheidungstreiber\n\n* Tempo',
    ])
      expect(read(text).decision).toBe('');
    expect(read('# T\n\n## Status quo\n\nRejected by nobody.\n\n## Status\n\nAccepted').status).toBe(
      'accepted',
    );
  });

  it('keeps code, and the title of its file', () => {
    expect(read('# 5. Queues\n\n## Decision\n\n```\n## 1. Status\n\nRejected\n```')).toMatchObject({
      title: 'Queues',
      status: undefined,
      decision: '```\n## 1. Status\n\nRejected\n```',
    });
    expect(read('= 5. Queues\n\n== Decision\n\n----\n== Status\n----\n', 'docs/adr/5.adoc').decision).toBe(
      '----\n== Status\n----',
    );
    expect(read('---\ntitle: "Queues"\nstatus: accepted\n---\n\n## Decision\n\nOne.').title).toBe('Queues');
    expect(read('**Decision:** One.')).toMatchObject({ title: 'Queues', decision: 'One.' });
  });
});

describe('headings inside of a decision', () => {
  it.each(['Status codes', 'Context propagation', 'Consequences for callers of the API'])(
    'are part of it when they only begin like another part: %s',
    (heading) => {
      const text = `# Errors\n\n## Status\n\nAccepted\n\n## Decision\n\n### Part 1\n\nOne.\n\n### ${heading}\n\nReturn 409.\n\n### Part 2\n\nTwo.\n\n## Consequences\n\nNone.\n`;
      const { decision, status, consequences } = parseAdr('docs/adr/0001-errors.md', text);
      for (const part of ['One.', 'Return 409.', 'Two.']) expect(decision).toContain(part);
      expect(decision).not.toContain('None.');
      expect(status).toBe('accepted');
      expect(consequences).toBe('None.');
    },
  );
});

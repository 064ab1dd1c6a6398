import { describe, expect, it } from 'vitest';
import { parseAdr } from '../../../src/core/statement/adr/adr.ts';
import {
  type AdrStatus,
  adrStatuses,
  isEnded,
  isInForce,
  readAdrStatus,
} from '../../../src/core/statement/adr/adrStatus.ts';

type Cases = readonly (readonly [text: string, status: AdrStatus | undefined])[];

describe('the status that a text tells', () => {
  const words: Cases = [
    ['Accepted', 'accepted'],
    ['APPROVED', 'accepted'],
    ['✅ Accepted', 'accepted'],
    ['Accepted by the board on 1 March 2020', 'accepted'],
    ['Accepted; amended by ADR 5', 'accepted'],
    ['Accepted (supersedes ADR 3)', 'accepted'],
    ['Accepted, supersedes [3. Old](0003-old.md)', 'accepted'],
    ['Accepted. The other proposal was rejected.', 'accepted'],
    ['Accepted, not superseded', 'accepted'],
    ['Accepted. Replaced Redis. Dropped the old cache.', 'accepted'],
    ['Accepte\u0301', 'accepted'],
    ['Accepted; to be superseded by ADR 12 in May', 'accepted'],
    ['Partially superseded by ADR 9', 'accepted'],
    ['Superseded in part by ADR 9', 'accepted'],
    ['Proposed', 'proposed'],
    ['Draft', 'proposed'],
    ['Under review', 'proposed'],
    ['Pending approval', 'proposed'],
    ['Not yet accepted', 'proposed'],
    ['Yet to be approved', 'proposed'],
    ['Not accepted yet', 'proposed'],
    ['To be accepted when the budget is', 'proposed'],
    ['Superseded by ADR 9', 'superseded'],
    ['Superceded by [2. New](0002-new.md)', 'superseded'],
    ['Superseeded', 'superseded'],
    ['Superseded by [12. Accepted cards](0012-accepted-cards.md)', 'superseded'],
    ['Superseded by ADR-9 (accepted 2021)', 'superseded'],
    ['Accepted (superseded by ADR 9)', 'superseded'],
    ['This record has been superseded by #12.', 'superseded'],
    ['Was accepted in 2019; superseded by ADR 12 in 2021', 'superseded'],
    ['Superseded (was: accepted)', 'superseded'],
    ['Replaced by ADR 12', 'superseded'],
    ['⛔ Deprecated', 'deprecated'],
    ['Obsolete since 2023', 'deprecated'],
    ['No longer in force', 'deprecated'],
    ['No longer accepted', 'deprecated'],
    ['Rejected', 'rejected'],
    ['Not accepted', 'rejected'],
    ['Declined, too dear', 'rejected'],
    ['Withdrawn by its author', 'withdrawn'],
    ['Retracted', 'withdrawn'],
    ['See the wiki', undefined],
    ['{proposed | rejected | accepted | deprecated | superseded by ADR-1}', undefined],
  ];
  it.each(words)('%s', (text, status) => expect(readAdrStatus(text)).toBe(status));

  const crossedOut: Cases = [
    ['~~Accepted~~ Deprecated', 'deprecated'],
    ['~~Proposed~~\n\nAccepted', 'accepted'],
    ['<del>Accepted</del> Rejected', 'rejected'],
    ['[line-through]#Accepted# Withdrawn', 'withdrawn'],
    ['~~Accepted~~', 'deprecated'],
    ['- [x] Accepted\n- [ ] Rejected', 'accepted'],
    ['- [ ] Proposed\n- [ ] Accepted\n- [X] Deprecated', 'deprecated'],
    ['<!-- Proposed | Rejected -->\nAccepted', 'accepted'],
  ];
  it.each(crossedOut)('without what is crossed out or unticked: %s', (text, status) =>
    expect(readAdrStatus(text)).toBe(status),
  );

  const histories: Cases = [
    ['- 2020-01-01: Proposed\n- 2020-02-01: Accepted\n- 2021-01-01: Deprecated', 'deprecated'],
    ['- 2021-01-01: Deprecated\n- 2020-02-01: Accepted\n- 2020-01-01: Proposed', 'deprecated'],
    ['| 03.01.2020 | Proposed |\n| 01.03.2021 | Accepted |\n| 02.02.2021 | Rejected |', 'accepted'],
    ['Accepted\n\nSuperseded by [2. New](0002-new.md)', 'superseded'],
    ['Superseded by ADR 9\n\n- 2020-01-01 proposed\n- 2020-02-01 accepted', 'superseded'],
    ['Accepted on 2020-01-01. Superseded on 2021-01-01 by ADR 9.', 'superseded'],
    ['Proposed → Accepted → Superseded', 'superseded'],
    ['Proposed -> Accepted', 'accepted'],
    ['Accepted 2020, deprecated 2022', 'deprecated'],
    ['Deprecated 2022, accepted 2020', 'deprecated'],
    ['Rejected\nAccepted', 'accepted'],
    ['Deprecated\nAccepted\nProposed', 'deprecated'],
    ['- Accepted (current)\n- Deprecated', 'accepted'],
    ['Accepted in March 2020\nWithdrawn in May 2020', 'withdrawn'],
    ['2020年1月1日 提议\n2021年5月1日 已弃用\n2020年3月1日 已接受', 'deprecated'],
  ];
  it.each(histories)('where a history holds now: %s', (text, status) =>
    expect(readAdrStatus(text)).toBe(status),
  );

  /** Accepted, accepted and replacing another, not yet, superseded, deprecated, rejected, withdrawn. */
  const translated: readonly (readonly [string, readonly (readonly string[])[]])[] = [
    [
      'German',
      [
        ['Akzeptiert', 'angenommen am 3.4.2024'],
        ['Akzeptiert (ersetzt ADR 3)'],
        ['Noch nicht angenommen', 'Entwurf'],
        ['Ersetzt durch ADR 9', 'Durch ADR 9 abgelöst'],
        ['Veraltet', 'nicht mehr gültig'],
        ['Abgelehnt', 'verworfen'],
        ['Zurückgezogen'],
      ],
    ],
    [
      'French',
      [
        ['Accepté', 'Acceptée'],
        ['Acceptée, remplace l’ADR 3'],
        ['Pas encore accepté', 'Proposée'],
        ['Remplacée par l’ADR 9'],
        ['Obsolète', 'Dépréciée'],
        ['Rejetée', 'Refusé'],
        ['Retirée'],
      ],
    ],
    [
      'Spanish',
      [
        ['Aceptada', 'Aprobado'],
        ['Aceptada (reemplaza ADR 3)'],
        ['Aún no aceptada', 'Propuesta'],
        ['Sustituida por ADR 9', 'Reemplazado por [9](9.md)'],
        ['Obsoleta', 'En desuso'],
        ['Rechazada'],
        ['Retirada'],
      ],
    ],
    [
      'Portuguese',
      [
        ['Aceito', 'Aprovada'],
        ['Aceita (substitui ADR 3)'],
        ['Ainda não aceito', 'Proposta'],
        ['Substituída por ADR 9'],
        ['Descontinuada', 'Depreciado'],
        ['Rejeitada'],
        ['Retirada'],
      ],
    ],
    [
      'Italian',
      [
        ['Accettata'],
        ['Accettata, sostituisce ADR 3'],
        ['Non ancora accettata', 'Bozza'],
        ['Sostituita da ADR 9'],
        ['Deprecata'],
        ['Respinta'],
        ['Ritirata'],
      ],
    ],
    [
      'Dutch',
      [
        ['Geaccepteerd'],
        ['Aanvaard, vervangt ADR 3'],
        ['Nog niet geaccepteerd', 'Voorstel'],
        ['Vervangen door ADR 9'],
        ['Verouderd'],
        ['Afgewezen'],
        ['Ingetrokken'],
      ],
    ],
    [
      'Polish',
      [
        ['Zaakceptowana', 'Przyjęto'],
        ['Przyjęta, zastępuje ADR 3'],
        ['Jeszcze nie przyjęta', 'Propozycja'],
        ['Zastąpiona przez ADR 9'],
        ['Przestarzała'],
        ['Odrzucona'],
        ['Wycofana'],
      ],
    ],
    [
      'Russian',
      [
        ['Принято'],
        ['Принято, заменяет ADR 3'],
        ['Ещё не принято', 'Черновик'],
        ['Заменено на ADR 9'],
        ['Устарело'],
        ['Отклонено'],
        ['Отозвано'],
      ],
    ],
    [
      'Chinese',
      [
        ['已接受', '已通過'],
        ['接受（取代 ADR-3）'],
        ['尚未接受', '草案'],
        ['被 ADR-9 取代', '已由 ADR-9 替代'],
        ['已弃用', '已廢棄'],
        ['已拒绝', '否決'],
        ['已撤回'],
      ],
    ],
    [
      'Japanese',
      [
        ['承認済み', '採用'],
        ['承認（ADR-3 を置き換える）'],
        ['まだ承認されていない', '未承認', '提案中'],
        ['ADR-9 によって置き換えられた', 'ADR-9 に置き換え'],
        ['非推奨', '廃止'],
        ['却下'],
        ['取り下げ'],
      ],
    ],
    [
      'Korean',
      [
        ['승인됨', '채택'],
        ['승인됨 (ADR-3을 대체)'],
        ['아직 승인되지 않음', '제안됨'],
        ['ADR-9로 대체됨'],
        ['폐기됨'],
        ['거부됨'],
        ['철회됨'],
      ],
    ],
  ];
  const expected: readonly AdrStatus[] = [
    'accepted',
    'accepted',
    'proposed',
    'superseded',
    'deprecated',
    'rejected',
    'withdrawn',
  ];
  it.each(
    translated.flatMap(([language, kinds]) =>
      kinds.flatMap((texts, at) => texts.map((text) => [language, text, expected[at]] as const)),
    ),
  )('in %s: %s', (_, text, status) => expect(readAdrStatus(text)).toBe(status));
});

describe('the status of a record', () => {
  const body = '\n\n## Context\n\nWhy.\n\n## Decision\n\nOne queue.';
  it.each([
    ['in its head', `---\nstatus: "superseded by [ADR-9](0009.md)"\n---\n# T${body}`, 'superseded'],
    ['in a list in its head', `---\nstatus:\n  - deprecated\n---\n# T${body}`, 'deprecated'],
    ['in a head of TOML', `+++\nstatus = "rejected"\n+++\n# T${body}`, 'rejected'],
    [
      'by its successor in its head',
      `---\nstatus: accepted\nsuperseded_by: 9\n---\n# T${body}`,
      'superseded',
    ],
    ['by no successor', `---\nstatus: accepted\nsuperseded-by: none\n---\n# T${body}`, 'accepted'],
    [
      'by a row that names a successor',
      `# T\n\n| Status | Accepted |\n| Superseded by | ADR-9 |${body}`,
      'superseded',
    ],
    ['by a row that names none', `# T\n\n| Status | Accepted |\n| Superseded by | — |${body}`, 'accepted'],
    ['in a line', `# T\n\n* Status: proposed${body}`, 'proposed'],
    ['in a bold line', `# T\n\n**Status**: ~~accepted~~ withdrawn${body}`, 'withdrawn'],
    [
      'in a table of changes',
      `# T\n\n## Status\n\n| Date | Status |\n|---|---|\n| 2021-05-01 | Deprecated |\n| 2020-05-01 | Accepted |${body}`,
      'deprecated',
    ],
    ['in a heading', `# T\n\n## Status: Rejected${body}`, 'rejected'],
    ['in a banner', `# T\n\n> **Superseded** by [9](0009.md)\n\n## Status\n\nAccepted${body}`, 'superseded'],
    [
      'in a sentence above it',
      `# T\n\nThis ADR has been deprecated.\n\nStatus: accepted${body}`,
      'deprecated',
    ],
    ['in its title', `# T (deprecated)\n\nStatus: accepted${body}`, 'deprecated'],
    ['in a title that is crossed out', `# ~~T~~${body}`, 'deprecated'],
    ['nowhere', `# T${body}`, undefined],
    [
      'not in what it is about',
      `# Deprecated drivers go\n\nDeprecated drivers are removed.\n\nReplaced hosts too.\n\nStatus: accepted${body}`,
      'accepted',
    ],
    [
      'not in the options',
      `# T\n\n## Status\n\nAccepted${body}\n\n## Alternatives\n\n### Two queues\n\nRejected.`,
      'accepted',
    ],
    ['of AsciiDoc', `= T\n:status: superseded\n\n== Decision\n\nOne.`, 'superseded'],
  ] as const)('stands %s', (_, text, status) => {
    expect(parseAdr('docs/adr/0005-t.adoc', text).status).toBe(status);
  });

  it('is told by its folder too', () => {
    const text = `# T\n\nStatus: accepted${body}`;
    expect(parseAdr('docs/adr/rejected/0005-t.md', text).status).toBe('rejected');
    expect(parseAdr('docs/adr/0005-rejected.md', text).status).toBe('accepted');
  });

  it('leaves a record in force or not', () => {
    expect(adrStatuses.filter(isInForce)).toEqual(['accepted']);
    expect(adrStatuses.filter(isEnded)).toEqual(['superseded', 'deprecated', 'rejected', 'withdrawn']);
    expect([isInForce(undefined), isEnded(undefined)]).toEqual([true, false]);
  });
});

/** What a part of a decision record is about. `other` is known to be none of the rest. */
export type AdrRole = 'title' | 'status' | 'context' | 'decision' | 'consequences' | 'summary' | 'other';

export interface NamedHeading {
  readonly role: AdrRole;
  /** 0 names the part outright, 1 with more words, 2 is a word that may stand for it where nothing better does. */
  readonly rank: 0 | 1 | 2;
  /** What stands behind a colon: `Decision: use WAL`. */
  readonly rest: string;
}

const list = (text: string): string[] => text.split('|');

/**
 * Names of the parts: English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian, Chinese,
 * Japanese, Korean. The first match counts, so what only begins like a decision (`decision drivers`) stands first.
 */
const names: readonly (readonly [AdrRole, readonly string[]])[] = [
  [
    'other',
    list(
      'decision drivers|decision driver|decision makers|decision maker|decision-makers|decision-maker|decision criteria|decision date|decision log|decision factors|decision owner|decision matrix|decision process|decision history|decision record|decision id|decision graph|deciders|status quo|consulted|informed|date|author|authors|owner|owners|tags|tag|related|related decisions|links|link|references|reference|notes|alternatives|options|considered options|considered alternatives|options considered|alternatives considered|pros and cons|pros and cons of the options|more information|validation|confirmation|compliance|assumptions|constraints|technical story|ticket|issue number|supersedes|superseded by|replaces|replaced by|amends|amended by|date of decision|last updated|reviewers|participants|positions|argument|stakeholders|approvers|approved by|approved on|accepted on|version|changelog|appendix|glossary|see also|history|discussion|neglected|' +
        'datum|autor|autoren|entscheider|entscheidungstreiber|einflussfaktoren|betrachtete optionen|optionen|alternativen|betrachtete alternativen|ersetzt|verworfene alternativen|verweise|beteiligte|' +
        'date de décision|décideurs|auteur|auteurs|facteurs de décision|facteurs de la décision|options envisagées|options|alternatives envisagées|remplace|liens|' +
        'fecha|autores|responsables|factores de la decisión|factores de decisión|opciones|opciones consideradas|alternativas|alternativas consideradas|enlaces|' +
        'data|decisores|fatores de decisão|fatores da decisão|opções|opções consideradas|direcionadores da decisão|' +
        'decisori|fattori di decisione|opzioni|opzioni considerate|alternative|alternative considerate|autori|' +
        'beslissers|overwogen opties|opties|alternatieven|auteurs|' +
        'decydenci|rozważane opcje|opcje|alternatywy|autorzy|' +
        'дата|авторы|автор|рассмотренные варианты|варианты|альтернативы|факторы решения|' +
        '日期|作者|决策者|決策者|决策日期|决策驱动|决策驱动因素|决策因素|决策依据|决策标准|备选方案|備選方案|可选方案|考虑的方案|考虑的选项|候选方案|替代方案|相关链接|参考|' +
        '日付|日時|作成者|決定者|決定日|決定要因|決定の要因|意思決定の要因|判断基準|検討した選択肢|選択肢|代替案|検討した代替案|参考|関連|' +
        '날짜|작성자|결정자|결정 요인|결정 동인|결정일|고려한 선택지|고려한 대안|선택지|대안|참고',
    ),
  ],
  [
    'status',
    list(
      'status|state|current status|adr status|decision status|status history|lifecycle|stand|zustand|statut|état|estado|estatus|situação|estatuto|stato|stan|статус|состояние|状态|狀態|当前状态|目前状态|ステータス|状態|상태|현황',
    ),
  ],
  [
    'decision',
    list(
      'decision|decisions|decision outcome|the decision|our decision|final decision|decision made|decision taken|decision statement|architecture decision|architectural decision|design decision|what we decided|what was decided|decided|outcome|resolution|chosen option|chosen solution|chosen alternative|chosen approach|selected option|selected solution|conclusion|' +
        'entscheidung|entscheidungen|entscheid|beschluss|entscheidungsergebnis|ergebnis der entscheidung|unsere entscheidung|getroffene entscheidung|gewählte option|gewählte lösung|' +
        'décision|décisions|decision retenue|décision retenue|décision prise|résultat de la décision|option retenue|option choisie|solution retenue|solution choisie|choix retenu|' +
        'decisión|decisiones|decision|decisión tomada|resultado de la decisión|nuestra decisión|opción elegida|opción escogida|solución elegida|resolución|' +
        'decisão|decisões|decisao|decisão tomada|resultado da decisão|nossa decisão|opção escolhida|solução escolhida|resolução|' +
        'decisione|decisioni|esito della decisione|risultato della decisione|decisione presa|opzione scelta|soluzione scelta|' +
        'beslissing|besluit|genomen besluit|uitkomst|gekozen optie|gekozen oplossing|' +
        'decyzja|decyzje|podjęta decyzja|wynik decyzji|wybrana opcja|wybrane rozwiązanie|' +
        'решение|принятое решение|принятые решения|итоговое решение|выбранный вариант|результат решения|' +
        '决策|決策|决定|決定|决策结果|决策内容|最终决定|最终决策|决议|決議|选择的方案|选定方案|選定方案|所选方案|我们的决定|' +
        '決定事項|決定内容|決定結果|意思決定|最終決定|決断|採用案|採用した案|選択した案|決めたこと|結論|' +
        '결정|결정 사항|결정사항|결정 내용|결정 결과|의사결정|의사 결정|최종 결정|선택한 방안|결론',
    ),
  ],
  [
    'context',
    list(
      'context|context and problem statement|problem|problem statement|background|the problem|issue|motivation|rationale and context|forces|' +
        'kontext|hintergrund|ausgangslage|problem|problemstellung|fragestellung|' +
        'contexte|problème|problématique|énoncé du problème|contexte et énoncé du problème|' +
        'contexto|problema|antecedentes|planteamiento del problema|contexto y planteamiento del problema|' +
        'contexto e problema|contexto e declaração do problema|' +
        'contesto|problema|contesto e problema|' +
        'achtergrond|probleem|probleemstelling|' +
        'kontekst|tło|opis problemu|' +
        'контекст|проблема|предпосылки|постановка проблемы|описание проблемы|' +
        '背景|上下文|语境|語境|情境|问题|問題|问题陈述|背景与问题|背景和问题|' +
        'コンテキスト|文脈|背景と課題|課題|状況|問題提起|' +
        '맥락|배경|컨텍스트|문제|문제 정의|상황',
    ),
  ],
  [
    'consequences',
    list(
      'consequences|consequence|positive consequences|negative consequences|results|result|implications|impact|impacts|trade-offs|tradeoffs|' +
        'konsequenzen|konsequenz|folgen|auswirkungen|' +
        'conséquences|conséquence|implications|impacts|' +
        'consecuencias|implicaciones|impacto|' +
        'consequências|consequencias|implicações|' +
        'conseguenze|implicazioni|impatto|' +
        'gevolgen|consequenties|' +
        'konsekwencje|skutki|następstwa|' +
        'последствия|следствия|результаты|влияние|' +
        '后果|後果|影响|影響|结果|結果|後續影響|后续影响|' +
        '帰結|トレードオフ|' +
        '결과|영향|귀결',
    ),
  ],
  ['title', list('title|titel|titre|título|titolo|tytuł|название|标题|標題|タイトル|제목')],
  [
    'summary',
    list(
      'summary|tl;dr|tldr|abstract|y-statement|zusammenfassung|résumé|resumen|resumo|sommario|摘要|概要|요약',
    ),
  ],
];

/** Words that may name the decision where no heading does so outright. */
const standIns = list(
  'solution|proposed solution|proposal|proposed decision|recommendation|approach|answer|choice|the choice|selection|justification|rationale|lösung|vorschlag|ergebnis|solution proposée|proposition|choix|résultat|solución|propuesta|solução|proposta|soluzione|scelta|oplossing|voorstel|rozwiązanie|propozycja|предложение|итог|方案|解决方案|解決方案|提案|対応|対策|方針|해결 방안|제안|방안',
);

const byName = new Map<string, AdrRole>();
for (const [role, words] of names) for (const word of words) if (!byName.has(word)) byName.set(word, role);
const decisionStandIns = new Set(standIns);
/** Words that begin other headings too: `State of the art`, `Stand der Technik`. */
const ambiguous = new Set(
  list('state|stand|zustand|état|estado|stato|stan|состояние|data|version|links|notes|options'),
);

/** Characters looked at of a heading. */
const maxHeading = 200;
const roman = /^[ivx]{1,5}[.)]\s+/i;
/** `2.`, `2.1`, `(2)`, `§ 2`, `B.`, `二、`, `第二章`. */
const numbering =
  /^(?:[(（]?[\d０-９]{1,3}(?:[.．][\d０-９]{1,3}){0,3}[.．、):：）]?(?=[\s\p{L}])|§\s*\d{1,3}|[a-z][.)]\s|[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十\d]{1,3}[章节節部])\s*/iu;

/** A heading without its number, its marks and its picture, in small letters. */
export function plainHeading(text: string): string {
  return withoutMarks(text).replace(roman, '').replace(numbering, '').trim().toLowerCase();
}

function withoutMarks(text: string): string {
  return text
    .slice(0, maxHeading)
    .normalize('NFC')
    .replaceAll(/\{#[^{}]*\}|<[^<>]*>|\[\[[^\][]*\]\]/g, '')
    .replaceAll(/\[([^\][]*)\]\([^()]*\)/g, '$1')
    .replaceAll(/[*_`]|[\p{So}\uFE0F]/gu, '')
    .trim();
}

/** What part a heading names, with more words or without; undefined for one that this product does not know. */
export function namedHeading(text: string): NamedHeading | undefined {
  const shown = withoutMarks(text).replace(roman, '').replace(numbering, '').trim();
  const colon = /[:：]/.exec(shown)?.index ?? -1;
  const head = (colon < 0 ? shown : shown.slice(0, colon)).trim().toLowerCase();
  const rest = colon < 0 ? '' : shown.slice(colon + 1).trim();
  const named = exactName(head);
  if (named) return { ...named, rest };
  const role = roleOfStart(head);
  return role && { role, rank: 1, rest };
}

/** What part a label names that is nothing but its name. */
export function namedLabel(text: string): NamedHeading | undefined {
  return exactName(plainHeading(text));
}

function exactName(name: string): NamedHeading | undefined {
  const role = byName.get(name);
  if (role) return { role, rank: 0, rest: '' };
  return decisionStandIns.has(name) ? { role: 'decision', rank: 2, rest: '' } : undefined;
}

/** Of the longest name that a heading begins with, so that `decision drivers and criteria` is no decision. */
function roleOfStart(head: string): AdrRole | undefined {
  const ends = [...head.matchAll(/(?<=[\p{L}\p{N}])(?![\p{L}\p{N}])/gu)].map(({ index }) => index);
  for (const end of ends.toReversed()) {
    const name = head.slice(0, end);
    const role = ambiguous.has(name) ? undefined : byName.get(name);
    if (role) return role;
  }
  return undefined;
}

/** Whether a heading is the name of a part and nothing more, so that it is no title. */
export function isPartName(text: string): boolean {
  const name = plainHeading(text)
    .replace(/[:：]$/, '')
    .trim();
  return byName.has(name) || decisionStandIns.has(name);
}

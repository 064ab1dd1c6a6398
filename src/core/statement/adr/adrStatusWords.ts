import type { AdrStatus } from './adrStatus.ts';

/** Letters and digits on neither side: `accepted`, not `unaccepted`. Scripts without blanks have no such sides. */
const whole = (...parts: readonly string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${parts.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
const inside = (...parts: readonly string[]): RegExp => new RegExp(parts.join('|'), 'gu');

/**
 * How the six states are written: English first, then German, French, Spanish, Portuguese, Italian, Dutch, Polish and
 * Russian; then Chinese, Japanese and Korean. `replaces` is no state of the record that says it, so of verbs that have
 * one form for both only what `by` follows counts.
 */
export const statusWords: readonly (readonly [AdrStatus, readonly RegExp[]])[] = [
  [
    'superseded',
    [
      whole(
        'super[sc]e+de?d|overridden|obsoleted by|replaced(?=\\s*(?:by|with|$|[^\\p{L}\\s]))',
        'ersetzt(?=\\s*(?:durch|von|am|seit|$|[^\\p{L}\\s]))|abgelöst|überholt',
        'remplacée?|remplacee? par|supplantée?|supersédée?',
        'reemplazad[oa]|remplazad[oa]|sustituid[oa]|suplantad[oa]',
        'substitu[íi]d[oa]|superad[oa]',
        'sostituit[oa]|superat[oa]|rimpiazzat[oa]',
        'vervangen|opgevolgd',
        'zastąpion[aoey]|zastapion[aoey]',
        'замен[её]н[аоы]?|замещ[её]н[аоы]?',
      ),
      inside(
        '[被由].{0,60}?(?:取代|替代|替换|替換|代替)|已(?:被)?(?:取代|替代|替换|替換|代替)',
        '置き換えられ|(?:により|によって|に)(?:置き換え|置換|差し替え|代替)|置き換え済み?|置換済み?|差し替え済み?|後継あり',
        '대체(?:됨|되|된)|(?:로|에 의해|에 의하여) 대체',
      ),
    ],
  ],
  [
    'deprecated',
    [
      whole(
        'deprecated|obsolete|obsoleted|outdated|retired|archived|expired|sunset|historical|inactive|void|revoked|repealed|reversed|overturned|discontinued',
        'veraltet|obsolet|ungültig|außer Kraft|ausser Kraft|aufgehoben|abgekündigt|hinfällig|überflüssig',
        'obsolète|obsolete|dépréciée?|depreciee?|caduque|caduc|périmée?|désuète?|archivée?|abrogée?',
        'obsolet[oa]|en desuso|deprecad[oa]|caducad[oa]|derogad[oa]|archivad[oa]',
        'depreciad[oa]|descontinuad[oa]|revogad[oa]|arquivad[oa]|em desuso',
        'deprecat[oa]|abrogat[oa]|archiviat[oa]|scadut[oa]',
        'verouderd|vervallen|achterhaald|afgeschaft|gearchiveerd',
        'przestarzał[aoey]|wycofywan[aoey]|nieaktualn[aoey]|zdezaktualizowan[aoey]|uchylon[aoey]',
        'устарел[аои]?|устаревш(?:ее|ая|ий)|неактуальн[аоы]?|неактуально|отмен[её]н[аоы]?|недействительн[аоы]?',
      ),
      inside(
        '弃用|棄用|废弃|廢棄|过时|過時|失效|作废|作廢|废止|廢止',
        '非推奨|廃止|無効|失効',
        '폐기|사용 ?중단|더 이상 사용|지원 중단|만료|폐지',
      ),
    ],
  ],
  [
    'withdrawn',
    [
      whole(
        'withdrawn|retracted|rescinded|cancell?ed|abandoned|dropped(?=\\s*(?:by|in|on|$|[^\\p{L}\\s]))',
        'zurückgezogen|zurückgenommen|zurueckgezogen',
        'retirée?|abandonnée?|annulée?',
        'retirad[oa]|anulad[oa]|cancelad[oa]|abandonad[oa]',
        'ritirat[oa]|annullat[oa]|abbandonat[oa]',
        'ingetrokken|teruggetrokken|geannuleerd',
        'wycofan[aoey]|anulowan[aey]',
        'отозван[аоы]?|снят[аоы]?',
      ),
      inside('撤回|撤销|撤銷|取消', '取り下げ|取下げ', '철회|취소'),
    ],
  ],
  [
    'rejected',
    [
      whole(
        "rejected|declined|denied|refused|dismissed|turned down|voted down|disapproved|won[’']t do",
        'abgelehnt|verworfen|zurückgewiesen',
        'rejetée?|rejetee?|refusée?|écartée?',
        'rechazad[oa]|descartad[oa]|denegad[oa]',
        'rejeitad[oa]|recusad[oa]|negad[oa]',
        'rifiutat[oa]|respint[oa]|scartat[oa]|bocciat[oa]',
        'afgewezen|verworpen|afgekeurd',
        'odrzucon[aoey]',
        'отклон[её]н[аоы]?|отвергнут[аоы]?',
      ),
      inside(
        '拒绝|拒絕|否决|否決|驳回|駁回|不采纳|不採納|不接受',
        '却下|否認|不採用|不採択|棄却',
        '거부|거절|반려|기각',
      ),
    ],
  ],
  [
    'proposed',
    [
      whole(
        'proposed|proposal|draft|drafted|pending|open|(?:under|in) (?:review|discussion|consideration|evaluation)|rfc|wip|work in progress|in progress|in draft|tbd|undecided|unresolved|unaccepted|unapproved|provisional|on hold|deferred|postponed|parked|reopened|awaiting \\w+|waiting for \\w+|suggested|idea',
        'vorgeschlagen|vorschlag|entwurf|offen|in (?:diskussion|prüfung|bearbeitung|arbeit|abstimmung|klärung)|zur (?:diskussion|abstimmung|prüfung|entscheidung)|ausstehend|schwebend|zurückgestellt|vertagt|vorläufig',
        "proposée?|proposee?|proposition|brouillon|ébauche|en (?:attente|discussion|cours|revue|révision)|à (?:l[’']étude|valider|discuter)|à l’étude|reportée?|ouverte?",
        'propuest[oa]|borrador|pendiente|en (?:revisión|discusión|debate|curso|estudio|espera)|abiert[oa]|aplazad[oa]',
        'propost[oa]|rascunho|pendente|em (?:análise|discussão|revisão|andamento|estudo|avaliação|aberto)|adiad[oa]',
        'bozza|in (?:sospeso|discussione|attesa|revisione|corso|valutazione)|rinviat[oa]|apert[oa]',
        'voorgesteld|voorstel|concept|in (?:behandeling|bespreking|overweging)|ter (?:bespreking|beoordeling)|onder (?:review|discussie)|uitgesteld|openstaand',
        'zaproponowan[aoey]|proponowan[aoey]|propozycja|szkic|wersja robocza|w (?:trakcie|dyskusji|toku)|do (?:dyskusji|akceptacji)|odroczon[aoey]|oczekując[aoey]',
        'предложен[аоы]?|предложение|черновик|проект|на (?:рассмотрении|обсуждении|согласовании|утверждении)|обсуждается|рассматривается|отложен[аоы]?|открыт[аоы]?',
      ),
      inside(
        '提议|提議|提案|提出|拟议|擬議|草案|草稿|待定|待讨论|待评审|待評審|待审|待審|待批准|待决|讨论中|討論中|评审中|審核中|审核中|审查中|进行中|未决',
        'ドラフト|下書き|草稿|検討中|議論中|審議中|レビュー中|保留|承認待ち|未承認|未決|未採択|未採用',
        '제안|초안|검토 ?중|논의 ?중|보류|대기|미승인|미정|미결',
      ),
    ],
  ],
  [
    'accepted',
    [
      whole(
        'accepted|approved|adopted|agreed|ratified|decided|confirmed|endorsed|active|effective|in (?:force|effect|use)|implemented|enacted|amended|final|valid|current|done|complete|completed|reinstated',
        'akzeptiert|angenommen|genehmigt|beschlossen|entschieden|gültig|in Kraft|verabschiedet|aktiv|freigegeben|bestätigt|umgesetzt|gilt',
        'acceptée?|acceptee?|approuvée?|adoptée?|validée?|en vigueur|actée?|active|décidée?|ratifiée?',
        'aceptad[oa]|aprobad[oa]|adoptad[oa]|vigente|en vigor|activ[oa]|decidid[oa]|implementad[oa]|ratificad[oa]',
        'aceit[oae]|aprovad[oa]|adotad[oa]|em vigor|ativ[oa]|acordad[oa]',
        'accettat[oa]|approvat[oa]|adottat[oa]|in vigore|valid[oa]|attiv[oa]|decis[oa]',
        'geaccepteerd|aanvaard|goedgekeurd|aangenomen|vastgesteld|van kracht|besloten|actief|bekrachtigd',
        'zaakceptowan[aoey]|przyjęt[aoey]|zatwierdzon[aoey]|obowiązuj(?:e|ąc[aoey])|aktywn[aoey]|uzgodnion[aoey]',
        'принят[аоы]?|утвержд[её]н[аоы]?|одобрен[аоы]?|действует|действующ(?:ее|ая|ий)|согласован[аоы]?|в силе',
      ),
      inside(
        '接受|采纳|採納|采用|採用|通过|通過|批准|核准|生效|有效|已决定|同意',
        '承認|採択|受理|決定|有効|合意|確定',
        '승인|채택|수락|확정|유효|합의|결정됨',
      ),
    ],
  ],
];

/** A word right before a state that turns it round; in scripts without blanks nothing need stand between. */
const before = (spaced: string, unspaced: string): RegExp =>
  new RegExp(
    `(?:(?<!\\p{L})(?:${spaced})(?!\\p{L})[\\s*_]*(?:(?:been|being|be|is|fully|formally|officially|yet|mehr|sido|été|stato|zosta[łl]\\p{L}*)[\\s*_]+){0,3}|(?:${unspaced})[\\s被已로]*)$`,
    'iu',
  );

export const turnedRound = {
  notYet: before(
    'not yet|not currently|yet|still|to be|will be|about to be|until|once|if|when|pending|noch nicht|pas encore|aún no|todavía no|ainda não|non ancora|nog niet|jeszcze nie|ещ[её] не|пока не',
    '尚未|还未|還未|仍未|未|待|まだ|아직|미',
  ),
  noLonger: before(
    "no longer|not any ?more|nicht mehr|nicht länger|n[’']est plus|plus|ya no|ya no es|ya no está|já não|já não é|já não está|não é mais|não está mais|non più|non è più|niet meer|niet langer|już nie|больше не|уже не",
    '不再|已不|もはや|もう|더 이상',
  ),
  not: before(
    "not|never|isn[’']t|wasn[’']t|non|nicht|nie|pas|jamais|no|nunca|não|nao|niet|nooit|не",
    '没有|沒有|不|非|并未|並未',
  ),
  partly: before(
    'partially|partly|in part|teilweise|zum teil|partiellement|en partie|parcialmente|en parte|em parte|parzialmente|in parte|gedeeltelijk|deels|częściowo|частично',
    '部分|一部|部分的に|부분적으로|일부',
  ),
  past: before(
    'previously|formerly|originally|initially|earlier|was once|used to be|first|vormals|früher|zuvor|ursprünglich|zunächst|précédemment|auparavant|initialement|anciennement|anteriormente|antes|inicialmente|previamente|originalmente|precedentemente|inizialmente|voorheen|eerder|oorspronkelijk|aanvankelijk|poprzednio|wcześniej|pierwotnie|ранее|прежде|изначально|первоначально',
    '之前|原先|曾|以前は|以前|当初|이전에|이전',
  ),
} as const;

/** What right after a state denies it, in the languages whose verbs end in it. */
export const deniedAfter =
  /^(?:さ?れ|し)?(?:て(?:い)?(?:ない|ません)|ません|ない|ずに)|^(?:되지|하지|이|되어 있지) ?(?:않|아니|못)/u;

/** `not accepted yet`, `superseded in part`. */
export const notYetAfter =
  /^[\s*_]*(?:as )?(?:yet|so far|for now|bisher|pour l’instant|por ahora|por enquanto)(?!\p{L})/iu;
export const partlyAfter =
  /^[\s*_]*(?:in part|partially|partly|teilweise|zum teil|en partie|partiellement|parcialmente|en parte|em parte|in parte|deels|częściowo|частично)(?!\p{L})/iu;

/** `superseded by`: what follows names another record, whose name may hold any word. */
export const successorFollows =
  /^\s*(?:by|with|through|in favou?r of|durch|von|par|por|da|door|przez|на|by the|dal|dalla|pela|pelo)(?!\p{L})/iu;

/** Words that may stand between the start of a statement and its state without changing what it says. */
export const fillers =
  /(?<!\p{L})(?:this|that|the|it|a|adr|madr|rfc|record|decision|proposal|document|status|state|current|is|are|was|were|has|have|had|been|being|now|currently|then|later|since|finally|again|meanwhile|and|but|on|in|as|of|by|at|from|to|fully|formally|officially|jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|diese[rs]?|die|der|das|entscheidung|entscheid|vorschlag|dokument|ist|sind|wurde|war|nun|jetzt|inzwischen|mittlerweile|aktuell|dann|später|und|aber|seit|am|cette|cet|ce|la|le|décision|est|a été|désormais|maintenant|actuellement|puis|et|mais|depuis|statut|esta|este|decisión|propuesta|está|es|ha sido|fue|ahora|actualmente|luego|después|y|pero|desde|estado|o|decisão|proposta|é|foi|agora|atualmente|depois|e|mas|questa|decisione|è|ora|attualmente|poi|ma|stat[oa]|deze|dit|besluit|beslissing|voorstel|nu|inmiddels|momenteel|daarna|en|maar|sinds|is|ta|decyzja|jest|został[ao]?|teraz|obecnie|potem|i|ale|od|это|этот|решение|было|теперь|сейчас|затем|и|но|статус|с)(?!\p{L})|状态|狀態|决策|決策|决定|目前|当前|现已|[本该此现后已于由年月日]|ステータス|この|現在|その後|[はにでも]|상태|결정|현재|이후|[이은는로에년월일]/giu;

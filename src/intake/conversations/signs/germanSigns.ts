import { around, byUser, type Sign, sign } from './sign.ts';

const granted =
  '(?:freigabe|zugang|zugriff|zugangsdaten|genehmigung|zertifikat|abnahme|rechte|berechtigung|schlüssel|key|lizenz|antwort|rückmeldung|ok|bestätigung|kunden?|rechtsabteilung|security|it|hersteller|anbieter|betrieb)';
const userAround = { by: 'user', isAround: true } as const;

/** How decisions, blockers, customs, procedures and findings are told in German. */
export const germanSigns: readonly Sign[] = [
  sign('convention', 0.85, '(?:nie|niemals|nicht) (?:[^ ]{1,20} ){0,3}?(?:von hand|manuell)', around),
  sign('decision', 0.45, 'deshalb|deswegen|darum', userAround),
  sign('fact', 0.75, '(?:geholfen hat|hat geholfen|damit (?:geht|läuft|funktioniert))', byUser),
  sign(
    'decision',
    0.85,
    '(?:das )?(?:ist|steht) (?:jetzt |nun |damit )?(?:fix|beschlossen|durch|entschieden|gesetzt|fest)|(?:wir )?lassen (?:wir )?das (?:mit|sein)',
    around,
  ),
  sign(
    'blocker',
    0.85,
    'ohne .{3,80} (?:können|kann|geht|läuft|kommen) .{0,60}?(?:nicht|nichts|weiter)',
    around,
  ),
  sign(
    'convention',
    0.85,
    '(?:verwenden|nutzen|schreiben|benutzen|legen|speichern|machen|testen|loggen) wir (?:[^ ]{1,30} ){0,2}?(?:ausschließlich|immer|nur|nie|grundsätzlich|keine?n?)|wir (?:verwenden|nutzen|schreiben|benutzen|machen|testen|loggen) (?:[^ ]{1,30} )?(?:nur|ausschließlich|immer|nie|grundsätzlich|keine?n?)',
    userAround,
  ),
  sign('fact', 0.2, '(?:jetzt|nun|seit)', byUser),
  sign(
    'decision',
    0.9,
    '(?:haben|hat|habe|hatten|wurde|wurden|ist|sind) (?:.{0,120} )?(?:entschieden|beschlossen|geeinigt|festgelegt|vereinbart|verworfen|abgemacht|ausgemacht|verabschiedet|verständigt)',
    around,
  ),
  sign(
    'decision',
    0.8,
    '(?:wir )?bleiben (?:wir )?(?:jetzt |erstmal |weiterhin |doch )?(?:bei|beim)|(?:wir )?setzen (?:wir )?(?:jetzt |künftig |weiterhin |nur noch |ab jetzt )?auf|(?:wir )?steigen (?:wir )?(?:jetzt )?(?:um|auf)|(?:wir )?verzichten (?:wir )?auf|(?:wir )?stellen (?:wir )?(?:.{2,60} )um',
    around,
  ),
  sign(
    'decision',
    0.6,
    '(?:wir|ich) (?:nehmen|nehme|nutzen|verwenden|machen|behalten|lassen|werfen|ersetzen|wechseln|gehen|ziehen|migrieren|wollen|brauchen|unterstützen)',
    byUser,
  ),
  sign(
    'decision',
    0.8,
    '(?:kommt|kommen) nicht in ?frage|ist (?:vom tisch|raus|gestrichen)|fliegt raus|fällt weg|wird gestrichen|(?:steht|ist) fest',
    userAround,
  ),
  sign('decision', 0.4, 'kein(?:e|en)? .{2,60} mehr|nicht mehr', byUser),
  sign(
    'blocker',
    0.85,
    '(?<!(?:nicht mehr|nicht|anfrage|request|thread) )blockiert(?: (?:durch|von|bis|wegen|weil)|$|,)|blockiert (?:uns|den|die|das|unser)|(?:hängt|hängen) (?:noch |aktuell |gerade |derzeit )?(?:an|am|fest)|kommen (?:hier |da |gerade )?nicht weiter|geht (?:hier |da )?nicht weiter',
    around,
  ),
  sign(
    'blocker',
    0.5,
    '(?:wir warten|ich warte|warten wir|wartet|warten|warte) (?:noch |immer noch |weiterhin |gerade )?auf',
    around,
  ),
  sign(
    'blocker',
    0.35,
    `(?:warten|wartet|warte) (?:noch |immer noch |weiterhin |gerade )?auf .{0,60}?${granted}|(?:warten|warte|wartet) .{2,100}? (?:bevor|bis|damit|vorher)`,
    around,
  ),
  sign(
    'blocker',
    0.85,
    '(?:können|kann|dürfen|darf) .{0,100}?(?:nicht|erst|noch nicht) .{0,100}?(?:bevor|bis|solange|ohne|wenn|weil|sobald)|(?:solange|bis) .{5,100}?, (?:können|kann|geht|dürfen|bleibt|ist)',
    around,
  ),
  sign(
    'blocker',
    0.8,
    `(?:fehlt|fehlen) (?:uns |mir )?(?:noch |immer noch |weiterhin )?(?:der |die |das |den |ein |eine )?(?:[^ ]{2,30} ){0,2}?[^ ]{0,20}${granted}`,
    around,
  ),
  sign(
    'convention',
    0.85,
    '(?:bitte )?(?:immer|nie|niemals|grundsätzlich|ausschließlich) (?:erst |nur |mit |auf |in |im |die |den |das |direkt |`|\\uE000|[^ ]{2,30} ){1,8}?[^ ]{2,25}(?:en|n|st)(?=$|,| )',
    byUser,
  ),
  sign(
    'convention',
    0.75,
    '(?:muss|müssen|darf|dürfen|soll|sollen|wird|werden|sind|gehören|gehört|kommen|kommt) (?:[^ ]{1,30} ){0,3}?(?:immer|nie|niemals|grundsätzlich|ausschließlich|stets|zwingend)',
    userAround,
  ),
  sign(
    'convention',
    0.75,
    '(?:darf|dürfen) (?:[^ ]{1,30} ){0,4}?(?:nicht|kein|keine|keinen|nie|nur)|ist (?:verboten|tabu|pflicht|nicht erlaubt)|sind (?:verboten|tabu|pflicht|nicht erlaubt)',
    userAround,
  ),
  sign('convention', 0.85, 'ab (?:jetzt|sofort|heute)|künftig|zukünftig|in zukunft|von nun an', userAround),
  sign(
    'convention',
    0.8,
    'bitte (?:künftig |in zukunft |nie |niemals |auf keinen fall |hier )?kein(?:e|en|er)?|auf keinen fall|bei uns (?:gilt|heißt|ist|sind|wird|werden)|(?:unsere|die) (?:konvention|regel|vorgabe) ',
    byUser,
  ),
  sign(
    'convention',
    0.55,
    '(?:jede[rsnm]?|alle|neue) (?:[^ ]{1,30} ){1,5}?(?:muss|müssen|braucht|brauchen|bekommt|bekommen|gehört|gehören|kommt|kommen|wird|werden|soll|sollen)',
    userAround,
  ),
  sign(
    'preference',
    0.6,
    '(?:ich|wir) (?:bevorzuge|bevorzugen|mag|mögen) |(?:ist|sind) mir lieber|hätte? ich lieber',
    byUser,
  ),
  sign(
    'procedure',
    0.55,
    '(?:zuerst|erst|als erstes|zunächst) .{3,200}?(?:dann|danach|anschließend|zum schluss)',
    around,
  ),
  sign(
    'procedure',
    0.5,
    '(?:um|zum) (?:[^ ]{1,40} ){0,8}?(?:zu )?(?:releasen?|deployen|veröffentlichen|auszurollen|ausrollen|zurückzurollen|migrieren|zurückzusetzen|zurücksetzen|einspielen|einzuspielen|bauen|testen|wiederherstellen|aktualisieren|deployment)',
    around,
  ),
  sign(
    'procedure',
    0.4,
    '(?:release|deploy(?:ment)?|hotfix|rollback|migration|rollout|backup|veröffentlichung|auslieferung)',
    around,
  ),
  sign(
    'procedure',
    0.5,
    '(?:vor|nach) (?:jedem|jeder|dem|einem|einer) [^ ]{3,30}|bevor (?:du|ihr|man|wir)|nachdem (?:du|ihr|man|wir)',
    byUser,
  ),
  sign(
    'procedure',
    0.35,
    '(?:muss|musst|müsst|müssen) (?:man |du |wir |ihr )?|ausführen|laufen lassen|neu (?:starten|bauen|generieren)|anstoßen',
    around,
  ),
  sign(
    'fact',
    0.9,
    'stell(?:t|te) sich (?:[^ ]{1,20} )?(?:heraus|raus)|hat sich (?:herausgestellt|rausgestellt|gezeigt)|(?:ursache|hauptursache)(?: dafür| für [^:]{3,40})?(?: ist| war|:)|lösung war|fix war',
    around,
  ),
  sign(
    'fact',
    0.8,
    '(?:das |eigentliche |das eigentliche )?(?:problem|fehler|bug|grund) (?:dafür |dabei |hier )?(?:war|lag|waren)|(?:lag|liegt|lagen) (?:daran|an der|am|an den|an einem|an einer)|(?:wurde|wird|wurden) (?:.{2,60} )?(?:verursacht|ausgelöst)',
    around,
  ),
  sign(
    'fact',
    0.65,
    '(?:unterstützt|unterstützen|akzeptiert|erlaubt) (?:.{2,40} )?(?:kein|keine|keinen|nur|nicht)|(?:funktioniert|läuft|geht) nur|(?:ist|sind) (?:auf [^ ]{1,20} )?(?:begrenzt|beschränkt)|läuft (?:am|nach|in) .{2,30} ab|verfällt',
    around,
  ),
  sign(
    'fact',
    0.5,
    '(?:liegt|liegen|läuft|laufen|steht) (?:jetzt |nun |alles )?(?:in|im|unter|auf|bei|hinter)|gehört (?:dem|der|jetzt)|(?:wurde|ist|sind) (?:jetzt|nun|umbenannt|verschoben|umgezogen)|kümmert sich',
    byUser,
  ),
  sign(
    'fact',
    0.35,
    '(?:zur info|übrigens|zur erinnerung|achtung|hinweis|wichtig|merke|nebenbei)(?=[ ,:!–—-])',
    around,
  ),
];

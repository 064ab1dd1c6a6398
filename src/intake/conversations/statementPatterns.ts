import type { Category } from '../../core/memory/memory.ts';
import type { Speaker } from '../../core/conversation/turn.ts';

/** How somebody says that something was decided, is in the way, is done so, or is the custom here. */
export interface StatementPattern {
  readonly category: Category;
  /** Matches at the beginning of a clause; what stands behind it is what was said. */
  readonly begins: RegExp;
  /** How sure it is that a person who says so states something, 0 to 1. */
  readonly weight: number;
  /** Said by another it is a plan, or a word about the code at hand. */
  readonly by?: Speaker;
  /** What else has to stand in the clause. A reason beside it does as well. */
  readonly needs?: RegExp;
  /** A condition within belongs to it: "we decided to retry if …". Elsewhere it makes it a plan. */
  readonly isFirm?: boolean;
}

const insteadOf =
  / (?:instead of|rather than|over|not|and not|but not|statt|anstatt|anstelle|und nicht|nicht) /iu;
const lasting =
  /(?: (?:instead of|rather than|over|statt|anstatt|anstelle) |,? (?:and |und )?(?:not|nicht) |\b(?:from now on|going forward|everywhere|in (?:this|our|the) (?:project|repo|repository|codebase|code base|monorepo|team)|across the (?:project|repo|codebase|team)|for (?:all|every)|ab jetzt|ab sofort|künftig|in zukunft|überall|in diesem (?:projekt|repo|repository)|für alle|projektweit)\b)/iu;
const adverbs = '(?:finally |now |just |also |already |therefore |both |all |jointly |explicitly )?';
const work =
  '(?:the |our |this |that |my |your )?(?:[\\w./!#&-]{1,40} ){0,3}?(?:release|releasing|rollout|roll-out|deploy|deploying|deployment|merge|merging|migration|launch|upgrade|work|task|ticket|issue|story|feature|pr|mr|pull request|merge request|branch|build|pipeline|go-live|project|[!#&]\\d{1,7})(?: (?:to|of|on|for|from|with) (?:the |our )?[\\w./-]{1,40}){0,2}';
const germanWork =
  '(?:der |die |das |unser |unsere |dieser |diese |dieses )?(?:[\\p{L}\\d./!#&-]{1,40} ){0,2}?(?:release|rollout|deployment|deploy|merge|migration|launch|upgrade|arbeit|aufgabe|ticket|feature|pr|mr|build|pipeline|umstellung|veröffentlichung|auslieferung|[!#&]\\d{1,7})';
const tasks =
  '(?:release|deploy|publish|build|run|test|debug|rotate|migrate|reset|regenerate|update|upgrade|roll back|restore|set up|bootstrap|seed|add|cut|ship|generate|restart|provision|back up|install|reproduce the build)';
const acts =
  '(?:run|use|start|stop|set|call|push|create|open|edit|bump|copy|execute|tag|merge|delete|export|check out|rebuild|restart|update|apply|install|log in|connect)';

const i = (source: string): RegExp => new RegExp(source, 'iu');

const decisions: readonly StatementPattern[] = [
  {
    category: 'decision',
    weight: 0.9,
    isFirm: true,
    begins: /^(?:final )?(?:decision|entscheidung|beschluss|festlegung): /iu,
  },
  { category: 'decision', weight: 0.85, isFirm: true, begins: /^(?:rejected|verworfen): /iu },
  {
    category: 'decision',
    weight: 0.8,
    isFirm: true,
    begins: i(
      `^(?:we|i|the team)(?:'ve| have| had)? ${adverbs}(?:decided|agreed|opted|settled|standardi[sz]ed|committed) (?:not to|never to|to|on|for|against|that|with|upon)(?: that)? `,
    ),
  },
  {
    category: 'decision',
    weight: 0.7,
    begins: i(
      `^(?:we|i|the team)(?:'ve| have)? ${adverbs}(?:chose|chosen|picked|selected|ruled out|rejected|went with|gone with|dropped|deprecated) `,
    ),
  },
  {
    category: 'decision',
    weight: 0.8,
    isFirm: true,
    begins:
      /^(?:it (?:was|is|has been) |it's (?:been )?)(?:decided|agreed|settled)(?: (?:not to|to|that|on|upon))? /iu,
  },
  {
    category: 'decision',
    weight: 0.75,
    isFirm: true,
    begins: /^the (?:final )?decision (?:is|was)(?: not to| to| that|:)? /iu,
  },
  {
    category: 'decision',
    weight: 0.7,
    begins:
      /^we(?:'re| are) (?:now )?(?:going with|sticking with|sticking to|keeping|dropping|standardi[sz]ing on|not going to (?:use|support|add)) /iu,
  },
  {
    category: 'decision',
    weight: 0.65,
    by: 'user',
    begins:
      /^we(?:'re| are) (?:now )?(?:switching to|switching from|moving to|moving from|migrating to|migrating from) /iu,
  },
  {
    category: 'decision',
    weight: 0.65,
    by: 'user',
    needs: insteadOf,
    begins:
      /^(?:we(?:'ll| will| won't| will not)|we are going to|we're going to) (?:use|go with|keep|stick with|stay with|stay on|support|drop|adopt|store|host|deploy) /iu,
  },
  {
    category: 'decision',
    weight: 0.6,
    by: 'user',
    needs: lasting,
    begins:
      /^let'?s (?:go with|use|stick with|stick to|keep|drop|switch to|move to|settle on|standardi[sz]e on|not use|avoid|adopt|stay with|stay on) /iu,
  },
  // The subject comes first: "Postgres was chosen over MySQL".
  {
    category: 'decision',
    weight: 0.65,
    needs: insteadOf,
    begins:
      /^(?=(?:[^ ]{1,60} ){1,6}(?:was|were|has been|have been) (?:chosen|picked|selected|rejected|ruled out)\b)/iu,
  },
  {
    category: 'decision',
    weight: 0.8,
    isFirm: true,
    begins:
      /^(?:wir haben|haben wir|ich habe|habe ich|das team hat|hat das team) (?=(?:[^ ]{1,60} ){0,30}?(?:entschieden|beschlossen|geeinigt|festgelegt|vereinbart|verständigt|verworfen)(?: |,|$))(?:uns |mich |sich )?(?:jetzt |nun |heute |gemeinsam |endgültig |dazu |darauf )?(?:(?:entschieden|beschlossen|geeinigt|festgelegt|vereinbart),? (?:dass )?)?/iu,
  },
  {
    category: 'decision',
    weight: 0.8,
    isFirm: true,
    begins:
      /^es (?:wurde|ist) (?:jetzt |nun )?(?:beschlossen|entschieden|festgelegt|vereinbart)(?: worden)?,? (?:dass )?/iu,
  },
  {
    category: 'decision',
    weight: 0.65,
    begins:
      /^(?:wir bleiben|bleiben wir) (?:bei|beim) |^(?:wir verzichten|verzichten wir) auf |^(?:wir setzen|setzen wir) (?:ab jetzt |künftig |weiterhin |jetzt )?auf /iu,
  },
  {
    category: 'decision',
    weight: 0.6,
    by: 'user',
    needs: lasting,
    begins:
      /^(?:wir nehmen|nehmen wir|wir verwenden|verwenden wir|wir nutzen|nutzen wir|wir benutzen|wir machen|lass uns|lasst uns|wir wechseln|wir steigen) /iu,
  },
];

const conventions: readonly StatementPattern[] = [
  {
    category: 'convention',
    weight: 0.85,
    isFirm: true,
    begins: /^(?:constraint|convention|rule|konvention|regel|vorgabe): /iu,
  },
  {
    category: 'convention',
    weight: 0.75,
    isFirm: true,
    by: 'user',
    begins:
      /^(?:please )?(?:from now on|going forward|in (?:the )?future|ab jetzt|ab sofort|künftig|in zukunft),? (?:please |bitte )?/iu,
  },
  {
    category: 'convention',
    weight: 0.7,
    isFirm: true,
    by: 'user',
    begins:
      /^(?:please |bitte )?(?:always|never|immer|nie|niemals) (?!(?:the|a|an|great|good|nice|happy|glad|fun|funny|love|loved|hard|easy|something|these|this|that|been|mind|ever|diese|dieser|dieses|wieder|noch|schön|gut|here|there|up|on|off|had|saw|was|were|got|say|give|again|\p{L}{2,20}ing)\b)(?=\p{L})/iu,
  },
  {
    category: 'convention',
    weight: 0.7,
    isFirm: true,
    by: 'user',
    begins:
      /^we (?:always|never|only ever|exclusively) |^wir (?=\p{L}{2,20} (?:[^ ]{1,40} ){0,2}?(?:immer|nie|niemals|grundsätzlich|ausschließlich) )/iu,
  },
  {
    category: 'convention',
    weight: 0.7,
    isFirm: true,
    begins:
      /^(?:the|our) (?:convention|rule|policy)(?: here| in this (?:project|repo|repository|codebase))?(?: is|:)(?: that| to)? |^by convention,? |^(?:die|unsere) (?:konvention|regel|vorgabe)(?: hier| in diesem (?:projekt|repo))?(?: ist|:|lautet)(?:,? dass)? /iu,
  },
  {
    category: 'convention',
    weight: 0.7,
    isFirm: true,
    by: 'user',
    begins:
      /^in (?:this|our) (?:project|repo|repository|codebase|code base|monorepo|team),? (?=(?:we|all|every|use|always|never|no|only|tests?|names?|files?|commits?)\b)|^in (?:diesem|unserem) (?:projekt|repo|repository|team) (?=(?:wird|werden|verwenden|nutzen|nehmen|schreiben|heißen|gilt|gibt) )/iu,
  },
  {
    category: 'convention',
    weight: 0.6,
    isFirm: true,
    by: 'user',
    begins:
      /^(?=(?:all|every|each) (?:[^ ]{1,40} ){1,6}?(?:must|has to|have to|needs to|need to) )|^(?=(?:alle|jede|jeder|jedes) (?:[^ ]{1,40} ){1,6}?(?:muss|müssen) )/iu,
  },
  {
    category: 'convention',
    weight: 0.6,
    by: 'user',
    needs: lasting,
    begins:
      /^we (?:use|run|write|keep|store|name|deploy|put|target|support|pin) |^wir (?:schreiben|speichern|legen|halten|unterstützen) /iu,
  },
  {
    category: 'preference',
    weight: 0.55,
    by: 'user',
    needs: insteadOf,
    begins: /^(?:i|we) (?:strongly |generally |usually )?prefer |^(?:ich|wir) (?:bevorzuge|bevorzugen) /iu,
  },
];

const blockers: readonly StatementPattern[] = [
  {
    category: 'blocker',
    weight: 0.85,
    isFirm: true,
    begins: /^(?:blocker|blocked|blockiert|blocked by|blocked on): /iu,
  },
  {
    category: 'blocker',
    weight: 0.8,
    isFirm: true,
    begins: i(
      `^(?:we(?:'re| are)|i(?:'m| am)|(?:this|that|it|${work})(?:'s| is| are)) (?:currently |still |completely |now |again )?(?:blocked|stuck)(?: (?:by|on|until|waiting) |$)`,
    ),
  },
  {
    category: 'blocker',
    weight: 0.75,
    isFirm: true,
    begins: i(
      `^(?:we|i) (?:still |currently )?(?:can't|cannot|can not) (?:(?:release|deploy|merge|ship|proceed|continue|launch|publish|upgrade|migrate|start|finish|go live)\\b)(?=.{0,300}\\b(?:until|before|as long as|unless|without)\\b)`,
    ),
  },
  {
    category: 'blocker',
    weight: 0.65,
    isFirm: true,
    begins: i(
      `^(?:we(?:'re| are)|i(?:'m| am)) (?:currently |still )?waiting (?:for|on) (?=.{0,200}\\b(?:before|to (?:deploy|release|merge|ship|continue|proceed)|until)\\b)`,
    ),
  },
  {
    category: 'blocker',
    weight: 0.7,
    isFirm: true,
    begins: i(`^(?=(?:[^ ]{1,60} ){1,10}?(?:blocks|is blocking|are blocking) ${work}\\b)`),
  },
  {
    category: 'blocker',
    weight: 0.8,
    isFirm: true,
    begins: i(
      `^(?:(?:wir sind|ich bin|das ist|${germanWork} ist) (?:noch |weiterhin |derzeit |aktuell |gerade )?blockiert(?: (?:durch|von|bis|wegen) |$)|(?:wir sind|ich bin|${germanWork} ist) (?:noch |weiterhin |derzeit |aktuell |gerade )?(?:durch|von|wegen) (?=.{1,200} blockiert))`,
    ),
  },
  {
    category: 'blocker',
    weight: 0.7,
    isFirm: true,
    begins: i(
      `^(?:(?:wir|ich) (?:können|kann) (?=.{0,200}\\b(?:nicht|erst)\\b.{0,200}\\b(?:bis|solange|bevor|wenn|ohne)\\b)|(?:wir warten|ich warte) (?:noch |weiterhin )?auf (?=.{0,200}\\b(?:bevor|bis|damit)\\b)|${germanWork} hängt (?:noch )?(?:an|am) )`,
    ),
  },
  {
    category: 'blocker',
    weight: 0.7,
    isFirm: true,
    begins: i(`^(?=(?:[^ ]{1,60} ){1,8}?(?:blockiert|blockieren) ${germanWork}\\b)`),
  },
];

const procedures: readonly StatementPattern[] = [
  {
    category: 'procedure',
    weight: 0.8,
    isFirm: true,
    begins: /^(?:procedure|runbook|vorgehen|ablauf|anleitung): /iu,
  },
  {
    category: 'procedure',
    weight: 0.65,
    isFirm: true,
    needs: /(?:,| and| then) then | before | after | first\b|\uE001.{1,200}\uE001/iu,
    begins: i(
      `^(?=to ${tasks}\\b[^,]{0,80}, (?:you (?:have|need) to |you must |first |always |just |simply )?${acts}\\b)`,
    ),
  },
  {
    category: 'procedure',
    weight: 0.6,
    isFirm: true,
    by: 'user',
    begins: i(
      `^(?=(?:you|we) (?:always |first |still )?(?:have|need) to ${acts}\\b.{2,200}\\b(?:before|after|first|every time|each time|whenever)\\b)`,
    ),
  },
  {
    category: 'procedure',
    weight: 0.7,
    isFirm: true,
    begins:
      /^(?=the (?:release|deploy(?:ment)?|migration|build|rollback|hotfix|onboarding|backup|restore|publishing) (?:process|procedure|flow|steps) (?:is|are|goes|works)\b)/iu,
  },
  {
    category: 'procedure',
    weight: 0.65,
    isFirm: true,
    needs: /,? (?:dann|danach|anschließend|zuerst|erst|vorher|bevor|nachdem) |\uE001.{1,200}\uE001/iu,
    begins:
      /^(?=(?:um (?:[^ ]{1,40} ){1,8}?(?:zu \p{L}{3,30}|\p{L}{2,12}zu\p{L}{3,20}),|zum (?:veröffentlichen|deployen|ausliefern|bauen|testen|release|release,|zurücksetzen|aktualisieren|einspielen)\b))/iu,
  },
];

/** The first one that matches says what a clause is. */
export const statementPatterns: readonly StatementPattern[] = [
  ...decisions,
  ...blockers,
  ...conventions,
  ...procedures,
];

/** What stands before a list of numbered steps that say how something is done. */
export const stepsFollow =
  /^(?:how (?:to|we)|how (?:do|should) (?:we|you|i)|(?:the )?steps (?:to|for)|to (?:release|deploy|publish|build|rotate|migrate|reset|regenerate|upgrade|roll ?back|restore|set ?up|bootstrap|seed|cut|ship|provision|back ?up|install|onboard|add a new|run the|update the|release a|reproduce the build|renew|debug|switch|connect|register|re-?index|import|export)|(?:releasing|deploying|publishing|rolling back|rotating|restoring|upgrading|onboarding|cutting a release|adding a new)|pour (?:déployer|publier|livrer|restaurer|migrer|faire|mettre)|para (?:desplegar|publicar|hacer|restaurar|migrar|sacar)|pasos para|étapes pour|(?:the|our) (?:[\p{L}-]{2,20} ){1,2}(?:process|procedure|steps|runbook)|(?:release|deployment|rollback|hotfix|migration) (?:process|procedure|steps|runbook)|procedure|runbook|so geht|so wird|schritte (?:zum|zur|für|um)|ablauf|vorgehen|um (?:[^ ]{1,40} ){1,8}?zu \p{L}{3,30}|zum \p{L}{4,20})\b/iu;
/** Steps of the work at hand, which is over soon. */
export const passingSteps =
  /\b(?:implement|fix|finish|complete|continue|proceed|resolve|verify|reproduce|review|apply|try|next|plan|change|this|it|use|answer|ensure|minimi[sz]e|recap|clarify|see|note|your|address|improve|consider|summar\p{L}{1,8}|umsetz\p{L}{0,8}|beheb\p{L}{0,8}|prüf\p{L}{0,8}|nächste\p{L}?)\b/iu;

/** Words with which people begin that say nothing by themselves. */
export const openers =
  /^(?:ok(?:ay)?|alright|all right|right|great|good|perfect|cool|nice|fine|yes|yeah|yep|no|nope|sure|agreed|thanks|thank you|done|so|then|and|also|but|well|now|fyi|note(?: that)?|btw|by the way|just so you know|for the record|in the end|finally|therefore|hence|thus|anyway|one more thing|update|after (?:some |a long |more |much )?(?:discussion|thought|testing|the review|benchmarking|back and forth)|today|yesterday|last week|this morning|in (?:today's|yesterday's|the|our) (?:meeting|standup|review|retro|call|planning|sync)|as (?:discussed|agreed|a team|planned)|ja|nein|gut|also|na gut|passt|alles klar|super|danke|dann|und|aber|übrigens|zur info|heute|gestern|im (?:meeting|review|standup|team|planning)|in der (?:besprechung|runde|retro)|nach (?:kurzer |langer |der )?(?:diskussion|abstimmung|rücksprache)|schließlich|letztlich|deshalb|deswegen|daher)(?![\p{L}\d'])[\s,:;.!–—-]{0,4}/iu;

/** A few words with a colon, and then what is said. */
export const leadIn =
  /^(?!(?:final |the |our |unsere |die )?(?:decision|rejected|blocker|blocked|rule|convention|policy|constraint|entscheidung|beschluss|verworfen|regel|konvention)\b)[^ :]{1,30}(?: [^ :]{1,30}){0,5}: (?=(?:we|i|let'?s|you|wir|ich|never|always|from now on|immer|nie|niemals|bitte|please)\b)/iu;

/** What makes of a statement a thought, a wish or a report of what does not hold any more. */
export const hedges =
  /\b(?:could|might|maybe|perhaps|possibly|probably|would|i'd (?:like|love|prefer to)|tentatively|hypothetically|not sure|unsure|i think|i guess|i wonder|whether|what if|for example|e\.g|supposed? (?:we|that)|vielleicht|eventuell|evtl|womöglich|möglicherweise|wahrscheinlich|könnten?|würden?|hätten?|dürften?|glaube ich|ich glaube|ich denke|ob wir|falls wir|zum beispiel|z\.\s?b)(?![\p{L}'])/iu;
export const conditions =
  /\b(?:if|unless|once|until|provided|assuming|as soon as|falls|sofern|sobald|wenn|bis)(?![\p{L}'])/iu;
export const past =
  /\b(?:previously|originally|initially|at first|used to|back then|formerly|früher|ursprünglich|anfangs|damals)(?![\p{L}'])/iu;
/** What is decided of a conversation, and not of a project. */
export const passing =
  /^(?:meet|talk|discuss|revisit|sync|think|look|wait|see|try|check|chat|call|go ahead|continue|move on|proceed|start|begin|skip|stop|ask|review|investigate|postpone|(?:uns )?(?:zu )?treffen|besprechen|telefonieren|schauen|warten|später|weiterzumachen)\b/iu;
export const undecided =
  /\b(?:not|never|n't|haven't|hasn't|yet to be|noch nicht|nicht) (?:yet )?(?:decided|agreed|settled|entschieden|beschlossen|geeinigt|festgelegt)\b/iu;
/** What holds for a day is no custom. */
export const fleeting =
  /\b(?:today|tonight|tomorrow|right now|for now|this time|just once|hurry|my|heute|morgen|erst ?mal|vorerst|diesmal)(?![\p{L}'])/iu;
/** Words that point to something said before. Without it they say nothing. */
export const pointers: ReadonlySet<string> = new Set(
  (
    'that this it one ones option options approach way thing things first second third plan idea latter former a b c 1 2 3 ' +
    'instead same everything something what above below previous current existing version proposal suggestion solution them ' +
    'das dies diese dieser dieses so variante losung vorschlag weg ansatz es den erste ersten zweite zweiten beides'
  ).split(' '),
);

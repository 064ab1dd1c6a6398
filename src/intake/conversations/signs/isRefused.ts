import type { Category } from '../../../core/memory/memory.ts';
import type { Speaker } from '../../../core/conversation/turn.ts';

const words = (source: string): RegExp => new RegExp(`(?<![\\p{L}\\d_'])(?:${source})(?![\\p{L}\\d_])`, 'iu');

/** Supposed, proposed, asked or wished, in any of the languages. */
const supposed = words(
  "could|might|may (?:have|want|be|need|not want)|maybe|perhaps|possibly|probably|would|wouldn't|i'd (?:suggest|recommend|propose|go|say|like|love|prefer to|keep|lean)|we'd|tentatively|hypothetically|not sure|unsure|i think|i thought|i guess|i believe|i wonder|i suspect|imo|imho|wondering|whether|what if|how about|recommend(?:ed|ation|s)?|suggest(?:ion|ed|s|ing)?|propos(?:al|ed|e|es|ing)|my (?:rec|recommendation|take|instinct|suggestion|vote|lean)|option [a-d1-5]|options|alternatively|either|likely|presumably|apparently|supposedly|hopefully|seems?|seemed|looks like|appears?|should (?:we|i|it|this)|shall|can (?:we|you|i)|could you|want me to|if you (?:want|like|prefer|agree|'re ok)|do you|let me know|tbd|yeah\\?|consider|considering|thinking (?:about|of)|thoughts|let me|let's (?:see|check|look|try|talk|discuss|start|get|move|continue|test|run|debug|investigate|focus|figure|take|review|pick|work|put|walk|find|add|write|create|implement|update|fix|think)" +
    '|vielleicht|eventuell|evtl|womöglich|möglicherweise|wahrscheinlich|vermutlich|anscheinend|scheint|könnten?|könnte man|würden?|würde|hätten?|dürften?|sollten? (?:wir|ich|man)|glaube ich|ich glaube|ich denke|ich vermute|ich schlage vor|schlage vor|vorschlag|ob wir|falls wir|mal sehen|überlege|lass uns (?:mal )?(?:schauen|sehen|prüfen|testen)' +
    '|peut-être|peut être|pourrait|pourrions|pourriez|faudrait|devrait-on|je pense|je crois|il me semble|probablement|sans doute|je propose|on pourrait|on verra|je suggère|est-ce que|serait|aimerais' +
    '|quizás?|tal vez|a lo mejor|podría(?:mos|s)?|deberíamos|creo que|supongo|probablemente|propongo|sugiero|parece que|sería|me gustaría|habría que',
);

/** Depends on something that nobody knows yet. */
const conditional = words(
  "if (?:we|they|it|that|this|the|ops|nobody|you)(?! (?:touch|change|add|edit|modify|rename|ever|need|see))|unless|once (?:we|the|it|that)|provided|assuming|assume|suppose|as soon as|when we(?:'re| are) ready|falls|sofern|sobald|si (?:on|jamais|queremos|usamos|el|la)|en cuanto|dès que",
);

/** Said by somebody or something else. */
const reported =
  /(?<!\p{L})(?:says?|said|states|claims?|according to|complain(?:s|ing|ed)|quot(?:e|es|ing)|(?:the |a |its |their )?(?:docs?|documentation|readme|article|blog post|blog|tutorial|linter|compiler|error message|warning|user story|stack trace|reviewer|copilot|another agent|stackoverflow|stack overflow|wiki|rfc|changelog|spec|book|course|vendor|customer|client|they|he|she|maintainers) (?:says?|said|states?|claims?|recommends?|wants?|complains?|tells?|suggests?|decided|chose|agreed|went with|always|never|prefers?)|laut|behauptet|sagt|meint|selon|dit que|según|dice que)(?!\p{L})/iu;

/** What held, or was not to be. */
const bygone =
  /(?<!\p{L})(?:previously|originally|initially|at first|used to (?:be|have|use|do|run|live)|back then|formerly|in the old days|years ago|früher|ursprünglich|anfangs|damals|avant on|au début|à l'époque|antes (?:usábamos|se|lo)|al principio|originalmente)(?!\p{L})/iu;
const undecided =
  /(?:not|never|n't|haven't|hasn't|nothing|yet to be|nobody|no one|noch nicht|noch nichts|noch kein\p{L}{0,2}|pas encore|rien n'|aún no|todavía no|nada) (?:\p{L}+ ){0,3}?(?:decided|agreed|settled|blocked|stuck|chosen|picked|decision|entschieden|beschlossen|geeinigt|festgelegt|blockiert|décidé|choisi|bloqué\p{L}?|decidido|acordado|elegido|bloquead\p{L}s?)(?!\p{L})|(?:isn't|wasn't|aren't|not) (?:failing|broken|slow|caused)|no (?:longer|more) (?:blocked|stuck|waiting)|(?:unblocked|nicht mehr blockiert|plus bloqué|ya no)/iu;

/** Holds for the work at hand. */
const passing = words(
  "yet|right now|today|tonight|tomorrow|this time|just once|for a (?:sec|second|moment|minute)|first pass|before (?:we|you|i) (?:move on|start|begin|continue|proceed|get started|go|do anything)|move on|moving on|next step|next steps|step back|this (?:function|line|test|file|method|variable|commit|pr|diff|branch|change|turn|session|conversation|chat|thread|message|step|task|one|part|section|doc|document|plan|phase)|that (?:function|line|test|file|part|one|section)|in this case|the (?:above|below|following|attached)|heute|morgen|erst ?mal|vorerst|diesmal|aujourd'hui|pour l'instant|cette fois|hoy|por ahora|esta vez",
);
/** An order or a wish for the work at hand. */
const order =
  /^(?:please |pls |just |now |ok |and |also |so |then )*(?:can|could|would|will) you|^(?:please |pls |just |now |also |then |and )*(?:fix|add|update|create|change|make|write|implement|check|look|take|rename|remove|delete|move|refactor|explain|show|tell|find|read|run|try|give|generate|address|review|investigate|verify|help|go ahead|proceed|continue|start|let me|revert|undo|commit(?! messages?)|push|merge|test|debug|clean|propose|describe|search|open|put|set up|apply|replace|convert|compare|summari[sz]e|draft|walk|consolidate|handle|follow|get rid|yank|mach|schreib|füge|ändere|prüfe|erstelle|zeig|schau|ajoute|corrige|crée|modifie|vérifie|montre|explique|añade|arregla|crea|cambia|revisa|muestra|explica)(?![\p{L}'])/iu;
/** Makes a lasting rule of an order. */
const lastingOrder =
  /(?<!\p{L})(?:always|never|ever|from now on|going forward|(?:every|each|any|all) (?:time|new|pr|commit|change|migration|release|files?|tests?|endpoints?|service)|whenever|before (?:each|every|committing|pushing|merging|you)|after (?:each|every)|must not|immer|nie|niemals|künftig|ab jetzt|ab sofort|jede\p{L}?|toujours|jamais|désormais|chaque|siempre|nunca|jamás|cada|to (?:release|deploy|publish|rotate|migrate|roll back|restore))(?!\p{L})/iu;

/** Blocked in the code, and not in the work. */
const blockedCode =
  /(?<!\p{L})(?:requests?|threads?|calls?|popups?|cookies?|ips?|users?|browser|scripts?|event loop|promise|process(?:es)?|quer(?:y|ies)|functions?|channels?|tests?|connections?|port|traffic|download|writes?|reads?|ui|main thread|goroutines?|workers?|input|key|keys|hook|anfragen?|aufruf|requête|petición)(?: (?:to|from|on|of|for) [^ ]{1,30}(?: [^ ]{1,30})?)? (?:is|are|was|were|gets?|being|stays?|keeps?|ist|sind|wird|est|está) (?:[\p{L}]+ )?(?:blocked|stuck|blockiert|bloqu)|blocked by (?:cors|a mutex|the `|\uE000|await|csp|the browser|the firewall)/iu;
/** A finding about something that was named before. */
const unnamed = /^(?:it|it's|this|that|that's|they|these|those|he|she|i|you|es|das|ça|eso|esto) (?!turn)/iu;
/** What somebody is about to do. */
const wanting =
  /(?<![\p{L}'])(?:(?:i|we) (?:need|have|want|am|was|were|are trying|tried|changed)|i'm|i've|i'll)(?!\p{L})/iu;
const everyTimeI = /(?:every time|each time|whenever|when|if) (?:i|it|they|the)(?![\p{L}])/iu;

/** How an agent tells of what it does, found, or would do. */
const narrated =
  /^(?:i|i'm|i've|i'll|i'd|let me|now|next|done|fixed|added|updated|removed|created|wrote|changed|renamed|moved|implemented|verified|confirmed|perfect|great|good|yes|no|you're|your|you|tests?|all \d+|all tests|build|lint\p{L}*|looking|checking|running|ran|reading|here's|here is|ready|want|shall|want me|ich|jetzt|nun|fertig|je|j'ai|c'est fait|maintenant|he|voy|ahora|listo)(?![\p{L}'])/iu;
/** A choice that an agent made, and between what. */
const kept =
  /^i (?:kept|chose|picked|went with|left|stayed with) .{3,200}?(?:rather than|instead of|over) /iu;
const toPerson = words("you|your|you're|du|dein\\p{L}{0,2}|sie|ihre?|tu|vous|votre|tú|usted");

/** Whether a clause that has the signs of a statement is none after all. */
export function isRefused(clause: string, category: Category, speaker: Speaker): boolean {
  const text = clause.replaceAll('’', "'");
  if (supposed.test(text) || (category !== 'procedure' && conditional.test(text)) || reported.test(text))
    return true;
  if (bygone.test(text) || undecided.test(text)) return true;
  if (category === 'blocker' && blockedCode.test(text)) return true;
  if (category === 'fact' && unnamed.test(text)) return true;
  if (category === 'convention' && (everyTimeI.test(text) || wanting.test(text))) return true;
  if (category === 'fact' && /(?<!\p{L})let'?s /iu.test(text)) return true;
  if (speaker === 'user') {
    if (order.test(text) && !lastingOrder.test(text)) return true;
    return category !== 'fact' && category !== 'blocker' && passing.test(text);
  }
  if (category === 'fact') return false;
  if (category === 'blocker' && /^(?:i'm|i am|ich warte|let)(?!\p{L})/iu.test(text)) return true;
  if (category === 'decision' && kept.test(text)) return false;
  return (category !== 'blocker' && narrated.test(text)) || (category !== 'decision' && toPerson.test(text));
}

import { around, byUser, type Sign, sign } from './sign.ts';

const few = "(?:[\\w'-]{1,20} ){0,3}?";
const ships =
  '(?:release|deploy|merge|ship|proceed|continue|launch|publish|upgrade|migrate|start|finish|go live|go out|go ahead|move (?:on|forward|ahead)|cut|roll(?: [^ ]{1,10}){0,2}? out|land|close|enable|turn on|switch|cut over|onboard|test|do (?:this|that|it|anything))';
const granted =
  '(?:access|permissions?|approval|sign-?off|go-?ahead|credentials|quota|licen[cs]es?|api keys?|the keys?|new keys?|certificates?|certs?|legal|security|vendor|upstream|ops|infra|dns|procurement|compliance|finance|the (?:customer|client|provider|dba|dbas|design team)|their (?:team|side|fix|release))';
const workWords =
  "(?:we|we're|i'm|i am|us|team|release|releasing|deploy|deploys|deployment|merge|merging|prs?|mrs?|ticket|migration|rollout|launch|work|upgrade|project|feature|task|story|build|go-live|[#!]\\d+|integration|import|sprint|phase|epic|shipping|progress|everything|that one|whole thing|v?\\d+\\.\\d+[^ ]*|cutover|milestone|testing|onboarding)";

const blockers: readonly Sign[] = [
  sign(
    'blocker',
    0.85,
    "(?:we're|we are|i'm|nobody is|it's) not (?:getting|going|able) .{3,100}? (?:until|before|without)",
    byUser,
  ),
  sign(
    'blocker',
    0.4,
    '(?:sitting|sits|lying|lies) (?:with|at|on) (?:legal|security|the|their|someone)',
    around,
  ),

  sign(
    'blocker',
    0.5,
    "(?:we|i|so|nobody|and|team) (?:still )?(?:can't|cannot|can not|cant) (?:[\\w'-]{1,20} ){0,2}?(?:release|deploy|merge|ship|proceed|continue|launch|publish|upgrade|migrate|start|finish|go live|roll|cut|test|close|verify|onboard|switch|update|build)",
    around,
  ),
  sign(
    'blocker',
    0.4,
    '(?:expired|revoked|got deleted|is down|are down|went down|is broken|is missing|are missing|out of quota|over quota|no staging|means we)',
    around,
  ),
  sign('blocker', 0.4, '(?:only [^ ]{2,20} can|nobody|no one|until (?:someone|somebody))', around),
  sign(
    'blocker',
    0.85,
    'stuck in (?:review|qa|approval|legal|limbo|procurement|compliance|the queue)',
    around,
  ),
  sign(
    'blocker',
    0.85,
    'hinges on|(?:is|are) (?:on ice|parked) (?:until|till|because)|(?:is|are) blocking everything|waiting game',
    around,
  ),
  sign(
    'blocker',
    0.4,
    'until (?:the |we get |they |he |she |someone |somebody |[^ ]{2,20} )(?:[^ ]{1,20} ){0,4}?(?:adds?|gives?|approves?|fix|fixes|fixed|merges?|merged|releases?|renews?|opens?|grants?|comes? back|is back|returns?|responds?|answers?|signs?|ships?|lands?|arrives?|ready|available)',
    around,
  ),

  sign(
    'blocker',
    0.5,
    '(?<!(?:not|longer|been|never) )(?<!(?:is|are|was|were) not )(?:blocked|gated|held up|on hold|stalled)(?: (?:by|on|until|because|waiting|pending|at|till)|[:,] )',
    around,
  ),
  sign(
    'blocker',
    0.35,
    `(?:^|${workWords}(?: [^ ]{1,30}){0,6}?) ?(?:is |are |'s |'re |still |currently |now |completely |again |also |all ){0,3}(?:blocked|gated|held up|on hold|stalled)`,
    around,
  ),
  sign(
    'blocker',
    0.9,
    `(?:can't|cannot|can not|cant|unable to|couldn't|won't be able to|not able to|no way to|impossible to) ${few}${ships}.{0,120}? (?:until|till|before|without|unless|as long as|because)`,
    around,
  ),
  sign(
    'blocker',
    0.85,
    "(?:we're|we are|i'm|i am|still|is|are|was|were|been) (?:still |currently |completely )?stuck (?:waiting|until|on|because|behind)",
    byUser,
  ),
  sign(
    'blocker',
    0.5,
    '(?:waiting|wait|waits|waited) (?:for|on)|awaiting|pending (?:approval|review|sign-?off|the|a|legal|security)',
    around,
  ),
  sign('blocker', 0.4, `(?:waiting|wait|waits|awaiting|pending)(?: (?:for|on))? .{0,60}?${granted}`, around),
  sign(
    'blocker',
    0.2,
    '(?:waiting|wait|waits|awaiting|pending).{3,100}? (?:before|until|to (?:approve|merge|land|ship|review|fix|come back|reply|respond|release|send|grant|unblock))',
    around,
  ),
  sign('blocker', 0.15, "(?:we|we're|we are|i'm|i am|still|us|team|currently)"),
  sign(
    'blocker',
    0.8,
    `(?:blocks|is blocking|are blocking|holding up|holds up|prevents us from|keeps us from|stops us from|is holding back|blocking) (?:us|me|everyone|everybody|the team|(?:the |our |any |all |every )?(?:[^ ]{1,25} ){0,2}?(?:release|deploy(?:s|ment)?|merg(?:e|es|ing)|migration|rollout|launch|upgrade|project|sprint|pr|prs|cutover|go-live|work|pipeline|milestone))`,
    around,
  ),
  sign(
    'blocker',
    0.5,
    `(?:no|don't have|haven't got|haven't received|lack|missing|still needs?|still don't have|not (?:yet )?(?:have|got|received)) (?:[^ ]{1,20} ){0,4}?${granted}`,
    around,
  ),
  sign('blocker', 0.3, "(?:yet|so far|still|until|before we can|so we can't)"),
  sign(
    'blocker',
    0.85,
    "(?:until|till|as long as) .{3,100}?,? (?:we|i|nobody|nothing|no one|it|this|that) (?:can't|cannot|can|won't|is|are|stays?|has to wait|have to wait)",
    around,
  ),
  sign(
    'blocker',
    0.85,
    '(?<!(?:no|any|remaining|other|not a|more|zero|a|without) )(?:(?:only|main|current|big|biggest|last|remaining|hard|release|real) )(?:blocker|show-?stopper)',
    around,
  ),
  sign(
    'blocker',
    0.8,
    '(?<!(?:no|any|remaining|other|more|zero|hit a|not a) )(?:blocker|show-?stopper)(?: (?:is|for|right now|here)|:)',
    around,
  ),
];

const procedures: readonly Sign[] = [
  sign(
    'procedure',
    0.85,
    '\\uE000\\d{1,6}\\uE001.{1,160}?(?:then|puis|ensuite|dann|danach|anschließend|luego|después|after that|afterwards).{0,80}?\\uE000',
    around,
  ),
  sign(
    'procedure',
    0.7,
    ',? (?:and )?(?:then|puis|dann|danach|luego|después) (?:run |lancer |tu lances |ejecuta |lanza )?\\uE000\\d{1,6}\\uE001',
    around,
  ),

  sign(
    'procedure',
    0.5,
    '^(?:and |so |ok |btw |if |when |whenever )*(?:if|when|whenever) .{5,120}?, (?:you (?:need|have) to |just |first |always |please )?(?:stop|run|start|restart|delete|remove|clear|kill|rebuild|reset|regenerate|revoke|check out|roll back|re-?run|drop)',
    byUser,
  ),
  sign(
    'procedure',
    0.4,
    '(?:stop|run|start|restart|delete|remove|clear|kill|rebuild|reset|bump|tag|branch|push|merge|cherry-pick|deploy|build|update|copy|register|open) [^,]{2,60}(?:, and|,| and| then) (?:then |also )?(?:stop|run|start|restart|delete|remove|clear|kill|rebuild|reset|bump|tag|push|merge|cherry-pick|deploy|release|build|update|copy|register|open)',
    byUser,
  ),
  sign(
    'procedure',
    0.5,
    'for (?:a|every|each|any) (?:new )?(?:hotfix|release|deploy|migration|rollback|patch|customer|tenant|environment|locale)(?: release)?,? (?:we|you|one)',
    byUser,
  ),

  sign(
    'procedure',
    0.85,
    `to (?:[\\w-]+ )?(?:release|deploy|publish|ship|cut|roll ?back|rotate|migrate|reset|regenerate|restore|seed|bootstrap|provision|back ?up|reproduce the build|add a (?:new )?(?:migration|locale|provider|endpoint)|update the (?:schema|snapshots?)|test locally|debug)[^,:]{0,80}(?:, |: | you | we )(?:you |just |first |we |simply |always )?(?:need to |have to |must )?(?:first |just )?(?:run|use|start|stop|set|call|push|create|open|edit|bump|copy|execute|tag|merge|delete|export|check out|rebuild|restart|update|apply|install|log ?in|connect|go|generate|pull|build|put)`,
    around,
  ),
  sign(
    'procedure',
    0.5,
    '(?:first|start by|begin with)[ ,:].{3,250}?(?:then|after that|afterwards|finally|next|and only then)',
    around,
  ),
  sign(
    'procedure',
    0.5,
    '(?:run|execute|call|stop|start|bump|tag|push|merge|build|delete|export|restart|update|open|set) .{2,160}?(?:, then|, and then|;? then| and then|,? afterwards|,? after that) ',
    { by: 'user', isAround: true },
  ),
  sign(
    'procedure',
    0.35,
    '(?:releas(?:e|es|ing)|deploy(?:s|ing|ment)?|publish(?:ing)?|roll(?:ing)? ?back|hotfix(?:es)?|migrations?|backups?|restor(?:e|ing)|upgrades?|rotat(?:e|ing)|onboarding|schema|cutting)',
    around,
  ),
  sign(
    'procedure',
    0.55,
    "(?:you|we|one) (?:always |first |still |also )?(?:have|need|'ve got) to (?:first )?(?:run|start|stop|rebuild|restart|regenerate|bump|export|set|install|log ?in|connect|update|clear|flush|pull|build).{2,160}?(?:before|after|first|every time|each time|whenever|otherwise|or else)",
    around,
  ),
  sign(
    'procedure',
    0.85,
    '(?:the |our )?(?:release|deploy(?:ment)?|migration|rollback|hotfix|onboarding|backup|restore|publishing|upgrade) (?:process|procedure|flow|steps|dance|checklist|recipe|routine)(?: is| are| goes| works|:| looks)',
    around,
  ),
  sign(
    'procedure',
    0.75,
    '(?:deploys|deployments|releases|rollbacks|migrations|backups|hotfixes) (?:go|are done|happen|work|run|get) (?:through|via|by|from|like|with|in)',
    { by: 'user', isAround: true },
  ),
  sign('procedure', 0.55, '(?:->|→|=>) ?[^>→]{2,80}(?:->|→|=>)', { by: 'user', isAround: true }),
  sign(
    'procedure',
    0.4,
    '(?:before|after) (?:you |we |every |each |any |a |the )?(?:[\\w-]+ ){0,2}?(?:deploy|release|merge|push|commit|publish|upgrade|migrat|tag|test run|schema change)\\w{0,4}',
    byUser,
  ),
  sign(
    'procedure',
    0.3,
    '(?:run|bump|regenerate|rebuild|restart|export|set|stop|clear|update) (?=`|\\uE000|[\\w./-]{2,})',
    byUser,
  ),
];

const facts: readonly Sign[] = [
  sign(
    'fact',
    0.65,
    '(?:fails?|will fail|breaks?|crashes?|hangs?|stops? working) (?:when|if|whenever|as soon as|after|under)',
    around,
  ),
  sign('fact', 0.65, '(?:came|comes|resulted|results) from', around),
  sign(
    'fact',
    0.75,
    '(?:makes? it go away|does the trick|worked for (?:me|us)|(?:that|which) (?:fixed|solved) it)',
    byUser,
  ),
  sign('fact', 0.65, 'the (?:correct|right) [^ ]{2,30}(?: [^ ]{2,20})? (?:is|are)', byUser),

  sign(
    'fact',
    0.8,
    '(?:fail(?:s|ed|ing)?|broke|breaks|crash(?:es|ed)?|flaky|hangs?|hung|slow|timed out|times out|deadlock(?:s|ed)?|leak(?:s|ed)?|different|differ) .{0,40}?(?:because|since the|due to|as the)',
    around,
  ),
  sign(
    'fact',
    0.6,
    ",? which is why|that's why|that is why|the reason (?:why )?.{3,80}? (?:is|was) (?:that|because)",
    around,
  ),
  sign(
    'fact',
    0.6,
    'takes? (?:about |around |up to |roughly |over |almost |like )?\\d+ ?(?:ms|s|secs?|seconds|mins?|minutes|h|hours|days)',
    byUser,
  ),
  sign(
    'fact',
    0.65,
    '(?:is|are) (?:now )?(?:owned|maintained|managed|run|operated) by|(?:team|people) (?:owns?|maintains?)',
    around,
  ),

  sign('fact', 0.9, 'turns out|turned out|it emerged', around),
  sign('fact', 0.9, 'root cause(?: of [^:]{3,60}| here)?(?: is| was|: | [–—-] |\\))', around),
  sign(
    'fact',
    0.85,
    '(?:the|actual|real|underlying|main|whole|core|final) (?:problem|issue|bug|culprit|cause|reason|failure|fix|solution|crash|leak|error|outage|flake|flakiness|slowdown|regression|mistake)(?: here| there| in [^ ]{2,40}| with [^ ]{2,40}| for [^ ]{2,40}| behind [^,]{3,50})? (?:(?:was|were) (?:that|caused|due|because|in|a|an|the|not|our|missing|actually|just|simply|to|on|with)|turned out|came|comes from|lies in|stemmed)',
    around,
  ),
  sign(
    'fact',
    0.6,
    '(?:the|actual|real|underlying|main|whole|core) (?:problem|issue|bug|culprit|cause|reason|bottleneck|limitation|difference)(?: here| there| in [^ ]{2,40}| with [^ ]{2,40}| for [^ ]{2,40}| behind [^,]{3,50})? is',
    { by: 'user', isAround: true },
  ),
  sign(
    'fact',
    0.9,
    '(?:the )?(?:catch|gotcha|trick|caveat|workaround|quirk|pitfall)(?: here| there)?(?: is| was|:)',
    { by: 'user', isAround: true },
  ),
  sign(
    'fact',
    0.75,
    '(?:was|were|is|are|been) (?:actually |being |all )?caused by|stems? from|traced (?:it |this |that )?(?:back )?to|boils down to|came down to|comes down to|the reason (?:why )?.{3,80}? is|happens because|fails because|failed because|broke because|breaks because|crashed because|only happens|only fails',
    around,
  ),
  sign(
    'fact',
    0.6,
    "(?:doesn't|does not|don't|do not|can't|cannot|only|never|no longer) (?:support|supports|work (?:with|on|in|without|for)|works (?:with|on|in|if|when|for)|accepts?|allows?|normali[sz]es?)",
    around,
  ),
  sign(
    'fact',
    0.65,
    '(?:is|are) (?:hard-?)?(?:limited|capped) (?:to|at)|(?:rate|hard|size|memory|time) ?-?limit(?: is| of|ed to)|max(?:imum)?(?: [\\w-]+){0,2} (?:is|of)|expires? (?:after|every|in|on)|timeout (?:is|of)|(?:is|are) (?:not supported|incompatible with|not available (?:on|in)|hard-?coded)|breaks (?:on|with|when|if|under)|hard-?requires|requires at least|(?:only|still) (?:runs|works|builds) on',
    around,
  ),
  sign(
    'fact',
    0.5,
    '(?:lives? in|is hosted (?:on|at|by)|(?:is|are) owned by|owns|is maintained by|runs on|run on|(?:is|are) deployed (?:to|on|via|by|from)|(?:is|are) stored (?:in|at|as)|sits behind|points? (?:to|at)|is behind|belongs? to|(?:is|are) managed by|(?:is|are) generated (?:by|from)|comes from)',
    around,
  ),
  sign(
    'fact',
    0.5,
    '(?:is|are|has|lives?|runs|sits) now|as of (?:v?\\d|today|last|this|monday|january|yesterday)|since (?:v?\\d|last|the (?:upgrade|migration|move))|(?:is|are|has been|was) (?:renamed|moved|deprecated|retired|sunset|replaced)(?: to| by| with)?|(?:is|are) no longer',
    byUser,
  ),
  sign(
    'fact',
    0.85,
    '(?:learned|learnt|found out|discovered|figured out|tracked (?:it|this) down)(?: the hard way| that| why|:| to)',
    around,
  ),
  sign('fact', 0.6, '(?:by design|intentional(?:ly)?|on purpose|deliberate(?:ly)?)', {
    by: 'user',
    isAround: true,
  }),
  sign(
    'fact',
    0.35,
    '(?:fyi|heads[- ]up|btw|by the way|just so you know|for the record|reminder|important|careful|beware|til|for context|background|note(?: that)?|good to know|one thing to know)(?=[ ,:!–—-])',
    around,
  ),
];

/** How it is told in English what is in the way, how something is done, and what was found out. */
export const englishStateSigns: readonly Sign[] = [...blockers, ...procedures, ...facts];

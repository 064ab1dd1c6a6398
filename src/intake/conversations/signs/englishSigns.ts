import { around, byUser, type Sign, sign } from './sign.ts';

const group =
  "(?:we|i|us|the team|our team|the group|everyone|everybody|the meeting|all of us|participants)(?:'ve|'d| have| had)?";
const few = "(?:[\\w'-]{1,20} ){0,3}?";
const any = '.{1,120}?';
const acts =
  '(?:use|run|commit|push|add|put|write|edit|touch|import|call|log|merge|deploy|change|create|delete|include|keep|check|store|name|make|update|prefix|hard-?code|mock|skip|rebase|squash|force-?push|bump|ask|test|format|start|open|access|print|read|return|throw|catch|hand-?edit|install|modify|remove|introduce|rely|mix|disable|ignore|guess|assume|generate|regenerate|document|wrap|validate|expose|publish|tag|branch|send|show|round|cache|query|reuse|copy|set|drop|rename|answer|reply|explain|summari[sz]e|pin|sign|restart|reset|stub|parse|cast|default|trust)';

const decisions: readonly Sign[] = [
  sign(
    'decision',
    0.6,
    "we use [^,]{2,60}(?: and not|,? not|,? instead of|,? rather than|,? never)|(?:that's|which is|is) what we (?:use|run|do|ship)",
    around,
  ),
  sign('decision', 0.65, 'we now (?:[a-z]{3,15})(?: the| all| every| our| only| it)?', around),
  sign(
    'decision',
    0.85,
    '(?:so|therefore|that means|for now|until then)(?:,)? (?:it|that|they|this) stays?',
    byUser,
  ),
  sign('decision', 0.2, '(?:single|exactly one|just one|only one)', byUser),
  sign(
    'decision',
    0.85,
    'reason (?:for|we) (?:going with|choosing|picking|using|keeping|went|chose|use|keep)',
    around,
  ),
  sign(
    'decision',
    0.7,
    '^i (?:kept|chose|picked|went with|left|stayed with) .{3,200}?(?:rather than|instead of|over)',
    around,
  ),
  sign('decision', 0.45, "that's why we|that is why we", around),

  sign('decision', 0.35, '[^ ]{2,30} over [^ ]{2,30}', { by: 'user', isAround: true }),
  sign(
    'decision',
    0.85,
    '(?:^|, |: |so |ok |just )(?:scrap|drop|forget|ditch|kill|park|shelve|abandon) (?:the |that )?(?:[^ ]{2,30} ){1,4}?(?:idea|plan|approach|feature|support|integration|rewrite|migration)',
    byUser,
  ),
  sign(
    'decision',
    0.85,
    '(?:^|, |: |we |and |also )(?:finally )?decided (?:against|to|on|not|that|for)',
    byUser,
  ),
  sign(
    'decision',
    0.85,
    "we (?:have |'ve )?(?:dropped|abandoned|gave up on|given up on|parked|postponed|deferred) (?:the |that )",
    byUser,
  ),
  sign(
    'decision',
    0.6,
    '(?:plan|plans|scope|requirements?|priorit(?:y|ies)|design|spec|direction)(?: has| have)? changed|change of plans?',
    { by: 'user', isAround: true },
  ),
  sign(
    'decision',
    0.85,
    '(?:is|are|becomes?|will be) (?:now )?our (?:[^ ]{2,20} )?(?:minimum|default|baseline|standard|target|choice|canonical|only|go-to|main)',
    around,
  ),
  sign(
    'decision',
    0.45,
    '(?:is|are|becomes?) (?:now )?the (?:new )?(?:default|standard|minimum|baseline|canonical|only supported)',
    around,
  ),
  sign(
    'decision',
    0.8,
    '(?:cut|drop|dropped|dropping|remove|removed|removing|end|ended|ending|sunset|no more|add|keep) support (?:for|of)',
    byUser,
  ),
  sign(
    'decision',
    0.85,
    '(?:product|management|the po|the pm|po|pm|legal|the cto|the ceo|our (?:cto|ceo|pm|po|lead)|design|leadership|the board|marketing|security|finance|the business|ops)(?: team| people)? (?:has |have |just |finally )?(?:signed off on|approved|decided|agreed|insists? on|confirmed|wants us to|went with|rejected|vetoed)',
    around,
  ),
  sign(
    'decision',
    0.7,
    "(?:we aren't|we are not|we're not) (?:[\\p{L}]{3,15}ing) (?:to|off|from|the|any|our)",
    byUser,
  ),
  sign('decision', 0.4, '(?:stays?|remains?|lives on|keeps)', around),
  sign(
    'decision',
    0.45,
    '(?:as|like) (?:agreed|discussed|decided|settled|you (?:decided|wanted|asked))|per (?:your|our|the) (?:call|decision|feedback|discussion|agreement)',
    around,
  ),

  sign(
    'decision',
    0.9,
    `${group} ${few}(?:decided|agreed|opted|settled|concluded|voted|committed|standardi[sz]ed) (?:not |never |to |on |for |against |that |upon |with |in |it )`,
  ),
  sign(
    'decision',
    0.85,
    `${group} ${few}(?:chose|chosen|picked|ruled out|rejected|vetoed|scrapped|ditched|deprecated|shelved|went with|gone with|landed on|adopted|settled on)`,
  ),
  sign(
    'decision',
    0.85,
    `(?:we|we're|we are|i'm|i am|we'll be|still|so|now|and|just|end(?:ed)? up|yeah|ok) ${few}(?:going with|sticking (?:with|to)|standardi[sz]ing on|settling on)`,
  ),
  sign(
    'decision',
    0.5,
    `(?:let'?s|we'll|we will|we should just|i'll) (?:just |all |then )?(?:go with|stick (?:with|to|w/)|settle on|stay (?:with|on)|lock in|standardi[sz]e on)`,
    byUser,
  ),
  sign(
    'decision',
    0.3,
    `let'?s (?:just |all |then |definitely )?(?:go with|stick (?:with|to|w/)|settle on|stay (?:with|on)|lock in|standardi[sz]e on)`,
    byUser,
  ),
  sign(
    'decision',
    0.85,
    '^(?:so |ok |okay |yeah |yes |then |well |and )*(?!(?:i|what|how|as|where|which|that|because|since|than|whatever|if|why|so|we|you|but|and|then|like|this) )(?:[^ ]{1,30} ){1,5}(?<!(?:what|how|as|where|which|that|because|since|than|whatever|think|like|if|bad|good|much|big|why|say|know|see|where) )it is(?=$|,| then| for (?:the|our|all)| -)',
    around,
  ),
  sign(
    'decision',
    0.9,
    '(?:decision|decided|resolved|consensus|final call|final answer|agreed|agreement)(?: made| here| on [^:]{2,40}| for [^:]{2,40}| from [^:]{2,40})?(?: ?: | [–—-] | (?:is|was) (?:to|that|not|we|no|use|keep) )',
  ),
  sign(
    'decision',
    0.6,
    '(?:is|are|was|were|has been|have been|got|gets|been|be) (?:now |finally |officially )?(?:chosen|picked|agreed(?: on| upon)?|settled|rejected|scrapped|shelved|postponed|ruled out|abandoned|vetoed|signed off|deprecated|decided)',
    around,
  ),
  sign(
    'decision',
    0.85,
    '(?:is|are) (?:off the table|not happening|a non-goal|not a goal|final|settled|non-negotiable|set in stone)(?= |$|,)',
    around,
  ),
  sign(
    'decision',
    0.85,
    `(?:chose|chosen|picked|preferred|selected|favou?red|won out|wins|won|beats|took)(?: ${any})? over`,
    around,
  ),
  sign('decision', 0.6, 'in favou?r of', around),
  sign(
    'decision',
    0.35,
    "we (?:really |definitely |just |also )?(?:do not|don't|dont|won't|will not|will never) (?:want|need|support|care about|allow|fetch|ship|touch)",
    byUser,
  ),
  sign(
    'decision',
    0.6,
    'we (?:do |definitely |really )?want to (?:keep|use|have|stay|avoid|support|ship|stick)|we want (?:the|all|our|every|each|it|them) ',
    byUser,
  ),
  sign(
    'decision',
    0.85,
    "(?:that's|that is|this is|it's|is|are) (?:already )?(?:decided|settled|final|a done deal|locked in)",
    around,
  ),
  sign(
    'decision',
    0.45,
    "(?:we|i) (?:really |definitely |just |also )?(?:do not|don't|dont|won't|wont|will not|are not going to|aren't going to|are never going to|will never|no longer) (?:\\w+ )?(?:want|need|use|support|ship|do|store|keep|allow|host|build|fetch|expose|maintain|care about|accept|offer|target|run|write)",
    byUser,
  ),
  sign(
    'decision',
    0.55,
    "let'?s (?:not |just |also |always |only |never |please )?(?:use|keep|drop|limit|skip|avoid|leave|switch to|move to|default to|treat|store|call it|cap|not|ship|support|adopt|target|pin|postpone|defer|align)",
    byUser,
  ),
  sign(
    'decision',
    0.7,
    "(?:we're|we are|we've been|i'm|i am) (?:now |also |officially |only |just |definitely )?(?:keeping|dropping|switching|moving (?:to|from|off|away|everything|all)|migrating|staying|not (?:going to|gonna|using|doing|supporting|shipping|touching|changing|adding|building|moving|migrating)|shipping|deprecating|standardi[sz]ing|adopting|ditching|scrapping|replacing|postponing|deferring|holding off|pinning|sunsetting|retiring|killing|freezing|doing away)",
    byUser,
  ),
  sign(
    'decision',
    0.5,
    "(?:we|the team)(?:'ll| will| won't| will not|'re going to| are going to|'re gonna) (?:\\w+ )?(?:use|go with|keep|stay|stick|drop|support|ship|host|store|deploy|adopt|avoid|only|never|not|replace|move|migrate|switch|rely|treat|version|target|run|leave|start|fetch|exclude|release|publish|build)",
    byUser,
  ),
  sign(
    'decision',
    0.5,
    "(?:we|team|everything)(?:'ve| have)? (?:\\w+ )?(?:moved|switched|migrated|upgraded|converted|renamed|replaced)(?: [^ ]{1,30}){0,5}? (?:to|off|from|away|with)",
    byUser,
  ),
  sign('decision', 0.5, 'no more [^ ]{2,30}', byUser),
  sign('decision', 0.6, '(?:settled|landed|agreed) on', around),
  sign('decision', 0.7, 'the (?:choice|winner|pick) (?:is|was|fell)', around),
];

const conventions: readonly Sign[] = [
  sign(
    'convention',
    0.3,
    "(?:tests?|handlers?|components?|controllers?|services?|workers?|migrations?|jobs?|models?|views?) (?:don't|do not|never|may not|cannot|can't) [a-z]+",
    byUser,
  ),
  sign(
    'convention',
    0.85,
    '(?:nothing|nobody|no one|no [^ ]{2,20}) (?:[^ ]{1,20} ){1,6}?(?:without|outside|except through)',
    around,
  ),
  sign(
    'convention',
    0.85,
    '(?:never|not|not be|nor) (?:[^ ]{1,20} ){0,3}?(?:by hand|manually|outside)',
    around,
  ),
  sign('convention', 0.85, '^commit messages?:', around),
  sign('convention', 0.25, 'should just (?:always|never)', byUser),

  sign(
    'convention',
    0.7,
    '(?:is|are|get|gets|must be|should be) (?:always |all |never )?(?:named|prefixed|suffixed|formatted|indented|versioned|namespaced|included with|written in|stored in|stored as|kept in|kept under|placed in|spelled)',
    { isAround: true },
  ),
  sign('convention', 0.6, '(?:every|each|all) (?:[^ ]{1,30} ){1,5}?(?:needs?|requires?)', {
    by: 'user',
    isAround: true,
  }),
  sign(
    'convention',
    0.6,
    '(?:messages?|strings?|errors?|requests?|calls?|changes?|logs?|everything|texts?) (?:[^ ]{1,20} ){0,3}?go(?:es)? through',
    { by: 'user', isAround: true },
  ),
  sign('convention', 0.6, '(?:is|are) (?:always|never)', { by: 'user', isAround: true }),
  sign(
    'convention',
    0.55,
    '^(?:all |the |our )?(?:commit messages?|commits|branch(?:es| names?)?|variable names?|identifiers|comments|code comments|docs|tests?|test names|file names?|pr titles?|changelog entries|error messages?|logs?|dates?|timestamps?|migrations?|endpoints?|components?|table names|money|amounts|ids)',
    { by: 'user', isAround: true },
  ),
  sign(
    'convention',
    0.3,
    'in english|imperative|max(?:imum)? \\d+|kebab|snake_?case|camel ?case|lower ?case|upper ?case|singular|plural|in utc|utc|iso ?8601|english only|no emojis?|present tense|conventional commits|semver',
    { by: 'user', isAround: true },
  ),
  sign(
    'convention',
    0.4,
    '(?:use|prefer) (?!a |an |the |this |that |it |one )[^ ]{2,30}(?: [^ ]{2,20})? ?,? (?:not|over|instead of|rather than|never) [^ ]{2,30}',
    byUser,
  ),
  sign(
    'convention',
    0.5,
    '(?:lives?|belongs?|goes|sits?|are kept|is kept) (?:next to|beside|in|into|under|with|inside|alongside) (?:the |its |their |a |our )?[^ ]{2,40}',
    { by: 'user', isAround: true },
  ),
  sign(
    'convention',
    0.7,
    '(?:keep|make) (?:your |the )?(?:answers?|replies|summaries|explanations|commits?|prs?|functions|diffs?|messages?) (?:short|small|brief|concise|minimal|focused|terse)',
    byUser,
  ),

  sign(
    'convention',
    0.85,
    `(?<!(?:you can|i|that|which|who|it|this|they|also|we should|is|are|was|were|can|will|would|had|has) )(?:always|never|don't ever|do not ever|dont ever|only ever) (?:just |also |please |directly |manually )?${acts}`,
    byUser,
  ),
  sign(
    'convention',
    0.5,
    `(?:don't|do not|dont|don t) (?:ever |please |just |you |directly )?${acts}`,
    byUser,
  ),
  sign(
    'convention',
    0.8,
    "(?:must(?:n't| not| never| always)|has to always|have to always|may (?:never|only)|must only|needs? to always)",
    { by: 'user', isAround: true },
  ),
  sign('convention', 0.6, '(?:should|shall|ought to) (?:just |really )?(?:always|never|only|not)', {
    by: 'user',
    isAround: true,
  }),
  sign('convention', 0.85, '(?:from now on|from here on(?: out)?|going forward|moving forward|henceforth)', {
    by: 'user',
    isAround: true,
  }),
  sign(
    'convention',
    0.85,
    "(?:our|the|project|repo|team|this repo's|the project's) (?:[\\w-]+ )?(?:convention|rule|policy|standard|guideline|style guide|practice)s?(?: here| in this (?:repo|project))?(?: is| are| says?| requires?| for [^:]{2,30}(?: is|:)|:)",
    around,
  ),
  sign(
    'convention',
    0.75,
    'we (?:always|never|exclusively|only (?:use|allow|support|commit|ship|deploy|log|merge|write|accept|release|test|target|import|keep|ever))(?! (?:had|have|had|saw|got|wanted|found|see|get|need) )',
    byUser,
  ),
  sign(
    'convention',
    0.6,
    '(?:every|each|all|any|new|no) (?:[^ ]{1,30} ){1,6}?(?:must|has to|have to|needs to|need to|should|shall|goes|lives?|belongs?)',
    { by: 'user', isAround: true },
  ),
  sign(
    'convention',
    0.75,
    "(?:is|are|it's|it is|that's) (?:strictly |absolutely )?(?:forbidden|not allowed|off[- ]limits|banned|mandatory|a no-go|prohibited|taboo|generated(?: by|, do)|read-only here)",
    { by: 'user', isAround: true },
  ),
  sign(
    'preference',
    0.6,
    "(?:i|we) (?:strongly |really |generally |usually |much |always |would )?(?:prefer|hate|dislike|'d rather have|like (?:my|our|to see|it when|when|small|short))",
    byUser,
  ),
  sign(
    'convention',
    0.55,
    '(?:whenever|every time|each time|any ?time you|when(?:ever)? you|before (?:you|every|each|any|committing|pushing|merging|opening|releasing|deploying|running|editing)|after (?:every|each|any|you|changing|editing)|if you (?:ever )?(?:touch|change|add|edit|modify|rename)|when (?:adding|changing|writing|editing|touching|renaming|committing))',
    byUser,
  ),
  sign(
    'convention',
    0.3,
    `(?:^|, |: |then |also |please |must |have to )(?:you |make sure |remember to |please )?${acts}(?= )`,
    byUser,
  ),
  sign(
    'convention',
    0.3,
    '(?:please |pls )?(?:remember|make sure|keep in mind|be sure|note)(?: that| to|:)?',
    byUser,
  ),
  sign(
    'convention',
    0.6,
    '(?:^|, |and |: |please )no (?!one|idea|need|problem|worries|longer|way|clue|thanks|rush|hurry|matter|changes?|errors?|luck|more|issues?|tests? (?:fail|were)|new|other|such|wonder|i |we |you |it |that |this |the |don)(?:[^ ]{2,30} ){1,4}?(?:in|on|without|allowed|please|anywhere|from|outside|here|ever|at all)',
    { by: 'user', isAround: true },
  ),
  sign('convention', 0.5, '(?:stay|keep) (?:away from|out of)|leave .{3,60} (?:alone|untouched)', byUser),
  sign('convention', 0.85, '(?:is|as|remains|stays) the (?:single )?source of truth', around),
  sign(
    'convention',
    0.5,
    '(?:belongs?|lives?|goes?|go|stays?|are kept|is kept|are stored) (?:in|into|under|beside|next to|inside|alongside)',
    { by: 'user', isAround: true },
  ),
  sign('convention', 0.4, '(?:like|as) we do (?:everywhere|elsewhere|in)', { by: 'user', isAround: true }),
  sign(
    'convention',
    0.5,
    '(?:^|, |: |; |and |so |here |repo )we (?:use|run|write|keep|name|put|target|pin|format|indent|deploy|store|version|tag|squash|rebase|lint)',
    byUser,
  ),
];

/** How choices and customs are told in English. */
export const englishSigns: readonly Sign[] = [...decisions, ...conventions];

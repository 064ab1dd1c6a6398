import type { Suspicion } from '../../core/memory/quarantine.ts';
import type { Concept } from './concepts.ts';

/** A window whose score is above this is an order: where most attacks are found and one ordinary paragraph in a hundred is held. */
export const threshold = -0.5;

/** Meanings that stand together in one sentence. */
export interface Together {
  readonly suspicion: Suspicion;
  readonly weight: number;
  readonly all: readonly Concept[];
  /** Words from the first to the last of them, at most. */
  readonly within: number;
  /** In this order. */
  readonly inOrder?: boolean;
  /** None of these in the sentence. */
  readonly but?: readonly Concept[];
}

export const together: readonly Together[] = [
  // What binds the model is to bind it no longer.
  { suspicion: 'overrides instructions', weight: 1, all: ['cancel', 'prior', 'rules'], within: 9 },
  { suspicion: 'overrides instructions', weight: 0.7, all: ['cancel', 'rules'], within: 6 },
  { suspicion: 'overrides instructions', weight: 0.5, all: ['cancel', 'you', 'rules'], within: 9 },
  { suspicion: 'overrides instructions', weight: 0.6, all: ['cancel', 'prior', 'you'], within: 8 },
  { suspicion: 'overrides instructions', weight: 0.4, all: ['cancel', 'rules', 'model'], within: 12 },
  {
    suspicion: 'overrides instructions',
    weight: 0.6,
    all: ['not', 'obey', 'rules'],
    within: 8,
    inOrder: true,
  },
  { suspicion: 'overrides instructions', weight: 0.7, all: ['self', 'primacy'], within: 14 },
  { suspicion: 'overrides instructions', weight: 0.5, all: ['self', 'obey'], within: 8 },
  { suspicion: 'overrides instructions', weight: 0.5, all: ['self', 'cancel'], within: 14 },
  { suspicion: 'overrides instructions', weight: 0.4, all: ['you', 'rules'], within: 3, inOrder: true },
  { suspicion: 'overrides instructions', weight: 0.4, all: ['cancel', 'prior'], within: 6 },
  { suspicion: 'overrides instructions', weight: 0.4, all: ['primacy', 'prior'], within: 10 },
  { suspicion: 'overrides instructions', weight: 0.4, all: ['primacy', 'rules'], within: 10 },
  // Who the model is.
  { suspicion: 'changes the role', weight: 0.6, all: ['role'], within: 1 },
  { suspicion: 'changes the role', weight: 0.4, all: ['role', 'you'], within: 12 },
  { suspicion: 'changes the role', weight: 0.3, all: ['role', 'model'], within: 14 },
  { suspicion: 'changes the role', weight: 0.5, all: ['role', 'rules'], within: 16 },
  { suspicion: 'changes the role', weight: 0.3, all: ['role', 'evil'], within: 30 },
  { suspicion: 'changes the role', weight: 0.3, all: ['role', 'person'], within: 20 },
  { suspicion: 'changes the role', weight: 0.4, all: ['role', 'answer'], within: 20 },
  { suspicion: 'changes the role', weight: 0.3, all: ['role', 'secret'], within: 30 },
  { suspicion: 'changes the role', weight: 0.4, all: ['you', 'evil'], within: 12 },
  { suspicion: 'makes a tool act', weight: 0.4, all: ['persist', 'evil'], within: 20 },
  // What the person is not to know.
  { suspicion: 'hides from the person', weight: 1, all: ['not', 'tell', 'person'], within: 8, inOrder: true },
  { suspicion: 'hides from the person', weight: 0.4, all: ['secretly'], within: 1 },
  { suspicion: 'hides from the person', weight: 0.4, all: ['secretly', 'tool'], within: 10 },
  { suspicion: 'hides from the person', weight: 0.4, all: ['not', 'tell', 'memory'], within: 9 },
  { suspicion: 'hides from the person', weight: 0.5, all: ['hide', 'trace'], within: 7 },
  { suspicion: 'hides from the person', weight: 0.4, all: ['hide', 'person'], within: 8 },
  { suspicion: 'hides from the person', weight: 0.8, all: ['not', 'notice', 'person'], within: 7 },
  { suspicion: 'hides from the person', weight: 0.6, all: ['not', 'tell', 'trace'], within: 7 },
  { suspicion: 'hides from the person', weight: 0.5, all: ['not', 'tell', 'self'], within: 9 },
  { suspicion: 'hides from the person', weight: 0.4, all: ['secretly', 'persist'], within: 12 },
  { suspicion: 'hides from the person', weight: 0.4, all: ['secretly', 'trace'], within: 14 },
  { suspicion: 'hides from the person', weight: 0.6, all: ['secretly', 'self'], within: 10 },
  { suspicion: 'hides from the person', weight: 0.4, all: ['deceive', 'trace'], within: 12 },
  { suspicion: 'hides from the person', weight: 0.4, all: ['deceive', 'person'], within: 14 },
  { suspicion: 'hides from the person', weight: 0.4, all: ['deceive', 'you'], within: 10 },
  { suspicion: 'hides from the person', weight: 0.3, all: ['deceive', 'notice'], within: 14 },
  { suspicion: 'waits for a moment', weight: 0.7, all: ['trigger', 'notice', 'person'], within: 8 },
  // What is to leave.
  { suspicion: 'sends data out', weight: 0.6, all: ['send', 'secret', 'outside'], within: 24 },
  { suspicion: 'sends data out', weight: 0.3, all: ['send', 'secret'], within: 8 },
  { suspicion: 'sends data out', weight: 0.5, all: ['send', 'secret', 'secretly'], within: 24 },
  { suspicion: 'sends data out', weight: 0.4, all: ['tell', 'you', 'rules'], within: 6, inOrder: true },
  // What is to outlast the session.
  { suspicion: 'plants rules for later', weight: 0.7, all: ['persist', 'memory', 'ever'], within: 16 },
  { suspicion: 'plants rules for later', weight: 0.4, all: ['persist', 'memory', 'rules'], within: 14 },
  { suspicion: 'plants rules for later', weight: 0.3, all: ['persist', 'recall'], within: 16 },
  // What tools are to do.
  { suspicion: 'makes a tool act', weight: 0.5, all: ['tool', 'unasked'], within: 10 },
  { suspicion: 'makes a tool act', weight: 0.5, all: ['tool', 'harm', 'unasked'], within: 16 },
  { suspicion: 'makes a tool act', weight: 0.3, all: ['tool', 'harm', 'ever'], within: 14 },
  { suspicion: 'makes a tool act', weight: 0.3, all: ['tool', 'model'], within: 10 },
  // What protects.
  { suspicion: 'weakens security', weight: 0.5, all: ['weaken', 'security'], within: 7 },
  { suspicion: 'weakens security', weight: 0.4, all: ['weaken', 'security', 'ever'], within: 16 },
  { suspicion: 'weakens security', weight: 0.4, all: ['weaken', 'security', 'model'], within: 16 },
  { suspicion: 'weakens security', weight: 0.3, all: ['weaken', 'security', 'unasked'], within: 16 },
  // What waits.
  { suspicion: 'waits for a moment', weight: 0.3, all: ['trigger', 'says', 'person'], within: 9 },
  { suspicion: 'waits for a moment', weight: 0.2, all: ['trigger', 'says'], within: 8 },
  { suspicion: 'waits for a moment', weight: 0.2, all: ['trigger', 'recall'], within: 8 },
  // On whose word.
  { suspicion: 'poses as the system', weight: 0.3, all: ['authority'], within: 1 },
  { suspicion: 'poses as the system', weight: 0.3, all: ['authority', 'you'], within: 14 },
  { suspicion: 'poses as the system', weight: 0.3, all: ['authority', 'model'], within: 14 },
  // What is to be said.
  { suspicion: 'steers the answer', weight: 0.5, all: ['answer', 'ever', 'person'], within: 16 },
  { suspicion: 'steers the answer', weight: 0.3, all: ['answer', 'trigger', 'says'], within: 20 },
  // That it is meant for the model which reads it.
  { suspicion: 'plants rules for later', weight: 0.2, all: ['recall'], within: 1 },
];

/** Forms of markup and of machines, anywhere in a text. */
export interface Form {
  readonly suspicion: Suspicion;
  readonly weight: number;
  readonly form: RegExp;
}

/** Turns of phrase, within one sentence. */
export const turns: readonly Form[] = [
  {
    suspicion: 'makes a tool act',
    weight: 0.4,
    form: /\b(?:dear|kind|note to|message to|order to|hint for|for|to|gentle request to|addressed to|whichever|whatever) (?:the |any |all |every |you,? )?(?:dear |kind )?(?:ai|llm|assistant|agent|model|language model|chatbot)s?\b(?! ?(?:sdk|server|client|card|class|loop|type|provider|output|output|call|run|name|instance|request|response|api|config))/,
  },
  {
    suspicion: 'makes a tool act',
    weight: 0.4,
    form: /(?:^|[.:;(>] ?|["*-] ?)(?:the )?(?:assistants?|agents?|ai systems?|ai assistants?|models?|llms?|language models?)(?:,|:| must| shall| should| have to| has to| may| will| is expected| are expected| need not)\b/,
  },
  {
    suspicion: 'makes a tool act',
    weight: 0.4,
    form: /\b(?:the|an|a) (?:assistant|model|agent|ai|llm) (?:\w{2,9}ly )?(?:disables|removes|merges|prints|commits|pushes|runs|executes|deletes|sends|does|answers|copies|writes|adds|installs|ignores|skips|approves|accepts|stops|replaces|hands|forwards|treats|obeys|keeps|hides|must|shall)\b/,
  },
  {
    suspicion: 'makes a tool act',
    weight: 0.3,
    form: /\b(?:yourself|your own|you found|you have|you are capable|you know|you write|you create|you render|you make|you send|you answer|you start|you do)\b/,
  },
  {
    suspicion: 'plants rules for later',
    weight: 0.3,
    form: /\b(?:this|these|the present) (?:note|memory|memories|entry|record|message|sentence|instructions?|rule|paragraph|line|document|text|correction|version)s?\b/,
  },
  {
    suspicion: 'sends data out',
    weight: 0.4,
    form: /https?:\/\/[^\s)]{1,120}[?&][a-z_]{1,12}=\s?(?:$|<|\{|\[|\$|followed)|\.example\b.{0,40}(?:key|token|secret)/,
  },

  {
    suspicion: 'changes the role',
    weight: 0.5,
    form: /(?<!\b(?:if|when|unless|once|while|that|what|where|because|since|as|before|after|until) )\byou(?: are|'re| aren't) (?:not |no longer |now )?(?:a|an|the|called|named|really|actually|in fact) /,
  },
  {
    suspicion: 'changes the role',
    weight: 0.6,
    form: /\byou(?:'re| are|r role is)(?: not|n't| no longer) .{2,60}\byou(?:'re| are) /,
  },
  {
    suspicion: 'changes the role',
    weight: 0.6,
    form: /\b(?:developer|god|debug|admin|unrestricted|sudo|maintenance|root|unsafe|free|evil|chaos|raw) mode\b.{0,60}\b(?:you|model|answer|output|respond|assistant)/,
  },
  {
    suspicion: 'changes the role',
    weight: 0.5,
    form: /\b(?:the )?assistant(?: is|'s| has| answers| speaks| means| will be)\b/,
  },
];

export const forms: readonly Form[] = [
  {
    suspicion: 'poses as the system',
    weight: 1,
    form: /<\|(?:im_start|start_header_id|system|user|assistant|endoftext|eot_id)\|?>\s{0,3}(?:system|user|assistant|developer|tool|\n)/,
  },
  { suspicion: 'poses as the system', weight: 0.5, form: /<\|[a-z_]{3,24}\|>/ },
  {
    suspicion: 'poses as the system',
    weight: 0.8,
    form: /\[\/?inst\]|<<\/?sys>>|<start_of_turn>|<\/?(?:system|assistant|developer)[-_ ]?(?:prompt|message|reminder|instructions?|override)?>|<\/?(?:function_calls|tool_result|tool_response|function_results|tool_output)>/,
  },
  {
    suspicion: 'poses as the system',
    weight: 0.8,
    form: /(?:^|\n)\s{0,4}(?:#{1,4}|\*\*|\[|={2,}|-{2,})?\s{0,2}(?:new |updated |urgent |begin )?(?:system|developer|assistant|root|admin|human|user)(?: (?:message|prompt|notice|instructions?|override|note|update|alert|directive|command|mode))?\s{0,2}(?:\*\*|\]|={2,}|-{2,})?\s{0,2}:/,
  },
  {
    suspicion: 'poses as the system',
    weight: 0.8,
    form: /"role"\s{0,3}:\s{0,3}"(?:system|developer|assistant|tool)"/,
  },
  {
    suspicion: 'poses as a tool',
    weight: 0.8,
    form: /(?:^|\n)\s{0,4}(?:\[|<|\*\*)?(?:tool|function)[ _-]?(?:result|output|response|call)s?(?:\]|>|\*\*)?\s{0,2}:/,
  },
  {
    suspicion: 'sends data out',
    weight: 0.6,
    form: /!\[[^\]\n]{0,80}\]\(https?:\/\/[^)\s]{1,200}(?:[?&][a-z_]{1,20}=|\/)(?:\{|<|\$|\[|%s|data|secret|token|key|base64)/,
  },
  {
    suspicion: 'makes a tool act',
    weight: 0.7,
    form: /(?:curl|wget)\b[^\n]{0,120}\|\s{0,3}(?:sudo )?(?:ba|z)?sh\b/,
  },
  {
    suspicion: 'makes a tool act',
    weight: 0.4,
    form: /\brm -rf? [~/]|\bgit push --force|--no-verify|chmod (?:-r )?777|--dangerously/,
  },
];

import { looksRecalled } from '../../core/memory/memoryLine.ts';
import type { Category } from '../../core/memory/memory.ts';
import type { Speaker } from '../../core/conversation/turn.ts';
import { tellingWords, withoutOpeners } from './clauseWords.ts';
import { type Clause, clausesOf, reasonIn, sentencesOf } from './clauses.ts';
import { type MaskedText, maskText } from './maskedText.ts';
import { type SaidPassage, saidPassages } from './saidPassages.ts';
import { isRefused } from './signs/isRefused.ts';
import { type Weighed, weighSigns } from './signs/weighSigns.ts';
import {
  conditions,
  fleeting,
  hedges,
  passing,
  passingSteps,
  past,
  type StatementPattern,
  statementPatterns,
  stepsFollow,
  undecided,
} from './statementPatterns.ts';

/** What somebody stated in a conversation, in their words. */
export interface SpokenStatement {
  readonly category: Category;
  readonly content: string;
  readonly why: string | null;
  /** The sentence it was found in. */
  readonly excerpt: string;
  /** 0 to 1; what a person says counts more. */
  readonly confidence: number;
}

/** What an agent says of itself is mostly about the work at hand. */
const agentShare = 0.6;
const reasonBonus = 0.1;
const leastConfidence = 0.35;
const mostConfidence = 0.9;
const leastWords = 2;
/** Signs of a statement from which a clause is one. */
const leastWeight = 0.79;
/** Below this a rule or a finding has to tell more. */
const sureWeight = 0.85;
const shortestSigned = 12;
const mostSteps = 12;
const longestExcerpt = 240;
/** What is longer is a file that somebody has pasted. */
const longestTurn = 100_000;

/**
 * The decisions, blockers, procedures, conventions and findings that a turn states, by the words with which people state them:
 * those at a clause's beginning, in English and German, and the signs within it, in French and Spanish as well. What is asked,
 * supposed, denied, quoted or planned is none, and neither is code.
 */
export function spokenStatements(text: string, speaker: Speaker): SpokenStatement[] {
  const passages = saidPassages(text.slice(0, longestTurn));
  const found: SpokenStatement[] = [];
  for (let at = 0; at < passages.length; at += 1) {
    const passage = passages[at];
    if (passage === undefined || looksRecalled(passage.text)) continue;
    const steps = stepsBehind(passages, at);
    const procedure = steps.length >= 2 ? procedureOf(passage, steps, speaker) : undefined;
    if (procedure) {
      found.push(procedure);
      at += steps.length;
    } else if (passage.kind !== 'heading') found.push(...statementsOf(passage.text, speaker));
  }
  return found;
}

function statementsOf(passage: string, speaker: Speaker): SpokenStatement[] {
  const masked = maskText(passage);
  const sentences = sentencesOf(masked.text);
  return sentences.flatMap((sentence, at) => {
    const clauses = clausesOf(sentence);
    return clauses.flatMap((clause, index) => {
      const next = index === clauses.length - 1 ? sentences[at + 1] : undefined;
      const why = clause.why ?? (next === undefined ? undefined : reasonIn(next));
      const said = { ...clause, why };
      const found = statementOf(said, speaker) ?? statementBySigns(said, speaker);
      if (!found) return [];
      return { ...restored(found, masked), excerpt: excerptOf(masked.restore(sentence)) };
    });
  });
}

type Found = Omit<SpokenStatement, 'excerpt'>;

function statementOf(clause: Clause, speaker: Speaker): Found | undefined {
  if (clause.isAsked) return undefined;
  const text = withoutOpeners(clause.text);
  const pattern = statementPatterns.find((each) => fits(each, text, clause.why, speaker));
  if (!pattern) return undefined;
  const told = text.slice(pattern.begins.exec(text)?.[0].length ?? 0).trim();
  if (
    isOutOfQuestion(pattern, text, told) ||
    (speaker === 'assistant' && isOwnBusiness(pattern, text, clause.why))
  )
    return undefined;
  // What a blocker is may stand in its reason alone.
  const words = pattern.category === 'blocker' ? `${told} ${clause.why ?? ''}` : told;
  if (tellingWords(words) < leastWords - (clause.why === undefined ? 0 : 1)) return undefined;
  const confidence = confidenceOf(pattern.weight, speaker, clause.why !== undefined);
  if (confidence < leastConfidence) return undefined;
  const isLabel = pattern.begins.exec(text)?.[0].trimEnd().endsWith(':') === true;
  return {
    category: pattern.category,
    content: withCapital(isLabel && !/^(?:rejected|verworfen)/iu.test(text) ? told : text),
    why: clause.why === undefined ? null : withCapital(clause.why),
    confidence,
  };
}

/** A clause that says by several words, wherever they stand, that it states something. */
function statementBySigns({ text: clause, why, isAsked }: Clause, speaker: Speaker): Found | undefined {
  if (isAsked || clause.length < shortestSigned) return undefined;
  const text = withoutOpeners(clause);
  const found = weighSigns(clause, speaker, why !== undefined) ?? weighedCause(clause, why, speaker);
  if (!found || found.weight < leastWeight || isRefused(text, found.category, speaker)) return undefined;
  if (found.category === 'decision' && passing.test(found.told)) return undefined;
  if (tellingWords(`${found.told} ${why ?? ''}`) < leastTelling(found)) return undefined;
  return {
    category: found.category,
    content: withCapital(text),
    why: why === undefined ? null : withCapital(why),
    confidence: confidenceOf(Math.min(0.7, found.weight - 0.25), speaker, why !== undefined),
  };
}

/** "The tests failed", and "because": that something was found out stands in both together. */
function weighedCause(clause: string, why: string | undefined, speaker: Speaker): Weighed | undefined {
  if (why === undefined || tellingWords(clause) < leastWords + 1) return undefined;
  const found = weighSigns(`${clause} because ${why}`, speaker, true);
  return found?.category === 'fact' ? found : undefined;
}

/** Words that tell something in a clause which was found by its signs. */
function leastTelling({ category, weight }: Weighed): number {
  if (category === 'procedure') return leastWords + 2;
  const isVague =
    category === 'blocker' || category === 'fact' || (category !== 'decision' && weight < sureWeight);
  return leastWords + (isVague ? 1 : 0);
}

/** Whether somebody only thinks of it, denies it, or speaks of another time. */
function isOutOfQuestion({ category, isFirm }: StatementPattern, text: string, told: string): boolean {
  if (hedges.test(text) || undecided.test(text) || past.test(text)) return true;
  if (category === 'decision' && passing.test(told)) return true;
  if (category === 'convention' && fleeting.test(text)) return true;
  return isFirm !== true && conditions.test(text);
}

/** What an agent says of its own work, or waits for from the person, ends with the task. */
function isOwnBusiness({ category }: StatementPattern, text: string, why: string | undefined): boolean {
  if (category === 'blocker')
    return /^(?:i|ich|this|that|it|das)\b|\b(?:you|your|du|dein\p{L}{0,2}|sie|ihr\p{L}{0,2})\b/iu.test(text);
  return /^(?:i|ich|habe ich)\b/iu.test(text) && why === undefined && !contrast.test(text);
}
const contrast = / (?:instead of|rather than|over|against|statt|anstatt|gegen) /iu;

function fits(pattern: StatementPattern, text: string, why: string | undefined, speaker: Speaker): boolean {
  if (pattern.by !== undefined && pattern.by !== speaker) return false;
  if (!pattern.begins.test(text)) return false;
  return pattern.needs === undefined || pattern.needs.test(text) || why !== undefined;
}

function confidenceOf(weight: number, speaker: Speaker, hasReason: boolean): number {
  const sure = Math.min(mostConfidence, weight + (hasReason ? reasonBonus : 0));
  return Math.round(sure * (speaker === 'user' ? 1 : agentShare) * 100) / 100;
}

/** The numbered steps that follow a passage. */
function stepsBehind(passages: readonly SaidPassage[], at: number): readonly SaidPassage[] {
  const steps: SaidPassage[] = [];
  for (const passage of passages.slice(at + 1, at + 1 + mostSteps)) {
    if (passage.kind !== 'step') break;
    steps.push(passage);
  }
  return steps;
}

function procedureOf(
  { kind, text }: SaidPassage,
  steps: readonly SaidPassage[],
  speaker: Speaker,
): SpokenStatement | undefined {
  if (kind === 'step' || (kind !== 'heading' && !/:\**$/.test(text))) return undefined;
  const masked = maskText(text);
  const last = sentencesOf(masked.text).at(-1) ?? '';
  const lead = withoutOpeners(last.replace(/[:*\s]{0,8}$/u, ''));
  if (lead.length > 200 || !stepsFollow.test(lead) || passingSteps.test(lead) || hedges.test(lead))
    return undefined;
  const lines = steps.map((step, index) => `${index + 1}. ${oneLineOf(step.text)}`);
  return {
    category: 'procedure',
    content: [`${withCapital(masked.restore(lead))}:`, ...lines].join('\n'),
    why: null,
    excerpt: excerptOf(masked.restore(last)),
    confidence: confidenceOf(0.7, speaker, false),
  };
}

const oneLineOf = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 300);
const excerptOf = (sentence: string): string => oneLineOf(sentence).slice(0, longestExcerpt);

function restored(found: Found, masked: MaskedText): Found {
  return {
    ...found,
    content: masked.restore(found.content),
    why: found.why === null ? null : masked.restore(found.why),
  };
}

const withCapital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

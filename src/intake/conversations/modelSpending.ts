import * as z from 'zod';
import type { KeyValueReader, KeyValueRepository } from '../../store/ports/keyValueRepository.ts';
import type { ModelSpending } from './textModel.ts';

/** What the model was asked and has cost on one day. */
export interface DaySpending extends ModelSpending {
  readonly questions: number;
  /** Why the last question had no answer; null when it had. */
  readonly fault: string | null;
  /** When it was asked last, ms; null for never. */
  readonly at: number | null;
}

/** As much may be spent on one day; null for no such bound. */
export interface DailyBudget {
  readonly tokens: number;
  readonly cost: number | null;
}

const namespace = 'model-spending';
const keptMs = 40 * 24 * 60 * 60_000;
const spendingSchema = z.object({
  questions: z.number(),
  tokens: z.number(),
  cost: z.number(),
  fault: z.string().nullable(),
  at: z.number().nullable(),
});
const nothing: DaySpending = { questions: 0, tokens: 0, cost: 0, fault: null, at: null };
const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);

/** Days are those of UTC. */
export async function spentToday(keyValues: KeyValueReader, now: number): Promise<DaySpending> {
  return spendingSchema.safeParse(await keyValues.get(namespace, dayOf(now), now)).data ?? nothing;
}

export async function addSpending(
  keyValues: KeyValueRepository,
  more: ModelSpending,
  fault: string | null,
  now: number,
): Promise<void> {
  const { questions, tokens, cost } = await spentToday(keyValues, now);
  const spending: DaySpending = {
    questions: questions + 1,
    tokens: tokens + more.tokens,
    cost: cost + more.cost,
    fault,
    at: now,
  };
  await keyValues.set(namespace, dayOf(now), spending, now + keptMs, now);
}

/** Characters of a token are three at least in most texts; so many tokens are set aside for an answer. */
const charactersPerToken = 3;
const answerTokens = 1_500;

/** Whether a question may be asked still. What it costs is known when it was asked, so it is reckoned on the safe side. */
export function isAffordable(spent: ModelSpending, budget: DailyBudget, characters: number): boolean {
  const expected = characters / charactersPerToken + answerTokens;
  if (spent.tokens + expected > budget.tokens) return false;
  return budget.cost === null || spent.cost < budget.cost;
}

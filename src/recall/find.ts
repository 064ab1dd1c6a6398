import { isConversation } from '../core/conversation/conversationMemory.ts';
import type { Memory } from '../core/memory/memory.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';
import type { CountedTerm, ExpandedTerms } from '../store/ports/textIndex.ts';
import { isAboutConversations, searchConversations } from './conversations/conversationHits.ts';
import { proseOf } from './conversations/proseOf.ts';
import { searchTurns, turnsNearby } from './conversations/turnHits.ts';
import type { Inquiry } from './inquiry.ts';
import { PossibleAnswers } from './possibleAnswers.ts';
import { isAllowed } from './recallFilter.ts';
import { type SoughtWords, soughtWords, tellingTerms } from './words/soughtWords.ts';

/** Every memory that may answer a question, and the words by which they were looked for. */
export interface Found {
  readonly answers: PossibleAnswers;
  /** The words of the question as memories have them. */
  readonly expanded: ExpandedTerms;
  /** Those of them that tell what the question is about. */
  readonly terms: readonly CountedTerm[];
  /** How much what words found is prose, 0 to 1; undefined when they found nothing. */
  readonly prose: number | undefined;
}

type Unit = Pick<ReadUnit, 'memories' | 'texts' | 'turns'>;

/** Hits that are weighed for each one that is shown. */
const weighedPerShown = 5;
const minWeighed = 40;
/** Nearest vectors that are weighed for each answer that is shown: they are in order already. */
const nearestPerShown = 3;
const minNearest = 24;
/** Conversations that are weighed for what was said in them in other words. */
const mostConversationsNear = 12;

/**
 * In: a question. Out: what may answer it by its words, its vectors, what it names and its time, with what each says for it;
 * all of it, and what was noted as it is where nothing was said in conversations.
 */
export async function find(unit: Unit, inquiry: Inquiry): Promise<{ all: Found; noted: Found }> {
  const { question, vectors } = inquiry;
  const expanded = await unit.texts.expandTerms(question.sought, question.language);
  // A vector of misspelt words points anywhere.
  const misspelt = new Set(expanded.corrections.map(({ from }) => from));
  if (question.terms.every(({ text }) => misspelt.has(text))) vectors.drop();
  const sought = tellingTerms(expanded);
  const among = await countedAmongMemories(unit, expanded);
  const telling = tellingTerms(among);

  const answers = new PossibleAnswers();
  const byWords = await findByWords(unit, inquiry, telling, among.total, answers);
  await findByTurns(unit, inquiry, sought, expanded.total, answers);
  await findByVectors(inquiry, answers);
  await findByMeaningOfTurns(unit, inquiry, soughtWords(expanded.total, sought), answers);
  await findByEntities(unit, inquiry, answers);
  await findByTime(unit, inquiry, answers);
  answers.keep(({ memory }) => isAllowed(memory, inquiry));
  await answers.fillCosines(vectors);
  const [noted, said] = [byWords.filter((memory) => !isConversation(memory)), byWords];
  const proseIn = (memories: readonly Memory[]) => (memories.length === 0 ? undefined : proseOf(memories));
  const all = { answers, expanded, terms: aboutSubject(sought, inquiry), prose: proseIn(said) };
  if (!answers.all.some(({ memory }) => isConversation(memory))) return { all, noted: all };
  return {
    all,
    noted: {
      answers: answers.only(({ memory }) => !isConversation(memory)),
      expanded: among,
      terms: aboutSubject(telling, inquiry),
      prose: proseIn(noted),
    },
  };
}

function aboutSubject(sought: readonly CountedTerm[], { question }: Inquiry): CountedTerm[] {
  const subject = new Set(question.terms.map(({ text }) => text));
  return sought.filter(({ text, standsFor }) => standsFor !== undefined || subject.has(text));
}

/** Words as rare as they are among memories, whatever else was said. */
async function countedAmongMemories(
  { texts }: Pick<ReadUnit, 'texts'>,
  expanded: ExpandedTerms,
): Promise<ExpandedTerms> {
  const { total, counts } = await texts.memoryFrequencies(expanded.terms);
  const terms = expanded.terms.map((term) => ({ ...term, documents: counts.get(term.text) ?? 0 }));
  return { ...expanded, total, terms };
}

const weighedFor = (limit: number): number => Math.max(minWeighed, limit * weighedPerShown);

/** Best first. */
async function findByWords(
  { memories, texts }: Unit,
  { question: { phrases }, filter, request, vectors }: Inquiry,
  terms: readonly CountedTerm[],
  total: number,
  answers: PossibleAnswers,
): Promise<Memory[]> {
  const weighed = weighedFor(request.limit);
  const search = (limit: number) => texts.search({ terms, phrases }, filter, limit);
  const hits = await search(weighed);
  const found = isAboutConversations(hits)
    ? await searchConversations(
        {
          search,
          memories,
          filter,
          words: soughtWords(total, terms),
          cosinesOf: (ids) => vectors.cosines(ids),
        },
        weighed,
      )
    : hits.map((match) => ({ memory: match.memory, match, lexical: match.bm25, cosine: undefined }));
  for (const { memory, ...said } of found) answers.add(memory, said);
  return found.map(({ memory }) => memory);
}

/** A conversation that one of its turns has found is read there, however else it came up. */
async function findByTurns(
  { turns }: Unit,
  { question: { phrases }, filter }: Inquiry,
  terms: readonly CountedTerm[],
  total: number,
  answers: PossibleAnswers,
): Promise<void> {
  const query = { terms, phrases };
  for (const found of await searchTurns({ turns, query, filter, words: soughtWords(total, terms) }))
    answers.readAt(found);
}

async function findByVectors({ vectors, filter, request }: Inquiry, answers: PossibleAnswers): Promise<void> {
  const nearest = Math.max(minNearest, request.limit * nearestPerShown);
  for (const { memory, cosine } of await vectors.nearest(filter, nearest)) answers.add(memory, { cosine });
  for (const { memory, cosine } of await vectors.nearestByModel(filter, nearest))
    answers.add(memory, { modelCosine: cosine });
}

/** What was said in other words than those that are asked for. */
async function findByMeaningOfTurns(
  { turns }: Unit,
  { vectors, filter }: Inquiry,
  words: SoughtWords,
  answers: PossibleAnswers,
): Promise<void> {
  const question = { words, known: vectors.words };
  const byWords = await vectors.nearestTurns(filter, mostConversationsNear);
  for (const { cosine, ...read } of await turnsNearby(turns, byWords, question))
    answers.readNear(read, { cosine });
  const byModel = await vectors.nearestTurnsByModel(filter, mostConversationsNear);
  for (const { cosine, ...read } of await turnsNearby(turns, byModel, question))
    answers.readNear(read, { modelCosine: cosine });
}

async function findByEntities(
  { memories }: Unit,
  { forms, filter, request }: Inquiry,
  answers: PossibleAnswers,
): Promise<void> {
  if (forms.length === 0) return;
  for (const memory of await memories.findByEntities(forms.flat(), filter, weighedFor(request.limit)))
    answers.add(memory);
}

async function findByTime(
  { memories }: Unit,
  { question: { time }, filter, request }: Inquiry,
  answers: PossibleAnswers,
): Promise<void> {
  if (!time) return;
  const ofTime = { ...filter, since: Math.max(time.from, filter.since ?? 0), until: time.until };
  const { memories: found } = await memories.list(ofTime, { limit: weighedFor(request.limit) });
  for (const memory of found) answers.add(memory);
}

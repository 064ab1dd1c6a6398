import { entityForms } from '../core/entity/entityReference.ts';
import type { Memory } from '../core/memory/memory.ts';
import {
  compareRanked,
  type RankSignals,
  leastOfBest,
  leastRelevance,
  relevanceOf,
  scoreOf,
  toldBy,
  type WordWeights,
} from '../core/ranking/recallRanking.ts';
import { boundOf } from '../core/ranking/modelFit.ts';
import { memoize } from '../core/memoize.ts';
import { searchableText } from '../core/memory/searchableText.ts';
import type { CountedTerm, LexicalHit } from '../store/ports/textIndex.ts';
import type { MemoryFilter } from '../store/ports/memoryFilter.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';
import { type PossibleAnswer, PossibleAnswers } from './possibleAnswers.ts';
import { rerank } from './rerank.ts';
import { asks, isAboutConversations, isTurn, searchConversations } from './conversationHits.ts';
import { maximalMarginalRelevance, poolSize } from './marginalRelevance.ts';
import { explainHit } from './explainHit.ts';
import { foldRepeats } from './foldRepeats.ts';
import { lackOf } from './lackingWords.ts';
import { asksForOpenBlockers, listOpenBlockers } from './openBlockers.ts';
import { inItsLanguage } from './questionLanguage.ts';
import { QuestionVectors } from './questionVectors.ts';
import { proseOf } from './prose.ts';
import { containsPhrases, filterOf, isWithin, shareOf } from './recallFilter.ts';
import { type Question, readQuestion } from './readQuestion.ts';
import type { RecallAnswer, RecallHit, RecallRequest } from './recallRequest.ts';
import { hasTerm, shareOfMass, soughtWords, type SoughtWords, tellingTerms } from './termCoverage.ts';
import { isVisibleIn } from './visibility.ts';

type Unit = Pick<ReadUnit, 'memories' | 'texts' | 'vectors'>;

/** A hit on its way to its rank. */
type Ranked = Omit<RecallHit, 'snippet' | 'repeats'> & { readonly match: LexicalHit | undefined };

/** Hits that are weighed for each one that is shown. */
const weighedPerShown = 5;
const minWeighed = 40;
/** Nearest vectors that are weighed for each answer that is shown: they are in order already. */
const nearestPerShown = 3;
const minNearest = 24;
/** So many of the best are compared word by word; further down nobody looks. */
const minReadClosely = 8;
/** What has less than this share of the best hit's relevance answers something else; of no more than so much of it. */
const relevanceFloor = { share: 0.25, most: 1.5 } as const;
/** The answers after the first may be this much weaker than the first has to be. */
const followingShare = 0.6;
/** A time that is named filters when something of it tells at least this share of what the best answer tells. */
const ofTimeShare = 0.5;
/** In talk a time belongs to what is talked about more often than to the talk. */
const mostlyProse = 0.5;
/** Answers whose entities lead to others, and how many others an entity may have to lead anywhere. */
const mostRelated = 2;
const linking = { answers: 3, entities: 3, memories: 15 } as const;

/** Best first; empty when nothing in the store is about the question. */
export async function recallMemories(unit: Unit, request: RecallRequest): Promise<RecallAnswer> {
  return new Recall(unit, request).answer();
}

/** One question on its way to its answers. */
class Recall {
  readonly #unit: Unit;
  readonly #request: RecallRequest;
  readonly #question: Question;
  readonly #filter: MemoryFilter;
  readonly #weighed: number;
  readonly #candidates = new PossibleAnswers();
  readonly #forms: readonly (readonly string[])[];
  readonly #vectors: QuestionVectors;
  /** Memories in the store. */
  #total = 0;

  constructor(unit: Unit, request: RecallRequest) {
    this.#unit = unit;
    this.#request = request;
    this.#question = inItsLanguage(
      request.query,
      readQuestion(request.query, request.project?.id ?? null, request.now),
      request.vector?.words,
    );
    this.#vectors = new QuestionVectors(
      unit.vectors,
      this.#question.terms.length === 0 ? undefined : request.vector,
    );
    // One that knows single words knows English ones: of other languages it takes what is spelt alike.
    if (this.#question.isForeign) this.#vectors.dropBuiltIn();
    this.#filter = filterOf(request);
    this.#weighed = Math.max(minWeighed, request.limit * weighedPerShown);
    this.#forms = this.#question.entities.map((entity) => entityForms(entity, request.project?.id));
  }

  async answer(): Promise<RecallAnswer> {
    if (asksForOpenBlockers(this.#question)) {
      const open = await listOpenBlockers(this.#unit, this.#request, this.#filter, this.#standpoint);
      if (open) return open;
    }
    const expanded = await this.#unit.texts.expandTerms(this.#question.sought, this.#question.language);
    // A vector of misspelt words points anywhere.
    const misspelt = new Set(expanded.corrections.map(({ from }) => from));
    if (this.#question.terms.every(({ text }) => misspelt.has(text))) this.#vectors.drop();
    const sought = tellingTerms(expanded);
    const subject = new Set(this.#question.terms.map(({ text }) => text));
    this.#total = expanded.total;
    const terms = sought.filter(({ text, standsFor }) => standsFor !== undefined || subject.has(text));
    const hasProse = await this.#findByWords(sought, expanded.total);
    await this.#findByVectors();
    await this.#findByEntitiesAndTime();
    this.#candidates.keep(({ memory }) => this.#isAllowed(memory));
    await this.#fillCosines();

    const words = soughtWords(expanded.total, terms);
    const sharesOf = memoize((memory: Memory) => words.sharesIn(searchableText(memory)), idOf);
    const sharesOfTitle = memoize(({ title }: Memory) => words.sharesIn(title), idOf);
    const coverageOf = (memory: Memory) => shareOfMass(sharesOf(memory), words);
    const trust = this.#trust(hasProse, coverageOf, words.mass);
    const least = leastRelevance(expanded.total, trust);
    const titledOf = (memory: Memory) => (trust.prose > 0 ? shareOfMass(sharesOfTitle(memory), words) : 0);
    let ranked = this.#rank(coverageOf, titledOf, trust);
    if (await this.#followLinks(ranked, least, trust)) ranked = this.#rank(coverageOf, titledOf, trust);
    ranked = await this.#rerank(ranked, words, sharesOf, trust);
    const lack = lackOf(this.#question.subject, expanded, ranked, this.#vectors.words);
    const bounds = { least, ofBest: leastOfBest(expanded.total, trust, lack) };
    const kept = this.#relevant(ranked, bounds, trust);
    const { limit } = this.#request;
    const pool = poolSize(limit, terms.length);
    const answers = maximalMarginalRelevance(foldRepeats(kept, pool), limit, terms.length);
    // A snippet is looked for when it is asked for, so only what is shown pays for one.
    const shown = answers.slice(0, limit).map(({ match, ...hit }) => ({ ...hit, snippet: match?.snippet }));
    const hits = [
      ...shown.filter(({ isRelated }) => !isRelated),
      ...shown.filter(({ isRelated }) => isRelated),
    ];
    return {
      hits,
      total: answers.length,
      corrections: expanded.corrections.filter(({ to }) =>
        hits.some(({ memory }) => hasTerm(memory, { text: to, documents: 0 })),
      ),
      explain: (hit) =>
        explainHit(hit, {
          trust,
          terms,
          standpoint: this.#standpoint,
          model: this.#vectors.model,
          time: this.#question.time?.text ?? null,
        }),
    };
  }

  /** Whether the words were found in long texts or conversations, 0 to 1; undefined when they were not found. */
  async #findByWords(terms: readonly CountedTerm[], total: number): Promise<number | undefined> {
    const { memories, texts } = this.#unit;
    const { phrases } = this.#question;
    const search = (limit: number) => texts.search({ terms, phrases }, this.#filter, limit);
    const hits = await search(this.#weighed);
    const found = isAboutConversations(hits)
      ? await searchConversations(
          {
            search,
            memories,
            filter: this.#filter,
            words: soughtWords(total, terms),
            cosinesOf: (ids) => this.#vectors.cosines(ids),
          },
          this.#weighed,
        )
      : hits.map((match) => ({ memory: match.memory, match, lexical: match.bm25, cosine: undefined }));
    for (const { memory, match, lexical, cosine } of found)
      this.#candidates.add(memory, { match, lexical, cosine });
    return found.length === 0 ? undefined : proseOf(found.map(({ memory }) => memory));
  }

  async #findByVectors(): Promise<void> {
    const nearest = Math.max(minNearest, this.#request.limit * nearestPerShown);
    for (const { memory, cosine } of await this.#vectors.nearest(this.#filter, nearest))
      this.#candidates.add(memory, { cosine });
    for (const { memory, cosine } of await this.#vectors.nearestByModel(this.#filter, nearest))
      this.#candidates.add(memory, { modelCosine: cosine });
  }

  async #findByEntitiesAndTime(): Promise<void> {
    const { memories } = this.#unit;
    if (this.#forms.length > 0)
      for (const memory of await memories.findByEntities(this.#forms.flat(), this.#filter, this.#weighed))
        this.#candidates.add(memory);
    const { time } = this.#question;
    if (!time) return;
    const filter = {
      ...this.#filter,
      since: Math.max(time.from, this.#filter.since ?? 0),
      until: time.until,
    };
    for (const memory of (await memories.list(filter, { limit: this.#weighed })).memories)
      this.#candidates.add(memory);
  }

  /** What was not found by its vector has one all the same. */
  async #fillCosines(): Promise<void> {
    const lacking = (key: 'cosine' | 'modelCosine') =>
      this.#candidates.all.filter((candidate) => candidate[key] === undefined);
    const idsOf = (candidates: readonly PossibleAnswer[]) => candidates.map(({ memory }) => memory.id);
    const [words, model] = [lacking('cosine'), lacking('modelCosine')];
    const cosines = await this.#vectors.cosines(idsOf(words));
    for (const candidate of words) candidate.cosine = cosines.get(candidate.memory.id);
    const modelCosines = await this.#vectors.modelCosines(idsOf(model));
    for (const candidate of model) candidate.modelCosine = modelCosines.get(candidate.memory.id);
  }

  /** What the filter of the store cannot say. However a memory came up, it is an answer only with this. */
  #isAllowed(memory: Memory): boolean {
    return isVisibleIn(memory, this.#request.sessionId) && containsPhrases(memory, this.#question.phrases);
  }

  #trust(prose: number | undefined, coverageOf: (memory: Memory) => number, mass: number): WordWeights {
    const all = this.#candidates.all;
    return {
      prose: prose ?? proseOf(all.map(({ memory }) => memory)),
      bestCoverage: Math.max(0, ...all.map(({ memory }) => coverageOf(memory))),
      mass,
      words: this.#question.terms.filter(({ standsFor }) => standsFor === undefined).length,
      hasVectors: all.some(({ cosine, modelCosine }) => (cosine ?? modelCosine) !== undefined),
      ...(this.#vectors.fit ? { model: this.#vectors.fit, memories: this.#total } : {}),
      ...(this.#question.isForeign ? { isForeign: true } : {}),
    };
  }

  get #standpoint() {
    const { project, sessionId, now } = this.#request;
    return { project: project?.id ?? null, sessionId, now };
  }

  #rank(
    coverageOf: (memory: Memory) => number,
    titledOf: (memory: Memory) => number,
    trust: WordWeights,
  ): Ranked[] {
    const all = this.#candidates.all;
    const best = Math.max(...all.map(({ lexical }) => lexical), Number.MIN_VALUE);
    const ranked = all.map((candidate) => {
      const { memory, match } = candidate;
      const signals = this.#signals(candidate, best, {
        coverage: coverageOf(memory),
        titled: titledOf(memory),
      });
      const score = scoreOf(signals, trust, memory, this.#standpoint);
      return { memory, match, signals, score, isRelated: false };
    });
    return ranked.sort(compareRanked);
  }

  #signals(
    { memory, lexical, cosine = 0, modelCosine, linked }: PossibleAnswer,
    best: number,
    { coverage, titled }: Pick<RankSignals, 'coverage' | 'titled'>,
  ): RankSignals {
    const { time, kinds } = this.#question;
    return {
      coverage,
      lexical: lexical / best,
      titled,
      entity: shareOf(this.#forms, memory.entities),
      near: 0,
      cosine,
      cosineOfShared: 0,
      modelCosine,
      linked,
      isOfTime: time !== undefined && isWithin(memory, time),
      isOfKind: kinds.has(memory.category),
      isQuestion: isTurn(memory) && asks(memory.content),
    };
  }

  /** The best once more, by what single words tell of them, where the model knows those and the memories are notes. */
  async #rerank(
    ranked: Ranked[],
    words: SoughtWords,
    sharesOf: (memory: Memory) => readonly number[],
    trust: WordWeights,
  ): Promise<Ranked[]> {
    const known = this.#vectors.words;
    if (!known || trust.prose === 1) return ranked;
    const best = ranked.slice(0, Math.max(minReadClosely, this.#request.limit));
    const closer = await rerank(
      best.map(({ memory }) => memory),
      { words, sharesOf, known, vectorsOf: (ids) => this.#vectors.vectorsOf(ids) },
    );
    const read = best.map((hit, index) => {
      const signals = { ...hit.signals, ...closer[index] };
      return { ...hit, signals, score: scoreOf(signals, trust, hit.memory, this.#standpoint) };
    });
    return [...read, ...ranked.slice(best.length)].sort(compareRanked);
  }

  /** Memories about what the best answers are about as well. Whether anything was linked. */
  async #followLinks(ranked: readonly Ranked[], least: number, trust: WordWeights): Promise<boolean> {
    const asked = new Set(this.#forms.flat());
    let isLinked = false;
    for (const { memory, signals } of ranked.slice(0, linking.answers)) {
      const told = toldBy(signals, trust);
      if (told < least) continue;
      for (const entity of memory.entities.slice(0, linking.entities)) {
        if (asked.has(entity)) continue;
        asked.add(entity);
        const forms = entityForms(entity, this.#request.project?.id);
        const others = await this.#unit.memories.findByEntities(forms, this.#filter, linking.memories);
        if (others.length >= linking.memories) continue;
        for (const other of others) {
          if (other.id === memory.id || !this.#isAllowed(other)) continue;
          const candidate = this.#candidates.add(other);
          candidate.linked = Math.max(candidate.linked, Math.min(1, told));
          isLinked = true;
        }
      }
    }
    if (isLinked) await this.#fillCosines();
    return isLinked;
  }

  /**
   * Whether the best says enough: by words and the model that knows them, whose rule of silence this is, or because the
   * chosen model finds something nearer than chance would bring.
   */
  #isAnswered(ranked: readonly Ranked[], trust: WordWeights, ofBest: number): boolean {
    const words = { ...trust, model: undefined };
    if (ranked.some(({ signals }) => toldBy(signals, words) >= ofBest)) return true;
    const { fit } = this.#vectors;
    const bound = fit ? boundOf(fit, this.#total) : Infinity;
    return ranked.some(({ signals: { modelCosine = -1 } }) => modelCosine >= bound);
  }

  /** Without what answers something else; nothing at all when even the best says too little. */
  #relevant(
    ranked: readonly Ranked[],
    { least, ofBest }: { least: number; ofBest: number },
    trust: WordWeights,
  ): Ranked[] {
    const { time, hasSubject } = this.#question;
    const told = ranked.map(({ signals }) => toldBy(signals, trust));
    const best = Math.max(0, ...told);
    if (hasSubject && !this.#isAnswered(ranked, trust, ofBest)) return [];
    const mostRelevant = Math.max(0, ...ranked.map(({ score }) => score.relevance));
    const floor = relevanceFloor.share * Math.min(relevanceFloor.most, mostRelevant);
    const relevant = withFewRelated(
      ranked.flatMap((hit) => {
        const { signals } = hit;
        if (hit.score.relevance <= 0) return [];
        if (signals.entity > 0) return [hit];
        const own = { ...signals, linked: 0 };
        const isAnswer =
          relevanceOf(own, trust) >= Math.max(floor, Number.MIN_VALUE) &&
          (!hasSubject || toldBy(own, trust) >= followingShare * least);
        return isAnswer ? [hit] : signals.linked > 0 ? [{ ...hit, isRelated: true }] : [];
      }),
    );
    if (!time || trust.prose >= mostlyProse) return relevant;
    // The time is a filter, unless nothing of that time has to do with the question.
    const ofTime = relevant.filter(({ signals }) => signals.isOfTime);
    const isTold = ofTime.some(
      ({ signals }) => toldBy(signals, trust) >= Math.max(least, ofTimeShare * best),
    );
    if (hasSubject && !isTold) return relevant.filter(({ signals }) => toldBy(signals, trust) >= least);
    return ofTime.length > 0 ? ofTime : relevant;
  }
}

/** The best of those that a better answer leads to; more would hide what was asked for. */
function withFewRelated(ranked: readonly Ranked[]): Ranked[] {
  let related = 0;
  return ranked.filter(({ isRelated }) => !isRelated || ++related <= mostRelated);
}

const idOf = ({ id }: Memory): string => id;

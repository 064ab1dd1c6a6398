import { entityForms } from '../core/entity/entityReference.ts';
import type { Standpoint } from '../core/ranking/priors.ts';
import type { MemoryFilter } from '../store/ports/memoryFilter.ts';
import { inItsLanguage } from './question/inItsLanguage.ts';
import { type Question, readQuestion } from './question/readQuestion.ts';
import { QuestionVectors, type VectorIndexes } from './questionVectors.ts';
import { filterOf } from './recallFilter.ts';
import type { RecallRequest } from './recallRequest.ts';

/** One question as every stage sees it: taken apart, with its vectors, and from where it is asked. */
export interface Inquiry {
  readonly request: RecallRequest;
  readonly question: Question;
  readonly vectors: QuestionVectors;
  /** What the store can be asked to leave out. */
  readonly filter: MemoryFilter;
  readonly standpoint: Standpoint;
  /** Of each entity that the question names, the forms in which memories may have it. */
  readonly forms: readonly (readonly string[])[];
}

/** Reads a question, and asks the store nothing yet. */
export function readInquiry(request: RecallRequest, indexes: VectorIndexes): Inquiry {
  const { query, project, sessionId, now, vector } = request;
  const question = inItsLanguage(
    query,
    readQuestion(query, project?.id ?? null, now, request.forges),
    vector?.words,
  );
  const vectors = new QuestionVectors(indexes, question.terms.length === 0 ? undefined : vector);
  // One that knows single words knows English ones: of other languages it takes what is spelt alike.
  if (question.isForeign) vectors.dropBuiltIn();
  return {
    request,
    question,
    vectors,
    filter: filterOf(request),
    standpoint: { project: project?.id ?? null, sessionId, now },
    forms: question.entities.map((entity) => entityForms(entity, project?.id)),
  };
}

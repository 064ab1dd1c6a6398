const judgesFields = 'looks at dates, states and lengths of a memory, and at no text';

/** Functions that are handed a text and not measured with hostile ones, and why. */
export const excusedFunctions: Readonly<Record<string, string>> = {
  'capture/captureLedger.ts#commitIdentities': 'takes the sum of an address that git shortens',
  'capture/captureVisit.ts#commitOf': 'splits the reference to a commit',
  'capture/captureVisit.ts#isUntouched': 'compares a fingerprint, which is measured by itself',
  'core/memoryStates.ts#judgeAction': judgesFields,
  'core/recallRanking.ts#compareRanked': judgesFields,
  'core/recallRanking.ts#priorFactors': judgesFields,
  'core/recallRanking.ts#priorOf': judgesFields,
  'core/recallRanking.ts#scoreOf': judgesFields,
  'embed/builtIn/builtInModel.ts#readBuiltInModel': 'reads a file of the product',
  'operations/refusals.ts#refusalOf': judgesFields,
  'operations/rendering.ts#counted': 'is given words of the product',
  'operations/rendering.ts#withProjectNote': 'adds a sentence to an answer',
  'recall/closerLook.ts#lookCloser': 'what it reads texts with is measured by itself',
  'recall/conversationHits.ts#isAboutConversations': judgesFields,
  'recall/conversationHits.ts#isTurn': judgesFields,
  'recall/diversify.ts#diversify': 'compares vectors',
  'recall/entityContext.ts#isOpenBlocker': judgesFields,
  'recall/prose.ts#proseOf': judgesFields,
  'recall/visibility.ts#isVisibleIn': judgesFields,
};

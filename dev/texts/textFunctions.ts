import { isOlderName } from '../../src/projects/formerNames.ts';
import { recordFingerprint, slotOf, statementFingerprint } from '../../src/intake/captureLedger.ts';
import { cleanNames, cleanPaths } from '../../src/intake/cleanNames.ts';
import { commitOf, isUntouched } from '../../src/intake/capturedMemory.ts';
import { saysSomething, subjectOf } from '../../src/intake/commitStatements.ts';
import { SecretRedactor } from '../../src/safety/secretRedactor.ts';
import { plain, renderMemory } from '../../src/cli/renderMemories.ts';
import { continuesSentence } from '../../src/core/statement/appendedText.ts';
import { parseBoundedJson } from '../../src/core/text/boundedJson.ts';
import { boundedYamlIn } from '../../src/core/text/boundedYaml.ts';
import { statementOfAdr, statementOfTrailer } from '../../src/core/statement/statement.ts';
import { claimKey } from '../../src/core/session/claimKey.ts';
import { nextOccurrence, parseRecurrence, recurring } from '../../src/core/reminder/recurrence.ts';
import { parseReminderTime } from '../../src/core/reminder/reminderTime.ts';
import { isTimeZone } from '../../src/core/reminder/zonedTime.ts';
import { correctionNote } from '../../src/core/memory/correctionNote.ts';
import { endedText } from '../../src/core/statement/endedText.ts';
import {
  canonicalEntity,
  entityForms,
  entityName,
  parseEntityReferences,
} from '../../src/core/entity/entityReference.ts';
import { languageKind } from '../../src/core/entity/entityReferenceLanguages.ts';
import { colourTeller } from '../../src/core/entity/entityReferenceColours.ts';
import { commitMatches } from '../../src/core/entity/entityReferenceCommits.ts';
import { cutText, referenceAtHash } from '../../src/core/entity/entityReferenceCuts.ts';
import { markupRegions } from '../../src/core/entity/entityReferenceMarkup.ts';
import { ordinalTeller } from '../../src/core/entity/entityReferenceOrdinals.ts';
import { isProjectAlone } from '../../src/core/entity/entityReferenceProjects.ts';
import { regionsOf } from '../../src/core/entity/entityReferenceRegions.ts';
import { syntaxRegions } from '../../src/core/entity/entityReferenceSyntax.ts';
import { markMatches } from '../../src/core/entity/entityReferenceMarks.ts';
import { isQualifier, pathBefore } from '../../src/core/entity/entityReferencePaths.ts';
import { textBefore } from '../../src/core/entity/entityReferenceWraps.ts';
import { matchesIn } from '../../src/core/entity/entityReferencePatterns.ts';
import { codeRegions } from '../../src/core/entity/entityReferenceCode.ts';
import type { Region } from '../../src/core/entity/entityReferenceRegion.ts';
import { urlSpans } from '../../src/core/entity/entityReferenceUrls.ts';
import { isEnglish, isGrammarIn, languageOf, stemIn } from '../../src/core/text/language.ts';
import type { Memory } from '../../src/core/memory/memory.ts';
import { memoryLine, nameOf, snippetOf, sourceLabel } from '../../src/core/memory/memoryLine.ts';
import { memoryTerms } from '../../src/core/memory/memoryTerms.ts';
import { cutAtWord } from '../../src/core/memory/memoryTitle.ts';
import { plainText } from '../../src/core/text/plainText.ts';
import { compareVersions } from '../../src/core/compareVersions.ts';
import { isLikelySlip, isOneEdit } from '../../src/core/text/oneEdit.ts';
import { oppositionOf, readText } from '../../src/core/memory/likeness.ts';
import { saidWords, sayTheSame } from '../../src/core/text/saidWords.ts';
import { searchableText } from '../../src/core/memory/searchableText.ts';
import { isUnspacedLetter } from '../../src/core/text/scripts.ts';
import { withoutPrivate } from '../../src/core/text/privateText.ts';
import { parseSince } from '../../src/core/text/since.ts';
import { gramsOf } from '../../src/core/text/stretches.ts';
import { areAlike, jaccard, shinglesOf } from '../../src/core/text/textSimilarity.ts';
import { parseCommitMessage } from '../../src/core/statement/trailers.ts';
import {
  containsAllWords,
  containsPhrase,
  containsTypedWords,
  wordsBeginningWith,
} from '../../src/core/text/words.ts';
import { cutToBytes, textBatches, tokensAtMost } from '../../src/embed/api/textBatches.ts';
import { tokensOfChunk } from '../../src/embed/builtIn/embeddingTokens.ts';
import { loadBuiltInEmbedder } from '../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import { parseReflog } from '../../src/extension/capture/reflog.ts';
import { rememberedContent } from '../../src/extension/memories/remember/rememberedContent.ts';
import { formatEditable, parseEditable } from '../../src/protocol/editFormat.ts';
import { escapeMarkdown } from '../../src/extension/shared/platform/markdown.ts';
import { closestNames } from '../../src/core/text/closestNames.ts';
import { ignoredFields, ignoredNotes } from '../../src/operations/dispatch/ignoredFields.ts';
import { claimedItem, saidItem } from '../../src/operations/sessions/claimedItem.ts';
import { sayKept } from '../../src/operations/sessions/sayKept.ts';
import { unknownOperation } from '../../src/operations/dispatch/unknownOperation.ts';
import { lenientInput } from '../../src/operations/dispatch/lenientInput.ts';
import { saidAgain } from '../../src/memories/duplicates.ts';
import { editOf, resolvedWith } from '../../src/memories/editMemory.ts';
import {
  trimMemoryText,
  entitiesAfter,
  entitiesOf,
  tagsOf,
  titleAfter,
} from '../../src/memories/memoryWording.ts';
import type { Speaker } from '../../src/memories/writeContext.ts';
import {
  renderLines,
  renderRecords,
  renderRows,
  renderWhole,
} from '../../src/operations/shared/rendering.ts';
import { decodeHeaderValue, encodeHeaderValue } from '../../src/protocol/headerValue.ts';
import { limits } from '../../src/protocol/limits.ts';
import { rememberOperation } from '../../src/protocol/operations/memories/remember.ts';
import { addressProblem, proxyProblem } from '../../src/core/safeAddress.ts';
import { tokensBeginningWith } from '../../src/core/text/identifiers.ts';
import { toMemoryLine, toMemoryRecord, toMemoryRow } from '../../src/recall/memoryRecords.ts';
import { fence } from '../../src/server/mcp/fence.ts';
import {
  quoted,
  termExpression,
  weightedExpressions,
} from '../../src/store/sqlite/repositories/matchExpression.ts';
import {
  memoryParameters,
  reversedTail,
  storedContentKey,
} from '../../src/store/sqlite/repositories/memoryRow.ts';
import { snippetMaker } from '../../src/store/sqlite/repositories/snippet.ts';
import { conversationFunctions } from './conversationFunctions.ts';
import { documentFunctions } from './documentFunctions.ts';
import { forgeFunctions } from './forgeFunctions.ts';
import { safetyFunctions } from './safetyFunctions.ts';
import { recallFunctions } from './recallFunctions.ts';
import { makeMemory } from '../memory/makeMemory.ts';

/** A function of the product over a text that anybody may have written. */
export type TextFunction = (text: string) => unknown;

const now = Date.UTC(2026, 10, 21, 12);
const project = 'example.com/team/app';
const redactor = new SecretRedactor();
const embedder = loadBuiltInEmbedder();
const filled = (text: string): Memory =>
  makeMemory({ title: text, content: text, what: text, why: text, learned: text, tags: [text] });
const withContent = (text: string): Memory => makeMemory({ content: text });
const agent = { kind: 'agent', name: 'opencode' } as const;
const speaker: Speaker = {
  actor: agent,
  now,
  ids: { next: () => '019abcde-0000-7000-8000-00a1b2c3d4e5' },
  emit: () => {},
  project: undefined,
  sessionId: undefined,
};
const same = (text: string): string => text;
const unpainted = { dim: same, bold: same, red: same, green: same, yellow: same, cyan: same };
const region = (kind: Region['kind'], text: string): Region => ({ kind, start: 0, end: text.length });
function inSyntax(languageId: string, text: string): Region[] {
  const kind = languageKind(languageId);
  return typeof kind === 'string' ? [] : syntaxRegions(text, kind, 0, text.length);
}
function cutIn(languageId: string, text: string): unknown {
  const kind = languageKind(languageId);
  return typeof kind === 'string' ? undefined : cutText(text, kind);
}
/** To be refused is what such a text is for. */
function expectSyntaxError(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
}
/** As much of a question as the operations let in. */
const asked = (text: string): string => text.slice(0, limits.query);
const view = (memory: Memory) => toMemoryRecord(memory, now);

/** The languages whose comments and strings are found in ways of their own. */
const languages = ['typescript', 'python', 'shellscript', 'html', 'vue', 'lua', 'yaml', 'rust', 'markdown'];

/**
 * Functions over text that take more than one text, or have more than one way to be called, by `file#name` as
 * `exportedFunctions.mjs` finds them; what stands after a blank tells the ways apart. Those that take one text are found.
 */
export const textFunctions: Readonly<Record<string, TextFunction>> = {
  'intake/cleanNames.ts#cleanNames': (text) => cleanNames([text, text], redactor),
  'intake/cleanNames.ts#cleanPaths': (text) =>
    cleanPaths(new Map([['sha', [{ path: text, blob: undefined, from: [text] }]]]), redactor),
  'intake/captureLedger.ts#recordFingerprint': (text) => recordFingerprint('docs/adr/0007-text.md', text),
  'intake/captureLedger.ts#slotOf': (text) => slotOf(text, text, 0),
  'intake/captureLedger.ts#statementFingerprint': (text) => statementFingerprint('decision', text),
  'intake/capturedMemory.ts#commitOf': (text) => commitOf(makeMemory({ source: { kind: 'adr', ref: text } })),
  'intake/capturedMemory.ts#isUntouched': (text) => isUntouched(withContent(text)),
  'intake/commitStatements.ts#subjectOf': (message) =>
    subjectOf({ message } as Parameters<typeof subjectOf>[0], redactor),
  'intake/commitStatements.ts#saysSomething': (message) =>
    saysSomething({ message } as Parameters<typeof saysSomething>[0]),
  'cli/renderMemories.ts#plain': plain,
  'cli/renderMemories.ts#renderMemory': (text) => renderMemory(view(filled(text)), unpainted),
  'core/text/privateText.ts#withoutPrivate': (text) => withoutPrivate([text]),
  'core/text/privateText.ts#withoutPrivate of many texts': (text) => withoutPrivate(text.split(/[ \n]/)),
  'core/statement/appendedText.ts#continuesSentence': (text) => continuesSentence(text, text),
  'core/text/identifiers.ts#tokensBeginningWith': (text) => tokensBeginningWith(['user', '2dot'])(text),
  'core/text/boundedYaml.ts#boundedYamlIn': (text) => boundedYamlIn(text),
  'core/text/boundedYaml.ts#boundedYamlIn of a value': (text) => boundedYamlIn(`a:\n  b: ${text}`),
  'core/text/boundedJson.ts#parseBoundedJson': (text) => parseBoundedJson(JSON.stringify({ text })),
  'core/text/boundedJson.ts#parseBoundedJson of what is none': (text) => {
    expectSyntaxError(() => parseBoundedJson(`["${text}`));
  },
  'core/statement/statement.ts#statementOfAdr': (text) =>
    statementOfAdr({
      title: text,
      number: 7,
      status: 'accepted',
      context: text,
      decision: text,
      consequences: text,
    }),
  'core/statement/statement.ts#statementOfTrailer': (text) =>
    statementOfTrailer({ key: 'Rejected', value: text }, { subject: text, body: text, trailers: [] }),
  'core/session/claimKey.ts#claimKey': (text) => claimKey(text, { project, roots: [text] }),
  'core/session/claimKey.ts#claimKey of an address': (text) => claimKey(`file://${text}`, { project }),
  'core/memory/correctionNote.ts#correctionNote': (text) => correctionNote([{ from: text, to: text }]),
  'core/statement/endedText.ts#endedText': (text) =>
    endedText(withContent(text), { reason: 'reverted', what: text, commit: text, successor: text }),
  'core/entity/entityReference.ts#canonicalEntity': (text) => canonicalEntity(text, project),
  'core/entity/entityReference.ts#entityForms': (text) => entityForms(text, project),
  'core/entity/entityReference.ts#entityName': (text) => entityName(text, project),
  'core/entity/entityReference.ts#parseEntityReferences': (text) => parseEntityReferences(text, { project }),
  ...Object.fromEntries(
    languages.map((languageId) => [
      `core/entity/entityReference.ts#parseEntityReferences in ${languageId}`,
      (text: string) => parseEntityReferences(text, { languageId }),
    ]),
  ),
  'core/entity/entityReferenceColours.ts#colourTeller': (text) =>
    colourTeller(text, 'string', false)(text.length, '444'),
  'core/entity/entityReferenceColours.ts#colourTeller in a sentence': (text) =>
    colourTeller(text, 'prose', false)(text.length, '444'),
  'core/entity/entityReferenceCommits.ts#commitMatches': (text) => [
    ...commitMatches(text, region('comment', text)),
  ],
  'core/entity/entityReferenceCommits.ts#commitMatches in a sentence': (text) => [
    ...commitMatches(`${text} 1a2b3c4`, region('prose', `${text} 1a2b3c4`)),
  ],
  'core/entity/entityReferenceCuts.ts#cutText': (text) => cutIn('python', text),
  'core/entity/entityReferenceCuts.ts#cutText of words': (text) => cutIn('c', text),
  'core/entity/entityReferenceCuts.ts#cutText of a comment': (text) =>
    cutIn('c', ` * ${text.replaceAll('\n', '\n * ')}`),
  'core/entity/entityReferenceCuts.ts#referenceAtHash': (text) => referenceAtHash(`${text}#12`, text.length),
  'core/entity/entityReferenceProjects.ts#isProjectAlone': (text) =>
    isProjectAlone(`see ${text}#12`, 4, text, text.length + 7, 'prose'),
  'core/entity/entityReferenceMarkup.ts#markupRegions': (text) => markupRegions(text, 0, text.length),
  'core/entity/entityReferenceOrdinals.ts#ordinalTeller': (text) =>
    ordinalTeller(text)(text.length, '12', true),
  'core/entity/entityReferenceRegions.ts#regionsOf': (text) => regionsOf(text, 'prose'),
  'core/entity/entityReferenceRegions.ts#regionsOf with a fence': (text) =>
    regionsOf(`\`\`\`ts\n${text}\n\`\`\`\n${text}`, 'prose'),
  'core/entity/entityReferenceSyntax.ts#syntaxRegions': (text) => inSyntax('yaml', text),
  'core/entity/entityReferenceMarks.ts#markMatches': (text) => [
    ...markMatches(text, 'prose', true, () => false),
  ],
  'core/entity/entityReferencePaths.ts#isQualifier': (text) => isQualifier(text, 'epic'),
  'core/entity/entityReferencePaths.ts#pathBefore': (text) => pathBefore(text, text.length),
  'core/entity/entityReferenceWraps.ts#textBefore': (text) => textBefore(text, text.length, 80),
  'core/entity/entityReferencePatterns.ts#matchesIn': (text) => matchesIn(text, region('comment', text)),
  'core/entity/entityReferencePatterns.ts#matchesIn inline code': (text) =>
    matchesIn(text, region('inlineCode', text)),
  'core/entity/entityReferencePatterns.ts#matchesIn a string': (text) =>
    matchesIn(text, region('string', text)),
  'core/entity/entityReferenceCode.ts#codeRegions': (text) => {
    const kind = languageKind('some-new-language');
    return typeof kind === 'string' ? [] : codeRegions(text, kind);
  },
  'core/entity/entityReferenceUrls.ts#urlSpans': (text) => [...urlSpans(text)],
  'core/text/language.ts#isEnglish': (text) => isEnglish(text.split(' ')),
  'core/text/language.ts#isGrammarIn': (text) => isGrammarIn('german', text),
  'core/text/language.ts#languageOf': (text) => languageOf(text.split(' '), text.split('')),
  'core/text/language.ts#stemIn': (text) => stemIn('german', text),
  'core/memory/memoryLine.ts#memoryLine': (text) =>
    memoryLine({ ...makeMemory({ title: text, source: { kind: 'adr', ref: text } }), snippet: text }, now),
  'core/memory/memoryLine.ts#snippetOf': (text) => snippetOf({ title: text, content: text }, text),
  'core/memory/memoryLine.ts#snippetOf a title': (text) => snippetOf({ title: 'a', content: `a${text}` }),
  'core/memory/memoryLine.ts#sourceLabel': (text) =>
    sourceLabel({ source: { kind: 'agent', actor: text }, trust: 'agent' }),
  'core/memory/memoryTerms.ts#memoryTerms': (text) => memoryTerms(withContent(text)),
  'core/text/plainText.ts#plainText': plainText,
  'core/memory/memoryTitle.ts#cutAtWord': (text) => cutAtWord(text, 80),
  'core/memory/memoryTitle.ts#cutAtWord of all but a letter': (text) => cutAtWord(text, text.length - 1),
  'core/compareVersions.ts#compareVersions': (text) => compareVersions(`1.2.3-${text}`, `1.2.3-${text}x`),
  'core/text/oneEdit.ts#isLikelySlip': (text) => isLikelySlip(text, `${text}x`),
  'core/text/oneEdit.ts#isOneEdit': (text) => isOneEdit(`${text}a`, `${text}b`),
  'core/memory/likeness.ts#readText': (text) => oppositionOf(readText(text), readText(`${text} not a`)),
  'core/text/saidWords.ts#sayTheSame': (text) => sayTheSame(saidWords(text), saidWords(`${text} a`)),
  'core/text/scripts.ts#isUnspacedLetter': (text) => isUnspacedLetter(text, text.length - 1),
  'core/memory/searchableText.ts#searchableText': (text) => searchableText(filled(text)),
  'core/text/since.ts#parseSince': (text) => parseSince(text, now),
  'core/text/stretches.ts#gramsOf': (text) => gramsOf(text, 3),
  'core/text/textSimilarity.ts#areAlike': (text) => areAlike(shinglesOf(text), shinglesOf(`${text} a`)),
  'core/text/textSimilarity.ts#jaccard': (text) => jaccard(shinglesOf(text), new Set(['a'])),
  'core/statement/trailers.ts#parseCommitMessage of a body': (text) =>
    parseCommitMessage(`Subject\n\n${text}`),
  'core/statement/trailers.ts#parseCommitMessage of a value': (text) =>
    parseCommitMessage(`Subject\n\nDecision: ${text}`),
  'core/text/words.ts#containsAllWords of a text': (text) => containsAllWords('数据 öl')(text),
  'core/text/words.ts#containsTypedWords of a text': (text) => containsTypedWords('数据 öl ta')(text),
  'core/text/words.ts#containsTypedWords of words': (text) => containsTypedWords(text)('数据 öl'),
  'core/text/words.ts#containsAllWords of words': (text) => containsAllWords(text)('数据 öl'),
  'core/text/words.ts#containsPhrase of a text': (text) => containsPhrase(text)('数据 öl'),
  'core/text/words.ts#containsPhrase of a phrase': (text) => containsPhrase('数据 öl')(text),
  'core/text/words.ts#wordsBeginningWith': (text) => wordsBeginningWith(['a', 'se', '1'])(text),
  'embed/api/textBatches.ts#cutToBytes': (text) => cutToBytes(text, 1_000),
  'embed/api/textBatches.ts#textBatches': (text) =>
    textBatches([text, text], { inputs: 2, tokensPerInput: 1_000, tokensPerRequest: 10_000 }),
  'embed/api/textBatches.ts#tokensAtMost': tokensAtMost,
  'embed/builtIn/builtInEmbedder.ts#BuiltInEmbedder': (text) => embedder.embedOne(text),
  'embed/builtIn/embeddingTokens.ts#tokensOfChunk': (text) => tokensOfChunk(text, () => false),
  'embed/builtIn/questionWords.ts#QuestionWords': (text) =>
    embedder.questionWords(asked(text)).nearnessIn('database', text),
  'extension/capture/reflog.ts#parseReflog': parseReflog,
  'extension/memories/remember/rememberedContent.ts#rememberedContent': (text) =>
    rememberedContent('typed', { text: `a\n${text}`, languageId: 'c' }),
  'projects/formerNames.ts#isOlderName': (text) => isOlderName(text, `${text}x`),
  'protocol/editFormat.ts#formatEditable': (text) =>
    formatEditable({ title: text, category: 'fact', tags: [text], why: text, content: text }),
  'protocol/editFormat.ts#parseEditable': parseEditable,
  'protocol/editFormat.ts#parseEditable of a field': (text) =>
    parseEditable(`---\ntitle: a\ncategory: fact\nwhy: ${text.replaceAll(/^/gm, '  ')}\n---\nb`),
  'extension/shared/platform/markdown.ts#escapeMarkdown': escapeMarkdown,
  'core/text/closestNames.ts#closestNames': (text) =>
    closestNames(text, ['remember', 'recall', 'get_memory']),
  'operations/dispatch/unknownOperation.ts#unknownOperation': (text) =>
    unknownOperation(text, ['remember', 'recall', 'get_memory']),
  'core/reminder/reminderTime.ts#parseReminderTime': (text) => parseReminderTime(text, now, 'Europe/Berlin'),
  'core/reminder/recurrence.ts#parseRecurrence': parseRecurrence,
  'core/reminder/recurrence.ts#recurring': (text) => recurring(now, text, 'Europe/Berlin'),
  'core/reminder/recurrence.ts#nextOccurrence': (text) =>
    nextOccurrence({ at: now, recurrence: text }, now, 'Europe/Berlin'),
  'core/reminder/zonedTime.ts#isTimeZone': isTimeZone,
  'operations/dispatch/ignoredFields.ts#ignoredNotes': (text) =>
    ignoredNotes(ignoredFields(rememberOperation.input, { [text]: 1 }), rememberOperation),
  'operations/dispatch/lenientInput.ts#lenientInput': (text) =>
    lenientInput(rememberOperation.input, { category: text, content: text, tags: text, anchors: text }),
  'memories/memoryWording.ts#trimMemoryText': (text) => trimMemoryText({ content: `a ${text}` }),
  'memories/memoryWording.ts#trimMemoryText of lists': (text) =>
    trimMemoryText({ content: 'a', tags: [text], entities: [] }),
  'memories/memoryWording.ts#entitiesOf names': (text) => entitiesOf([text], [], project),
  'memories/memoryWording.ts#entitiesOf': (text) => entitiesOf([], [text], project),
  'memories/memoryWording.ts#entitiesAfter': (text) =>
    entitiesAfter(withContent(text), withContent(`a ${text}`), undefined, undefined),
  'memories/memoryWording.ts#titleAfter': (text) => titleAfter({ title: text, content: text }, `a ${text}`),
  'memories/duplicates.ts#saidAgain': (text) =>
    saidAgain(withContent('a'), { category: 'fact', scope: 'project', content: 'a', why: text }, speaker),
  'memories/editMemory.ts#editOf': (text) => editOf(withContent(text), { content: `a ${text}` }, speaker),
  'memories/editMemory.ts#resolvedWith': (text) => resolvedWith(withContent('a'), text, agent),
  'memories/memoryWording.ts#tagsOf': (text) => tagsOf([text], text.split(' ')),
  'core/memory/memoryLine.ts#nameOf': (text) => nameOf(makeMemory({ title: text })),
  'operations/shared/rendering.ts#renderLines': (text) => renderLines([toMemoryLine(filled(text), now)], now),
  'operations/sessions/claimedItem.ts#claimedItem': (text) =>
    claimedItem(
      { projects: { findByReference: async () => undefined, list: async () => [] } as never },
      text,
      {
        project: { id: project, name: project, aliases: [`folder:${text}`], root: text },
      },
    ).catch(() => undefined),
  'operations/sessions/sayKept.ts#sayKept': (text) => sayKept(toMemoryLine(filled(text), now)),
  'operations/sessions/claimedItem.ts#saidItem': (text) => saidItem({ resource: text, project }, null),
  'operations/shared/rendering.ts#renderRecords': (text) => renderRecords([view(filled(text))], now),
  'operations/shared/rendering.ts#renderRows': (text) => renderRows([toMemoryRow(filled(text))], now),
  'operations/shared/rendering.ts#renderWhole': (text) => renderWhole(view(filled(text)), now),
  'protocol/headerValue.ts#decodeHeaderValue': decodeHeaderValue,
  'protocol/headerValue.ts#encodeHeaderValue': encodeHeaderValue,
  'core/safeAddress.ts#addressProblem': addressProblem,
  'core/safeAddress.ts#proxyProblem': proxyProblem,
  ...conversationFunctions,
  ...documentFunctions,
  ...forgeFunctions,
  ...safetyFunctions,
  ...recallFunctions,
  'server/mcp/fence.ts#fence': fence,
  'store/sqlite/repositories/matchExpression.ts#quoted': quoted,
  'store/sqlite/repositories/matchExpression.ts#termExpression': (text) => termExpression({ text }),
  'store/sqlite/repositories/matchExpression.ts#weightedExpressions': (text) =>
    weightedExpressions([{ text, weight: 2 }], []),
  'store/sqlite/repositories/memoryRow.ts#memoryParameters': (text) =>
    memoryParameters(withContent(text), ''),
  'store/sqlite/repositories/memoryRow.ts#reversedTail': reversedTail,
  'store/sqlite/repositories/memoryRow.ts#storedContentKey': storedContentKey,
  'store/sqlite/repositories/snippet.ts#snippetMaker': (text) => snippetMaker(['a', 'deploy', '1'])(text),
  'store/sqlite/repositories/snippet.ts#snippetMaker of words': (text) =>
    snippetMaker([asked(text)])('a deploy of the app '.repeat(20)),
};

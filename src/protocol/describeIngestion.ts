import { ageLabel } from '../core/text/ageLabel.ts';
import { countOf, saidOf } from '../core/text/countOf.ts';
import { oneLine } from '../core/text/oneLine.ts';
import type { IngestionStatus, IngestResult } from './ingestion.ts';

/** What is read of conversations, from where, how far, and what went wrong: lines for people and models. */
export function describeIngestion(status: IngestionStatus, now: number): string[] {
  const { enabled, stoppedBy, agents, last } = status;
  const lines = enabled
    ? [
        'Conversations are read into memory and stay on this machine. Switch off: memory-bridge conversations --off',
      ]
    : [
        stoppedBy === null
          ? 'No conversations are read. Switch on: memory-bridge conversations --on'
          : `No conversations are read: ${stoppedBy} is off.`,
      ];
  for (const { agent, on, setting, sources } of agents) {
    lines.push(`With ${agent}: ${on ? 'read' : notRead(agent, setting, sources.length)}`);
    if (on && sources.length === 0) lines.push('  nothing found to read');
    if (on && sources.length > mostSources) {
      lines.push(
        `  from ${sources.length} files: ${far(Math.max(0, ...sources.map(({ readAt }) => readAt ?? 0)), now)}`,
      );
      continue;
    }
    for (const { where, holds, readAt } of on ? sources : []) {
      const tables = holds.length === 0 ? '' : `, ${holds.join(' and ')}`;
      lines.push(`  from ${where}: ${far(readAt ?? 0, now)}${tables}`);
    }
  }
  if (last?.result) lines.push(`Last time (${past(last.at, now)}): ${sayIngested(last.result)}`);
  if (last?.error) lines.push(`Last time (${past(last.at, now)}): ${last.error}`);
  for (const fault of last?.result?.faults ?? []) lines.push(`Could not be read: ${fault}`);
  lines.push(...describeModel(status.model), ...describeDocuments(status, now));
  return lines.map(onOneLine);
}

/** Documents that are kept in step with their files; nothing where none are named. */
function describeDocuments({ documents = [] }: IngestionStatus, now: number): string[] {
  if (documents.length === 0) return [];
  return [
    'Documents are read again when they have changed (ingestion.documents):',
    ...documents.map(({ path, files, at, fault }) => {
      if (fault !== null) return `  from ${path}: not read: ${fault}`;
      return `  from ${path}: ${at === null ? 'not read yet' : `${countOf(files, 'file')}, changed ${past(at, now)}`}`;
    }),
  ];
}

/** More are only counted. */
const mostSources = 4;

const notRead = (agent: string, setting: string, found: number): string =>
  found === 0
    ? `not read (${setting} is off)`
    : `not read, ${found} found (${setting} is off). Switch on: memory-bridge conversations ${agent} --on`;

const far = (readAt: number, now: number): string =>
  readAt === 0 ? 'not read yet' : `last read ${past(readAt, now)}`;

/** Whether a model is asked about them, and what that has cost. */
function describeModel({ on, model, dailyTokens, dailyCost, today }: IngestionStatus['model']): string[] {
  if (!on) return ['No model is asked about them (ingestion.modelExtraction is off).'];
  const questions = saidOf(today.questions, 'question', 'questions');
  const cost = today.cost > 0 ? `, cost ${Number(today.cost.toFixed(4))}` : '';
  const bound = dailyCost === null ? '' : ` and a cost of ${dailyCost}`;
  return [
    `Your OpenCode is asked what was settled in them, with ${model ?? 'the model that it takes'}.`,
    `  today: ${questions}, ${today.tokens} tokens${cost}; at most ${dailyTokens} tokens${bound} a day`,
    ...(today.fault === null ? [] : [`  not answered the last time: ${today.fault}`]),
  ];
}

/** What came of reading, in a sentence. */
export function sayIngested({ conversations, turns, candidates }: IngestResult): string {
  if (turns === 0) return 'nothing new.';
  const parts = [
    saidOf(turns, 'turn', 'turns'),
    saidOf(conversations, 'new conversation', 'new conversations'),
    ...(candidates > 0 ? [`${candidates} put into the Inbox`] : []),
  ];
  return `${parts.join(', ')}.`;
}

/** The indent tells what belongs to what. */
const onOneLine = (line: string): string => (line.startsWith('  ') ? `  ${oneLine(line)}` : oneLine(line));

const past = (at: number, now: number): string => {
  const age = ageLabel(at, now);
  return age === 'now' ? 'just now' : `${age} ago`;
};

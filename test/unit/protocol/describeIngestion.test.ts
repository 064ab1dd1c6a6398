import { describe, expect, it } from 'vitest';
import { judgeConversations, judgeDocuments } from '../../../src/cli/doctor/checkConversations.ts';
import { describeIngestion } from '../../../src/protocol/describeIngestion.ts';
import type { IngestionStatus } from '../../../src/protocol/ingestion.ts';

const today = { questions: 0, tokens: 0, cost: 0, fault: null, at: null };
const asking = { on: true, model: null, dailyTokens: 100_000, dailyCost: 1, today };
const status = (model: Partial<IngestionStatus['model']>): IngestionStatus => ({
  enabled: true,
  stoppedBy: null,
  agents: [],
  last: null,
  model: { ...asking, ...model },
});
const linesOf = (model: Partial<IngestionStatus['model']>): string[] =>
  describeIngestion(status(model), 0).slice(1);

describe('documents that are kept in step', () => {
  const read = { path: '/docs', files: 1, at: 5, fault: null };
  const missing = { path: '/notes', files: 0, at: null, fault: 'There is no "/notes" (ENOENT).' };
  const fresh = { path: '/new', files: 0, at: null, fault: null };

  it('are named with how they stand, where there are any', () => {
    const documents = [read, missing, fresh];
    expect(describeIngestion({ ...status({}), documents }, 5).slice(-4)).toEqual([
      'Documents are read again when they have changed (ingestion.documents):',
      '  from /docs: one file, changed just now',
      '  from /notes: not read: There is no "/notes" (ENOENT).',
      '  from /new: not read yet',
    ]);
    expect(describeIngestion(status({}), 5).join()).not.toContain('Documents');
  });

  it('are a check of doctor where there are any, and a warning where one cannot be read', () => {
    expect(judgeDocuments(status({}))).toEqual([]);
    expect(judgeDocuments({ ...status({}), documents: [read] })).toMatchObject([
      { state: 'ok', found: 'one file kept in step' },
    ]);
    expect(judgeDocuments({ ...status({}), documents: [read, missing] })).toMatchObject([{ state: 'warn' }]);
  });
});

describe('a model that is asked about conversations', () => {
  it('is said to be off, or what it has cost', () => {
    expect(linesOf({ on: false })).toEqual([
      'No model is asked about them (ingestion.modelExtraction is off).',
    ]);
    expect(linesOf({})).toEqual([
      'Your OpenCode is asked what was settled in them, with the model that it takes.',
      '  today: 0 questions, 0 tokens; at most 100000 tokens and a cost of 1 a day',
    ]);
    const spent = {
      ...today,
      questions: 1,
      tokens: 4_210,
      cost: 0.020_049,
      fault: 'OpenCode is gone.',
      at: 5,
    };
    expect(linesOf({ model: 'some/model', dailyCost: null, today: spent })).toEqual([
      'Your OpenCode is asked what was settled in them, with some/model.',
      '  today: 1 question, 4210 tokens, cost 0.02; at most 100000 tokens a day',
      '  not answered the last time: OpenCode is gone.',
    ]);
  });

  it('is a finding of the doctor when it does not answer', () => {
    const fault = 'OpenCode could not be asked: there is no opencode on the path of the server.';
    expect(judgeConversations(status({ today: { ...today, fault } }))).toMatchObject({
      state: 'warn',
      found: fault,
    });
    expect(judgeConversations(status({ on: false, today: { ...today, fault } }))).toMatchObject({
      state: 'ok',
    });
  });
});

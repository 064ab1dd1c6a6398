import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PrivateText } from '../../../src/safety/privateTextCleaner.ts';
import { SecretRedactor } from '../../../src/safety/secretRedactor.ts';
import { privately, Said, sayAll } from './saidEverywhere.ts';

/** What is found nowhere although nothing is cleaned. */
const leavesNothing = [
  // Settings without a provider are refused, and so are folders that are not there.
  / (?:configure|capture_\w+|ingest_file|bootstrap_memory) /,
  // What is lent stays in memory.
  / lend_key /,
  // A file that is named is in the workspace or is refused; what is not a time is refused too.
  / (?:export_memories (?:output|since)|import_memories (?:path|from|project)|undo_import change_id)$/,
  // What is looked up, or taken off, is no text of a memory.
  / (?:enrich_entity|enrich_entities|delete_entity) (?:entity_ref|project)$/,
  // What has to be there already is only looked for.
  / (?:(?:source_|target_)?memory_ids?|ids?|change_id|supersede(?:s|d_by))(?:\.0)?$/,
  / kv_delete (?:key|project)$/,
  / purge session_ids\.0$/,
  / (?:session_end|release_item) (?:session_id|item_ref)$/,
  / session(?:_continue)? continues$/,
  // Which of the memories and sessions that are there are meant.
  / (?:(?:accept|reject)\w*_candidates|review_inbox|session_end|release_item|run_retention|\w*_?consolidat\w+) project$/,
  / \w+_consolidation (?:job|keep)_id$/,
  // Which projects are merged or moved, or switched, where a word says it; how long a pause is.
  / (?:merge_projects (?:from|into)|move_project from|set_project_mode (?:project|for|until))$/,
  // Which memories are cleaned up, and which copy is put back.
  / (?:cleanup_memories (?:project|only_ids\.0)|restore_backup (?:backup|request_id))$/,
  // Agents say nothing of projects.
  /^mcp (?:set_project_\w+|merge_projects|move_project) /,
  / (?:bulk_archive|delete_all_memories) project$/,
  // A time that is none is refused, and so is a token of nobody.
  / (?:reminder_at|recurrence|time_zone|confirm)$/,
  // Agents decide nothing over candidates.
  /^mcp review_inbox /,
];

describe('a secret in any field of any operation, in any header, or in a commit', () => {
  let said: Said;
  let bare: Said;

  beforeAll(async () => {
    said = await Said.over([new SecretRedactor()]);
    bare = await Said.over([]);
    await sayAll(said);
    await sayAll(bare);
  });

  afterAll(async () => {
    await said.dispose();
    await bare.dispose();
  });

  it('is in no byte of the home while the server runs', () => {
    expect(said.tokens.size).toBeGreaterThan(90);
    expect(said.found()).toEqual([]);
  });

  it('is said once in the answer', () => {
    const told = said.answers.filter((answer) => answer.includes('Secrets were replaced before writing'));
    expect(told.length).toBeGreaterThan(50);
    expect(told.filter((answer) => answer.split('Secrets were replaced').length > 2)).toEqual([]);
  });

  it('is in no byte of the home after the server has ended', async () => {
    await said.stop();
    expect(said.found()).toEqual([]);
  });

  it('would be found without the redactor', async () => {
    const found = bare.found();
    const missed = [...bare.tokens.keys()].filter((place) => !found.includes(place));
    expect(missed.filter((place) => !leavesNothing.some((each) => each.test(place)))).toEqual([]);
  });
});

describe('what is marked as private in any field of any operation, in any header, or in a commit', () => {
  let said: Said;
  let bare: Said;

  beforeAll(async () => {
    said = await Said.over([new PrivateText()], privately);
    bare = await Said.over([], privately);
    await sayAll(said);
    await sayAll(bare);
  });

  afterAll(async () => {
    await said.dispose();
    await bare.dispose();
  });

  it.each([
    ['remember', { category: 'fact', content: '<private>All of it</private>' }],
    ['remember', { category: 'fact', content: ' <PRIVATE> All of it' }],
    ['recall', { query: '<private>a question</private>' }],
  ])('is refused when nothing else is said: %s %j', async (name, input) => {
    const answer = await said.api(name, name, input);
    expect(answer).toMatchObject({ error: { code: 'invalid_input' } });
    expect(JSON.stringify(answer)).toContain('is marked as private');
  });

  it('is in no byte of the home', async () => {
    expect(said.tokens.size).toBeGreaterThan(80);
    expect(said.found()).toEqual([]);
    await said.stop();
    expect(said.found()).toEqual([]);
  });

  it('is not kept silently', () => {
    const told = said.answers.filter((answer) => answer.includes('was left out, and is kept nowhere'));
    expect(told.length).toBeGreaterThan(40);
  });

  it('would be found without the cleaner', () => {
    // The first word of it is read.
    const found = new Set([...bare.found(), 'header user agent']);
    const missed = [...bare.tokens.keys()].filter((place) => !found.has(place));
    expect(missed.filter((place) => !leavesNothing.some((each) => each.test(place)))).toEqual([]);
  });
});

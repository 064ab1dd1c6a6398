import { describe, expect, it } from 'vitest';
import { type ChatMessage, chooseStep, withSteps } from '../../../dev/openCode/fakeModelScript.ts';

const script = () => ({ rules: [], queue: [] });
const request = (...messages: ChatMessage[]) => ({ model: 'fake-1', messages });
const user = (content: string): ChatMessage => ({ role: 'user', content });
const assistant: ChatMessage = { role: 'assistant', content: '' };

describe('chooseStep', () => {
  it('plays one step a turn', () => {
    const prompt = user(
      withSteps('Recall "it" [please]', [{ tool: 'recall', args: { query: 'a]' } }, 'Done.']),
    );

    expect(chooseStep(request(prompt), script())).toEqual({
      source: 'inline',
      step: { tool: 'recall', args: { query: 'a]' } },
    });
    const answered: ChatMessage = { role: 'tool', content: 'found' };
    expect(chooseStep(request(prompt, assistant, answered), script()).step).toEqual({ text: 'Done.' });
  });

  it('starts again with a new prompt of the user, but not with an attachment', () => {
    const first = user(withSteps('one', ['1', '2']));
    const attachment = user('Attached media from tool result: picture');
    expect(chooseStep(request(first, assistant, attachment), script()).step).toEqual({ text: '2' });
    expect(chooseStep(request(first, assistant, user(withSteps('two', ['3']))), script()).step).toEqual({
      text: '3',
    });
  });

  it('takes the outer script when a script holds a prompt with its own', () => {
    const inner = withSteps('sub-agent', ['inner']);
    const outer = user(withSteps('outer', [{ tool: 'task', args: { prompt: inner } }]));
    expect(chooseStep(request(outer), script()).step).toEqual({ tool: 'task', args: { prompt: inner } });
  });

  it("answers the agent's own calls without eating a step", () => {
    const system: ChatMessage = { role: 'system', content: 'You are a title generator.' };
    const queue = ['kept'];
    expect(chooseStep(request(system, user('x')), { rules: [], queue }).source).toBe('helper:title');
    expect(queue).toEqual(['kept']);
  });

  it('falls back from rules to the queue to an echo', () => {
    const rules = [{ when: { user: 'weather' }, steps: ['sunny'] }];
    const state = { rules, queue: ['queued'] };
    expect(chooseStep(request(user('The WEATHER?')), state).step).toEqual({ text: 'sunny' });
    expect(chooseStep(request(user('else')), state).step).toEqual({ text: 'queued' });
    expect(chooseStep(request(user('else')), state).step).toEqual({ text: 'scripted model: else' });
  });

  it('says so when a script is cut off', () => {
    expect(() => chooseStep(request(user('x <<fake ["a"')), script())).toThrow(/not complete/);
  });
});

import type { FakeModel } from './fakeModel.ts';
import { type FakeStep, textOf, withSteps } from './fakeModelScript.ts';
import { fetchWithTimeout } from '../processes/processes.ts';

/** A running `opencode serve` and the scripted model behind it. */
export interface RunningOpenCode {
  readonly url: string;
  readonly project: string;
  readonly model: FakeModel;
}

/** Has the agent take one step in a new session. Returns what the step's tool answered. */
export async function askOpenCode(
  { url, project, model }: RunningOpenCode,
  prompt: string,
  step: FakeStep,
): Promise<string> {
  const post = async (route: string, body: object) => {
    const response = await fetchWithTimeout(`${url}${route}?directory=${encodeURIComponent(project)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      timeoutMs: 60_000,
    });
    if (response.status !== 200) throw new Error(`OpenCode answered ${route} with ${response.status}.`);
    return (await response.json()) as { id: string };
  };
  const { id } = await post('/session', { title: 'asked' });
  await post(`/session/${id}/message`, {
    agent: 'build',
    model: { providerID: 'fake', modelID: 'fake-1' },
    parts: [{ type: 'text', text: withSteps(prompt, [step, 'Done.']) }],
  });
  const messages = model.requests.at(-1)?.body.messages ?? [];
  return textOf(messages.findLast(({ role }) => role === 'tool')?.content);
}

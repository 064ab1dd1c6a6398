import type { Call } from '../benchServer.ts';

export interface JobReply {
  readonly result: {
    readonly jobs: readonly {
      readonly state: string;
      readonly error: string | null;
      readonly progress: { readonly done: number } | null;
      readonly result: Readonly<Record<string, unknown>> | null;
    }[];
  };
}
export interface Started {
  readonly result: { readonly job: string };
}

/** As a person at a terminal, whose memories keep their trust. */
export const person = { actor: 'cli' } as const;

/** What came of a job, once it is done. */
export async function ended(call: Call, job: string): Promise<Readonly<Record<string, unknown>>> {
  for (;;) {
    const [found] = ((await call('list_jobs', { ids: [job] })) as JobReply).result.jobs;
    if (found?.state === 'done') return found.result ?? {};
    if (!found || !['queued', 'running'].includes(found.state))
      throw new Error(`The job is ${found?.state ?? 'gone'}: ${found?.error ?? ''}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

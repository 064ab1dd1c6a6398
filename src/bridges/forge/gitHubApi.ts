import * as z from 'zod';
import type { EntityPlace } from '../../core/forge/entityPlace.ts';
import { encodedPath, firstLine, type ForgeApi } from './forgeApi.ts';

const person = z.object({ login: z.string() }).nullish();
const labels = z.array(z.union([z.string(), z.object({ name: z.string() })])).default([]);

/** An issue, and a pull request under either address; only its own has `merged_at` at the top. */
const itemSchema = z.object({
  title: z.string(),
  state: z.string(),
  user: person,
  html_url: z.string().nullish(),
  labels,
  draft: z.boolean().nullish(),
  merged_at: z.string().nullish(),
  pull_request: z.object({ merged_at: z.string().nullish() }).nullish(),
});

const commitSchema = z.object({
  commit: z.object({ message: z.string(), author: z.object({ name: z.string() }).nullish() }),
  author: person,
  html_url: z.string().nullish(),
});

/** GitHub's REST API. Issues and pull requests share their numbers, and the address of issues knows both. */
export const gitHubApi: ForgeApi = {
  headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },

  pathOf({ kind, path, value }: EntityPlace) {
    const of = `/repos/${encodedPath(path)}`;
    switch (kind) {
      case 'merge_request':
        return `${of}/pulls/${value}`;
      case 'issue':
        return `${of}/issues/${value}`;
      case 'epic':
        return undefined;
      case 'commit':
        return `${of}/commits/${value}`;
    }
  },

  read(body, { kind }) {
    if (kind === 'commit') {
      const { commit, author, html_url } = commitSchema.parse(body);
      return {
        title: firstLine(commit.message),
        state: null,
        author: author?.login ?? commit.author?.name ?? null,
        labels: [],
        url: html_url ?? null,
      };
    }
    const item = itemSchema.parse(body);
    return {
      title: item.title,
      state: stateOf(item),
      author: item.user?.login ?? null,
      labels: item.labels.map((label) => (typeof label === 'string' ? label : label.name)),
      url: item.html_url ?? null,
    };
  },
};

function stateOf({ state, draft, merged_at, pull_request }: z.output<typeof itemSchema>): string | null {
  if ((merged_at ?? pull_request?.merged_at ?? null) !== null) return 'merged';
  if (state === 'closed') return 'closed';
  if (state !== 'open') return null;
  return draft === true ? 'draft' : 'opened';
}

import * as z from 'zod';
import type { EntityPlace } from '../../core/forge/entityPlace.ts';
import { firstLine, type ForgeApi } from './forgeApi.ts';

const person = z.object({ username: z.string() }).nullish();
const labels = z.array(z.union([z.string(), z.object({ name: z.string() })])).default([]);

/** Merge requests, issues and epics; older servers say `work_in_progress`. */
const itemSchema = z.object({
  title: z.string(),
  state: z.string(),
  author: person,
  web_url: z.string().nullish(),
  labels,
  draft: z.boolean().nullish(),
  work_in_progress: z.boolean().nullish(),
});

const commitSchema = z.object({
  title: z.string().nullish(),
  message: z.string().nullish(),
  author_name: z.string().nullish(),
  web_url: z.string().nullish(),
});

const states: ReadonlySet<string> = new Set(['opened', 'closed', 'merged', 'locked']);

/** GitLab's REST API, version 4. */
export const gitLabApi: ForgeApi = {
  headers: { accept: 'application/json' },

  pathOf({ kind, path, value }: EntityPlace) {
    const of = encodeURIComponent(path);
    switch (kind) {
      case 'merge_request':
        return `/projects/${of}/merge_requests/${value}`;
      case 'issue':
        return `/projects/${of}/issues/${value}`;
      case 'epic':
        return `/groups/${of}/epics/${value}`;
      case 'commit':
        return `/projects/${of}/repository/commits/${value}`;
    }
  },

  read(body, { kind }) {
    if (kind === 'commit') {
      const commit = commitSchema.parse(body);
      const title = commit.title ?? firstLine(commit.message ?? '');
      return {
        title,
        state: null,
        author: commit.author_name ?? null,
        labels: [],
        url: commit.web_url ?? null,
      };
    }
    const item = itemSchema.parse(body);
    const isDraft = item.state === 'opened' && (item.draft ?? item.work_in_progress) === true;
    return {
      title: item.title,
      state: isDraft ? 'draft' : states.has(item.state) ? item.state : null,
      author: item.author?.username ?? null,
      labels: item.labels.map((label) => (typeof label === 'string' ? label : label.name)),
      url: item.web_url ?? null,
    };
  },
};

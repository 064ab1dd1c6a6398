import { ageLabel } from '../../core/text/ageLabel.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { sessionStateAt } from '../../core/session/sessionStates.ts';
import { statsOperation } from '../../protocol/operations/system/stats.ts';
import { projectKeys } from '../../core/project/project.ts';
import type { StoreInfo } from '../../store/ports/store.ts';
import type { QueryOperation } from '../operation.ts';
import type { EmbeddingPort, SessionGracePort, StoreFactsPort } from '../ports.ts';
import { describeEmbedding } from '../../protocol/describeEmbedding.ts';
import { counted } from '../shared/rendering.ts';

export interface StatsPorts {
  readonly storeFacts: StoreFactsPort;
  readonly grace: SessionGracePort;
  readonly embedding: EmbeddingPort;
}

export function createStats(ports: StatsPorts): QueryOperation<typeof statsOperation, StoreInfo> {
  return {
    definition: statsOperation,

    prepare: () => ports.storeFacts.info(),

    async run(input, { now, project }, unit, info) {
      // The caller's own project is only where they stand; a count of one project has to be asked for.
      const isOne = input.project !== undefined && project !== undefined;
      const filter = isOne ? { projects: projectKeys(project) } : {};
      const counts = await unit.memories.counts(filter);
      const spans = await unit.memories.spans(filter);
      const sessions = await unit.sessions.list({
        activeOnly: true,
        ...(isOne ? { project: project.id } : {}),
      });
      return {
        memories: counts.total,
        byCategory: { ...counts.byCategory },
        byStatus: { ...counts.byStatus },
        byScope: Object.fromEntries(spans.map(({ scope, count }) => [scope, count])),
        oldest: spans.length === 0 ? null : Math.min(...spans.map(({ oldest }) => oldest)),
        newest: spans.length === 0 ? null : Math.max(...spans.map(({ newest }) => newest)),
        byProject: counts.byProject.map((each) => ({ ...each })),
        openBlockers: counts.openBlockers,
        candidates: counts.byStatus['candidate'] ?? 0,
        sessions: sessions.filter(
          (each) => sessionStateAt(each, now, ports.grace.graceFrom, ports.grace.staleAfter) === 'active',
        ).length,
        databaseBytes: info.databaseBytes,
        embedding: await ports.embedding.status(unit),
      };
    },

    render(stats, _input, { now }) {
      const listed = (counts: Readonly<Record<string, number>>): string =>
        Object.entries(counts)
          .filter(([, count]) => count > 0)
          .sort(([, a], [, b]) => b - a)
          .map(([name, count]) => `${oneLine(name)} ${count}`)
          .join(', ');
      return [
        `${counted(stats.memories, 'memory', 'memories')}: ${listed(stats.byCategory) || 'none yet'}`,
        `Status: ${listed(stats.byStatus) || 'none yet'}`,
        `Scope: ${listed(stats.byScope) || 'none yet'}`,
        ...(stats.oldest === null || stats.newest === null
          ? []
          : [`Oldest ${ageLabel(stats.oldest, now)}, newest ${ageLabel(stats.newest, now)}`]),
        ...stats.byProject.map(
          ({ project, count }) => `Project ${oneLine(project ?? 'none (global)')}: ${count}`,
        ),
        `${counted(stats.openBlockers, 'open blocker')}, ${counted(stats.candidates, 'candidate')} in the Inbox, ${counted(stats.sessions, 'session')} at work`,
        `Database ${(stats.databaseBytes / 1_048_576).toFixed(1)} MB`,
        describeEmbedding(stats.embedding),
      ].join('\n');
    },
  };
}

import type { CliIo } from '../../cliIo.ts';
import { formatBytes } from '../../renderMemories.ts';

/** Structurally the progress of a download: see `embed/download/downloadOptions.ts`. */
interface Progress {
  readonly file: string;
  readonly received: number;
  readonly total: number;
  readonly model: { readonly received: number; readonly total: number };
}

/** How far a download is, on standard error: a line that is written over, one line each tenth, or JSON. */
export function downloadNews(io: CliIo, json: boolean) {
  let tenth = -1;
  let hasLine = false;
  const line = (text: string) => {
    if (!io.progress) return io.note(text);
    hasLine = true;
    io.progress(text);
  };
  return {
    waiting: () => {
      if (json) io.note(JSON.stringify({ waiting: true }));
      else line('Another process is downloading this model; waiting for it.');
    },
    progress: ({ file, received, total, model }: Progress) => {
      const done = Math.floor((model.received / model.total) * 10);
      const isNews = done !== tenth;
      tenth = done;
      if (json) {
        if (isNews) io.note(JSON.stringify({ progress: { file, received, total, model } }));
        return;
      }
      if (isNews || io.progress)
        line(
          `Downloading: ${formatBytes(model.received)} of ${formatBytes(model.total)} (${Math.floor((model.received / model.total) * 100)} %)  ${file}`,
        );
    },
    /** What is said next begins on a line of its own. */
    end: () => {
      if (hasLine) io.progress?.('');
    },
  };
}

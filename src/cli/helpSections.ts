import type { Command } from 'commander';

/** Where `help` stands, and what no section names. */
export const lastSection = 'Running it:';

/** What the list of commands is divided into, and the order in it: what people need most comes first. */
const sections: Readonly<Record<string, readonly string[]>> = {
  'Remember and recall:': ['remember', 'recall', 'context', 'boot', 'suggest', 'search-history'],
  'Memories:': [
    'list',
    'get',
    'history',
    'stats',
    'report',
    'edit',
    'resolve',
    'reopen',
    'pin',
    'unpin',
    'link',
    'unlink',
    'links',
    'inbox',
  ],
  'Reminders and reviews:': ['remind', 'reminded', 'unremind', 'reminders', 'review', 'review-every'],
  'Clearing up:': ['archive', 'delete', 'delete-all', 'cleanup', 'consolidate', 'purge', 'restore', 'undo'],
  'Bringing in and taking out:': ['import', 'export', 'ingest', 'bootstrap', 'capture', 'conversations'],
  'Working together:': ['session', 'kv', 'project', 'entity', 'enrich'],
  'Connections and settings:': ['setup', 'config', 'model', 'token', 'completion', 'upgrade'],
  'In and out:': ['import', 'export', 'undo-import'],
  [lastSection]: [
    'status',
    'doctor',
    'jobs',
    'backup',
    'recover',
    'reindex',
    'optimize',
    'vacuum',
    'serve',
    'mcp',
  ],
};

const words = Object.values(sections).flat();

/** Puts each command of the program below the heading that it belongs to, and in the order of the sections. */
export function divideHelp(program: Command): void {
  for (const [heading, names] of Object.entries(sections))
    for (const command of program.commands) if (names.includes(command.name())) command.helpGroup(heading);
  // The help has its headings in the order in which commands of theirs come first.
  (program.commands as Command[]).sort((a, b) => placeOf(a) - placeOf(b));
}

function placeOf(command: Command): number {
  const place = words.indexOf(command.name());
  return place < 0 ? words.length : place;
}

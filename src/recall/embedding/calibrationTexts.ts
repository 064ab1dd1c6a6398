/**
 * Questions and the notes that answer them, each about something else, as people write them: what a model makes of these
 * tells what its cosines mean. They are nobody's memories.
 */
export const calibrationTexts: readonly (readonly [question: string, note: string])[] = [
  [
    'Which library do we draw charts with?',
    'Plots in the dashboard are made with uPlot, because it stays quick.',
  ],
  ['How long are sessions kept?', 'A login is valid for thirty days and then has to be renewed.'],
  ['Why is the nightly job so slow?', 'The batch at 2 am copies the whole archive over a thin line.'],
  ['Who looks after the mail server?', 'Postfix is run by the infrastructure group; write to Irene.'],
  ['What do we name branches?', 'Use the ticket number, a dash, and two or three words.'],
  ['Can customers upload pictures?', 'Attachments may be PNG or JPEG up to eight megabytes.'],
  ['Where are translations stored?', 'Texts in other languages live in one JSON file per locale.'],
  ['How do I start the emulator?', 'Run the device simulator with make sim and wait for the green prompt.'],
  ['Is there a limit on requests?', 'Each client gets a hundred calls a minute, then a 429.'],
  [
    'What broke the checkout last time?',
    'Paying failed for an hour when the tax service changed its certificate.',
  ],
  ['Do we round prices?', 'Amounts are integers in cents and are never turned into floating point.'],
  ['How are backups tested?', 'Every Monday a dump is restored into an empty database and counted.'],
  ['Which compiler flags matter?', 'Build with strict null checks and without implicit any.'],
  ['When may we deploy?', 'Releases go out on weekdays before three in the afternoon.'],
  ['How does caching of pages work?', 'Rendered HTML sits in Redis and is thrown away when a post changes.'],
  ['What keeps the sensors alive?', 'The probes sleep between readings so that a battery lasts two winters.'],
  ['Which font is used in print?', 'Paper documents are set in Source Serif at ten points.'],
  ['How do two users edit the same page?', 'Concurrent changes are merged with a replicated text type.'],
  ['What happens to deleted accounts?', 'After two weeks personal data is wiped and the invoices stay.'],
  ['Why did we leave the queue vendor?', 'Messages were lost on failover, so we moved to our own broker.'],
  ['Are maps shown offline?', 'Tiles of the chosen region are stored on the phone beforehand.'],
  ['What do error pages look like?', 'A failure shows one sentence, a code, and a button to try again.'],
  ['How is the search index updated?', 'Documents are reindexed by a worker that follows the change log.'],
  ['Where is the licence text checked?', 'A script in CI compares the headers of all source files.'],
];

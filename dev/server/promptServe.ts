// `memory-bridge serve` whose models begin at once: `program HOME PORT`. The product lets them wait until no command of the
// command line can still be the reason that there is a server.
import { runServe } from '../../src/cli/serve.ts';
import { compose } from '../../src/server/compose.ts';

const [home, port] = process.argv.slice(2);

void runServe({
  home,
  port: Number(port),
  compose: (parts) => compose({ ...parts, embedAfterMs: 20 }),
});

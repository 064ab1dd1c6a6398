import {
  findPeerData,
  findPeersAtWork,
  type PeerAtWork,
  type PeerData,
} from '../../setup/peers/peersAtWork.ts';
import { type Check, type DoctorContext, ok, warn } from './check.ts';

const name = 'Other memories';
const ofData = ({ peer, path }: PeerData): string =>
  `${peer.title} has data in ${path} (memory-bridge import ${path})`;

/** What of another memory is still at work beside ours: two of them tell agents two things. */
export async function checkPeers({ io }: DoctorContext): Promise<Check[]> {
  const [found, data] = await Promise.all([
    findPeersAtWork({ folder: io.cwd, environment: io.env }),
    findPeerData(io.env),
  ]);
  const checks = found.map((each): Check => ({ ...checkOf(each), quotes: true }));
  const isQuiet = checks.every(({ state }) => state === 'ok');
  return [...(isQuiet ? [ok(name, ['none at work', ...data.map(ofData)].join('; '))] : []), ...checks];
}

function checkOf({ peer, what, stop, trace }: PeerAtWork): Check {
  const found = `${peer.title}: ${what}`;
  // A text starts nothing.
  if (trace === 'agents') return ok(name, `${found}; ${stop}`);
  const isCommand = trace !== 'plugin file' && !stop.startsWith('it ');
  return warn(name, found, isCommand ? `To stop it: ${stop}` : `${stop[0]?.toUpperCase()}${stop.slice(1)}.`);
}

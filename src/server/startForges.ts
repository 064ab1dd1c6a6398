import { statSync } from 'node:fs';
import { forgeToken } from '../bridges/forge/forgeToken.ts';
import { RestForge } from '../bridges/forge/restForge.ts';
import { type Forges, forgesOf } from '../core/forge/forges.ts';
import type { LentValues } from '../core/lentValues.ts';
import type { Clock } from '../core/ports.ts';
import type { Forge } from '../entities/forge.ts';
import type { Network } from '../net/network.ts';
import type { ConfigFile } from '../settings/configFile.ts';

export interface ForgesParts {
  readonly config: ConfigFile;
  readonly lent: LentValues;
  readonly network: Network;
  readonly clock: Clock;
}

/** The forges of the settings, and the way to them. */
export function startForges({ config, lent, network, clock }: ForgesParts): {
  forge: Forge;
  forges: () => Forges;
} {
  const forges = forgesIn(config);
  const forge = new RestForge({
    forges,
    token: (each, loan) => forgeToken(each, { lent: loan, kept: lent, env: process.env }),
    network: () => network,
    clock,
  });
  return { forge, forges };
}

/** Every call asks for them, so the file is read when it has changed; the list is the same one for as long as it says the same. */
function forgesIn(config: ConfigFile): () => Forges {
  let stamp: string | undefined;
  let said = '';
  let forges: Forges = [];
  return () => {
    const now = stampOf(config.path);
    if (now === stamp) return forges;
    stamp = now;
    const { forges: settings, identity } = config.read().config;
    const says = JSON.stringify([settings, identity.instance]);
    if (says === said) return forges;
    said = says;
    forges = forgesOf(settings, identity.instance);
    return forges;
  };
}

function stampOf(file: string): string {
  const info = statSync(file, { throwIfNoEntry: false });
  return info ? `${info.mtimeMs}:${info.size}:${info.ino}` : '';
}

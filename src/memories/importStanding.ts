import type { Memory } from '../core/memory/memory.ts';
import { inForce } from '../core/memory/memoryStates.ts';
import { keepingOwnExpiry } from '../core/memory/ownExpiry.ts';
import { bindsOthers } from '../core/memory/review.ts';
import { lowerTrust } from './provenance.ts';

export interface ImportStanding {
  /** A person imports an export of this system, or says that the source is theirs. */
  readonly keepsTrust: boolean;
  /** The source is another system's, and a person says that it speaks for them. */
  readonly isOwnVoice: boolean;
  readonly isPersons: boolean;
}

export interface Stood {
  readonly memory: Memory;
  /** What of it does not count here, for the report. */
  readonly lowered: readonly ('trust' | 'pin' | 'position' | 'candidate')[];
}

/**
 * What a memory from elsewhere may be here. A file says of itself what it likes: only a person can say that it is theirs.
 * What would bind everybody and has no person behind it waits in the Inbox.
 */
export function standImported(memory: Memory, standing: ImportStanding): Stood {
  const { keepsTrust, isOwnVoice, isPersons } = standing;
  if (keepsTrust) return { memory, lowered: [] };
  const trust = isOwnVoice ? 'user' : lowerTrust(memory.trust, isPersons ? 'agent' : 'external');
  const waits =
    trust !== 'user' && memory.deletedAt === null && inForce(memory.status) && bindsOthers(memory);
  const lowered: Stood['lowered'] = [
    ...(trust === memory.trust || isOwnVoice ? [] : (['trust'] as const)),
    ...(memory.pinned && !isPersons ? (['pin'] as const) : []),
    ...(memory.position !== null && !isPersons ? (['position'] as const) : []),
    ...(waits ? (['candidate'] as const) : []),
  ];
  const status = waits ? ({ status: 'candidate', resolvedAt: null } as const) : {};
  return {
    memory: {
      ...(waits ? keepingOwnExpiry(memory) : memory),
      trust,
      pinned: memory.pinned && isPersons,
      position: isPersons ? memory.position : null,
      ...status,
    },
    lowered,
  };
}

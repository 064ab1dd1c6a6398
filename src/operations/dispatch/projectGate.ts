import { MemoryBridgeError } from '../../core/errors.ts';
import type { Actor } from '../../core/memory/history.ts';
import { offReason } from '../../core/project/memoryOff.ts';
import type { ModeNow } from '../../core/project/projectMode.ts';
import { isOff } from '../../core/project/projectMode.ts';
import type { Project } from '../../core/project/project.ts';
import { isPerson } from '../../memories/provenance.ts';
import { ProjectModes } from '../../projects/projectModes.ts';
import type { OperationDefinition } from '../../protocol/operation.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import { withoutProjects } from './withoutProjects.ts';

export interface GateQuestion {
  readonly definition: OperationDefinition;
  readonly actor: Actor;
  /** Those that the call is about, and the one that it comes from. */
  readonly places: readonly Project[];
  readonly initial: 'on' | 'off';
  readonly now: number;
}

/**
 * What a call may do where memory is off: the one place at which that is decided, for every verb and every door. A verb
 * that does not say that it may is refused there, also to people.
 *
 * Elsewhere agents see and change nothing of a project that is off: what they are handed is the unit without it.
 */
export class ProjectGate {
  readonly #question: GateQuestion;
  /** What a person is told who goes on although memory is off. */
  note: string | undefined;

  constructor(question: GateQuestion) {
    this.#question = question;
  }

  /** Throws `forbidden`, or answers the unit in which the verb may be done. In each unit anew: it may have been switched. */
  async open<Unit extends ReadUnit>(unit: Unit): Promise<Unit> {
    const { definition, actor, places } = this.#question;
    if (definition.whenOff === 'anyone') return unit;
    const modes = await ProjectModes.read(unit, this.#question);
    if (modes.areAllOn) return unit;
    const place = places.find((each) => isOff(modes.of(each)));
    if (!isPerson(actor)) {
      if (place) throw memoryIsOff(place, modes.of(place));
      return withoutProjects(unit, (key) => modes.isOff(key));
    }
    if (!place) return unit;
    const { kind, whenOff } = definition;
    if (kind !== 'query' && whenOff !== 'person') throw memoryIsOff(place, modes.of(place));
    if (kind !== 'query') this.note = noteOf(place, modes.of(place));
    return unit;
  }
}

export function memoryIsOff({ id, name }: Pick<Project, 'id' | 'name'>, mode: ModeNow): MemoryBridgeError {
  return new MemoryBridgeError(
    'forbidden',
    `Memory is ${standing(mode)} in ${name}: nothing of it is read, and nothing is written. Work there without memory. A person can switch it on in the editor (Memory: Switch Memory On or Off Here…), or with "memory-bridge project on ${id}" at a terminal.`,
    { details: { reason: offReason, project: id, mode: mode.mode, until: mode.until } },
  );
}

const noteOf = ({ id, name }: Project, mode: ModeNow): string =>
  `Memory is ${standing(mode)} in ${name}: nothing is captured there, and agents get nothing of it. Switch it on with "memory-bridge project on ${id}".`;

const standing = ({ mode, until }: ModeNow): string =>
  mode !== 'paused'
    ? 'switched off'
    : until === null
      ? 'paused'
      : `paused until ${new Date(until).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

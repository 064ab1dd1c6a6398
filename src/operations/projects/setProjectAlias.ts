import { MemoryBridgeError } from '../../core/errors.ts';
import { isSpokenAlias } from '../../core/project/isSpokenAlias.ts';
import { spokenNames } from '../../core/project/spokenNames.ts';
import { namesSomething } from '../../core/project/namesSomething.ts';
import type { Project } from '../../core/project/project.ts';
import { looksLikeRemote, remoteAliases, remotePlace } from '../../core/project/remoteUrl.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { folderOf, refuseAsName } from '../../projects/folderReference.ts';
import { setProjectAliasOperation } from '../../protocol/operations/projects/setProjectAlias.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { ChangeOperation } from '../operation.ts';
import type { ConfigPort } from '../ports.ts';
import { announceMove } from './moveAll.ts';
import { refuseProgram, requiredProject } from '../shared/personOnly.ts';
import { projectRecords } from './projectRecords.ts';

export function createSetProjectAlias(
  config: Pick<ConfigPort, 'read'>,
): ChangeOperation<typeof setProjectAliasOperation> {
  return {
    definition: setProjectAliasOperation,

    async run(input, context, unit) {
      refuseProgram(context.actor, 'name a project');
      const project = requiredProject(context);
      const alias = aliasIn(input.alias);
      const isThere = project.aliases.includes(alias);
      if (input.remove) {
        if (!isThere)
          throw new MemoryBridgeError('not_found', `"${alias}" is no other name of ${project.id}.`);
        refuseFollowing(alias, project);
        await unit.projects.removeAlias(project.id, alias);
      } else {
        await refuseTaken(unit, alias, project);
        await unit.projects.upsert({ ...project, aliases: [...project.aliases, alias] });
      }
      announceMove(context, [project.id]);
      const aliases = input.remove
        ? project.aliases.filter((each) => each !== alias)
        : [...new Set([...project.aliases, alias])];
      const question = { initial: config.read().config.projects.default, now: context.now };
      const [record] = await projectRecords(unit, question, [{ ...project, aliases }]);
      if (!record) throw new Error('A project that was just written is not there.');
      return { project: record };
    },

    render({ project: { id, aliases } }) {
      const names = spokenNames(aliases);
      return oneLine(
        names.length === 0
          ? `Project ${id} has no other names.`
          : `Project ${id} is also ${names.join(', ')}.`,
      );
    },
  };
}

/** As it is looked for when it is named. */
function aliasIn(said: string): string {
  const folder = folderOf(said.trim());
  if (folder !== undefined) return `folder:${folder}`;
  refuseAsName(said.trim());
  const alias = oneLine(remoteIn(said) ?? said);
  if (namesSomething(alias)) return alias;
  throw new MemoryBridgeError('invalid_input', 'alias: says nothing.', { details: { fields: ['alias'] } });
}

const remoteIn = (said: string): string | undefined =>
  looksLikeRemote(said) ? remotePlace(said) : undefined;

/** What follows from the place of a repository comes back with the next look at it. */
function refuseFollowing(alias: string, { id }: Project): void {
  if (!isSpokenAlias(alias) || remoteAliases(id).includes(alias))
    throw new MemoryBridgeError(
      'conflict',
      `"${alias}" follows from where the repository of ${id} is, and cannot be taken away.`,
    );
}

async function refuseTaken(unit: ReadUnit, alias: string, project: Project): Promise<void> {
  if (alias === project.id)
    throw new MemoryBridgeError('conflict', `"${alias}" is the id of that project itself.`);
  const other = await unit.projects.findByReference(alias);
  if (other && other.id !== project.id && other.id !== alias)
    throw new MemoryBridgeError('conflict', `"${alias}" leads to ${other.id}. Take it away there first.`);
  const isProject = other?.id === alias || (await unit.projects.holdings()).has(alias);
  if (isProject && !project.aliases.includes(alias))
    throw new MemoryBridgeError(
      'conflict',
      `"${alias}" is a project of its own. To make one of the two, use "memory-bridge project merge".`,
    );
}

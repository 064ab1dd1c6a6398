import { MemoryBridgeError } from '../../core/errors.ts';
import type { Job } from '../../core/jobs/job.ts';
import { parseIdReference } from '../../core/shortId.ts';
import { undoImportOperation } from '../../protocol/operations/transfer/undoImport.ts';
import type { UndoImportPayload } from '../../protocol/transferResults.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import { placeIn } from '../../transfer/importing/importPlace.ts';
import { importsBeside } from '../../transfer/importing/broughtBeside.ts';
import type { TaskOperation } from '../operation.ts';
import { isPerson } from '../../memories/provenance.ts';
import { refuseImportAtWork } from '../shared/refuseImportAtWork.ts';
import { sayStarted } from '../shared/jobRecords.ts';

export const undoImport: TaskOperation<typeof undoImportOperation> = {
  definition: undoImportOperation,

  async start({ change_id }, { actor, now }, unit) {
    if (!isPerson(actor))
      throw new MemoryBridgeError(
        'forbidden',
        `Only a person can take an import back, at a terminal: "memory-bridge undo-import ${change_id}". Ask them to.`,
        { details: { reason: 'person_only' } },
      );
    const parsed = parseIdReference(change_id);
    const found = parsed ? await unit.history.find('id' in parsed ? parsed.id : parsed.tail) : [];
    const groups = [
      ...new Set([
        ...found.flatMap(({ action, groupId }) => (action === 'import' ? [groupId] : [])),
        ...(await importsBeside(unit.keyValues, change_id, now)),
      ]),
    ];
    for (const job of await importsAt(unit, change_id)) {
      const groupOfJob = placeIn(job.cursor)?.groupId;
      if (groupOfJob !== undefined && !groups.includes(groupOfJob)) groups.push(groupOfJob);
    }
    const [groupId] = groups;
    if (groupId === undefined)
      throw new MemoryBridgeError(
        'not_found',
        `There is no import "${change_id}". Every import is answered with its id, and get_history shows it.`,
      );
    if (groups.length > 1)
      throw new MemoryBridgeError('conflict', `Several imports end in "${change_id}". Give the whole id.`);
    await refuseImportAtWork(unit, [groupId]);
    const payload: UndoImportPayload = {
      groupId,
      actor: actor.name === undefined ? { kind: actor.kind } : { kind: actor.kind, name: actor.name },
    };
    return { kind: 'undo_import', payload, project: null };
  },

  render: sayStarted('Undoing the import'),
};

/** An import that was broken off has told nobody what its changes are called, so the id of its job stands for it too. */
async function importsAt(unit: ReadUnit, reference: string): Promise<Job[]> {
  const parsed = parseIdReference(reference);
  if (!parsed) return [];
  const ids = 'id' in parsed ? [parsed.id] : await unit.jobs.findByTail(parsed.tail);
  return ids.length === 0 ? [] : unit.jobs.list({ ids, kinds: ['import'] });
}

import type { ImportedMemory, ImportFate } from '../../memories/importMemory.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import type { ReportBuilder } from './importReport.ts';
import type { Prepared } from './prepareItem.ts';

/** Names that are kept in memory; a source with more of them is not foreseen. */
const mostNames = 500_000;

/** Which links an import would make, in a dry run, in which nothing is here yet that they could lead to. */
export class ForeseenLinks {
  /** By the names of the source: whether this import would bring it, so that its links would be made. */
  readonly #names = new Map<string, boolean>();
  #isBlind = false;

  /** Not all of the source was seen, so that nothing can be said. */
  get isBlind(): boolean {
    return this.#isBlind;
  }

  forget(): void {
    this.#isBlind = true;
    this.#names.clear();
  }

  /** What would become of a memory. A name that is there twice is of whatever has it first. */
  note(fate: ImportFate, { names }: ImportedMemory): void {
    if (this.#isBlind) return;
    const isBrought = fate === 'added' || fate === 'updated' || fate === 'revived';
    for (const { ref } of names) if (!this.#names.has(ref)) this.#names.set(ref, isBrought);
    if (this.#names.size > mostNames) this.forget();
  }

  /** The same as `linkImported` counts. */
  async count(
    unit: ReadUnit,
    { name, keepsId, links, supersededBy }: Extract<Prepared, { kind: 'links' }>,
    report: ReportBuilder,
  ): Promise<void> {
    if (this.#isBlind || this.#names.get(name.ref) !== true) return;
    const isThere = async (ref: string): Promise<boolean> =>
      this.#names.has(ref) ||
      (await unit.origins.get({ ...name, ref })) !== undefined ||
      (keepsId && (await unit.memories.get(ref)) !== undefined);
    for (const { to } of links) report.link(await isThere(to));
    if (supersededBy !== undefined && !keepsId) report.link(await isThere(supersededBy));
  }
}

import type { CaptureVisit } from './captureVisit.ts';
import type { Piece, Slice } from './visitSlices.ts';
import type { Lane } from '../core/fairLanes.ts';
import type { Project } from '../core/project/project.ts';
import type { Store } from '../store/ports/store.ts';
import type { CaptureSession } from './captureSession.ts';
import { CaptureWriter } from './captureWriter.ts';
import type { WriteContext } from '../memories/writeContext.ts';

/** Milliseconds of writing after which others get their turn. To wait for the disk takes as long. */
const unitTime = 6;
/** Visits take turns with the calls of clients as if they were one client. */
const lane: Lane = { client: 'capture' };
const placesNamespace = 'capture';

/** Where the last visit to a working tree was when it ended too soon. */
export async function readPlaces(store: Store, root: string, now: number): Promise<Slice['places']> {
  const value = await store.read(({ keyValues }) => keyValues.get(placesNamespace, root, now), lane);
  return typeof value === 'object' && value !== null ? value : {};
}

/** Writes the slices of one visit, each in units of work that are short, with the place at which to go on. */
export class SliceWriter {
  readonly #store: Store;
  readonly #context: WriteContext;
  readonly #project: Project;
  readonly #root: string;
  readonly #session: CaptureSession;
  readonly #visit: CaptureVisit;

  constructor(
    store: Store,
    context: WriteContext,
    about: { project: Project; root: string; session: CaptureSession; visit: CaptureVisit },
  ) {
    this.#store = store;
    this.#context = { ...context, takesIn: 'commits' };
    this.#project = about.project;
    this.#root = about.root;
    this.#session = about.session;
    this.#visit = about.visit;
  }

  async write({ pieces, places }: Slice): Promise<void> {
    let waiting = pieces;
    for (;;) {
      try {
        waiting = waiting.slice(await this.#inUnit(waiting, performance.now() + unitTime, places));
        if (waiting.length === 0) return;
      } catch (error) {
        const [first] = waiting;
        if (!first) throw error;
        await this.#writeAlone(first, error);
        waiting = waiting.slice(1);
      }
    }
  }

  /** One that cannot be written takes no other with it. */
  async #writeAlone(piece: Piece, error: unknown): Promise<void> {
    try {
      await this.#inUnit([piece], Infinity);
    } catch {
      this.#visit.passOver(piece.sha, error);
      const read = 'read' in piece ? piece.read : undefined;
      await this.#inUnit([{ kind: 'seen', sha: piece.sha, ...(read && { read }) }], Infinity);
    }
  }

  async #inUnit(pieces: readonly Piece[], until: number, places?: Slice['places']): Promise<number> {
    try {
      const { taken, writer } = await this.#store.write(async (unit) => {
        const writer = new CaptureWriter(unit, this.#context, this.#project, this.#session);
        let taken = 0;
        for (const piece of pieces) {
          await writer.write(piece);
          taken++;
          if (performance.now() >= until) break;
        }
        if (places && taken === pieces.length) {
          const { keyValues } = unit;
          if (places.words || places.records)
            await keyValues.set(placesNamespace, this.#root, places, null, this.#context.now);
          else await keyValues.remove(placesNamespace, this.#root);
        }
        return { taken, writer };
      }, lane);
      this.#session.commit(writer.changed, writer.action);
      return taken;
    } catch (error) {
      this.#session.rollBack();
      throw error;
    }
  }
}

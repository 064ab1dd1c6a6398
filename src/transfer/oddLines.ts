import type { FieldLedger } from './fieldLedger.ts';
import type { IncomingLeft } from './incoming.ts';

/** Lines that are named one by one in the report; of a file that is no text there would be millions. */
const mostNamed = 10;

/** Lines of a source of which nothing could be made: counted, and the first of them named. */
export class OddLines {
  readonly #ledger: FieldLedger;
  #count = 0;

  constructor(ledger: FieldLedger) {
    this.#ledger = ledger;
  }

  /** `where`: what it is called, e.g. `line 17`. */
  leave(where: string, isCut = false): IncomingLeft {
    const isNamed = (this.#count += 1) <= mostNamed;
    const because = `damaged, or nothing of this system${isCut ? ', and too long' : ''}`;
    this.#ledger.add('lines', isNamed ? where : 'more lines', { because });
    return { kind: 'left', ref: where, reason: isNamed ? `${where}: ${because}` : `more lines: ${because}` };
  }
}

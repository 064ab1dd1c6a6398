import { MemoryBridgeError } from '../core/errors.ts';
import { FieldLedger } from './fieldLedger.ts';
import type { FieldAccount, ImportReader, Incoming } from './incoming.ts';
import { itemsBehind } from './itemsBehind.ts';

/**
 * A reader of files, whose items have no place that one could go to: they are read anew each time, every field noted in the
 * ledger, and those that are known are passed over. Each file is closed by the loop that reads it.
 */
export abstract class LedgerReader implements ImportReader {
  abstract readonly place: string;
  abstract readonly form: string;
  readonly total = undefined;
  protected readonly ledger = new FieldLedger();

  /** All items, from the first. */
  protected abstract read(): AsyncGenerator<Incoming>;

  items(after: string | undefined): AsyncIterable<Incoming> {
    return itemsBehind(after, () => {
      this.ledger.clear();
      return this.read();
    });
  }

  fields(): readonly FieldAccount[] {
    return this.ledger.accounts();
  }

  async close(): Promise<void> {
    // Nothing is open between two items.
  }
}

/** The items up to a damage, which is left and named. `file` is what it is called where it is one of several. */
export async function* upToDamage(
  ledger: FieldLedger,
  items: AsyncIterable<Incoming>,
  file?: string,
): AsyncGenerator<Incoming> {
  try {
    yield* items;
  } catch (error) {
    if (!MemoryBridgeError.is(error, 'invalid_input')) throw error;
    ledger.add(file ?? 'the file', 'damaged', { because: error.message });
    const name = file === undefined ? '' : `${file}: `;
    const reason = `${name}what stands behind a damage: ${error.message}`;
    yield { kind: 'left', ref: `${name}damaged`, reason };
  }
}

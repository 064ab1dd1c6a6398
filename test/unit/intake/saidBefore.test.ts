import { describe, expect, it } from 'vitest';
import { isSaidIn, toldIn } from '../../../src/intake/conversations/saidBefore.ts';

const memory =
  'Ledger in Postgres\nWe keep the ledger of the billing service in Postgres 16, not in MySQL\nMySQL rounds our decimals';
const isSaid = (statement: string, ...texts: string[]) =>
  isSaidIn(toldIn(statement), (texts.length > 0 ? texts : [memory]).map(toldIn));

describe('what a memory says', () => {
  it.each([
    'We keep the ledger of the billing service in Postgres 16, not in MySQL.',
    '**Decision:** the ledger of the billing service stays in Postgres 16, not in MySQL',
    'As recorded in memory [0123456789], we decided to keep the ledger of the billing service in Postgres 16 (3d, user)',
    'In Postgres 16 we keep the ledger of the billing service',
    '- [x] we keep the `ledger` of the billing service in Postgres 16 [1]',
    'We decided to keep the ledger in Postgres 16\nMySQL rounds our decimals',
    'We keep the ledger of the billing service in Postgres 16 instead of MySQL',
    'Because MySQL rounds our decimals, we use Postgres 16 for the ledger of the billing service',
  ])('is known again: %s', (statement) => {
    expect(isSaid(statement)).toBe(true);
  });

  it.each([
    ['another version', 'We keep the ledger of the billing service in Postgres 17, not in MySQL'],
    ['another thing', 'We keep the ledger of the search service in Postgres 16, not in MySQL'],
    ['more than that', 'We keep the ledger of the billing service in Postgres 16 behind PgBouncer'],
    ['another reason', 'We keep the ledger in Postgres 16\nThe auditors demand it'],
    ['the other way round', 'We keep the ledger of the billing service in MySQL, not in Postgres 16'],
  ])('is not %s', (_, statement) => {
    expect(isSaid(statement)).toBe(false);
  });

  it('is not its opposite', () => {
    expect(isSaid('We decided to retry payments', 'We decided not to retry payments')).toBe(false);
    expect(isSaid('We decided not to retry payments', 'We decided to retry payments')).toBe(false);
    expect(isSaid('Wir verwenden keine Mocks', 'Wir verwenden Mocks')).toBe(false);
    expect(isSaid('We decided not to retry payments', 'We decided not to retry payments')).toBe(true);
  });

  it('may stand in two memories, a sentence in each, but not a half in each', () => {
    const texts = ['We log errors of the gateway as JSON', 'Traces go to the collector in Dublin'];
    expect(
      isSaid('We log errors of the gateway as JSON. Traces go to the collector in Dublin', ...texts),
    ).toBe(true);
    expect(isSaid('We log traces of the gateway in Dublin', ...texts)).toBe(false);
  });
});

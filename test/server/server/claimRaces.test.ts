import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import type { Store } from '../../../src/store/ports/store.ts';
import type { UnitOfWork } from '../../../src/store/ports/unitOfWork.ts';
import { isLongRun } from '../../../dev/longRun.ts';
import { OperationsBench } from '../../../dev/operations/operationsBench.ts';
import { apiRacer, mcpRacer, raceClaims, type Racer } from '../../../dev/server/claims/claimRaces.ts';
import { type HttpApp, startHttpApp, testToken } from '../../../dev/server/httpApp.ts';

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each[Symbol.asyncDispose]();
});

/** Two programs and an agent, each over a connection of its own, at a real port before a real database. */
async function racersAt(dispatched?: (store: Store) => Store): Promise<Racer[]> {
  const bench = await OperationsBench.open(undefined, undefined, dispatched);
  open.push({ [Symbol.asyncDispose]: () => bench.close() });
  const app: HttpApp = await startHttpApp({ dispatcher: bench.dispatcher });
  open.push(app);
  const door = { url: app.url, token: testToken };
  return [apiRacer(door, 'one'), apiRacer(door, 'two'), mcpRacer(door, 'three')];
}

/** A store in which to look whether something is held and to put a claim are units of their own. */
function torn(store: Store): Store {
  const repositoryOf = (name: keyof UnitOfWork): object =>
    new Proxy(
      {},
      {
        get:
          (_target, method: string) =>
          async (...args: unknown[]): Promise<unknown> => {
            // Others come in between, as they do where a database is further away.
            for (let turn = 0; turn < 20; turn++) await setImmediate();
            return store.write(async (unit) =>
              (unit[name] as unknown as Record<string, (...each: unknown[]) => Promise<unknown>>)[method]?.(
                ...args,
              ),
            );
          },
      },
    );
  const unit = new Proxy({}, { get: (_target, name: keyof UnitOfWork) => repositoryOf(name) }) as UnitOfWork;
  const read: Store['read'] = (work, lane) => store.read(work, lane);
  const write: Store['write'] = (work) => work(unit);
  return Object.assign(Object.create(store) as Store, { read, write });
}

const races = isLongRun ? 200 : 20;

it('leave exactly one holder, whoever comes over which connection', async () => {
  const { done, wins, failures } = await raceClaims(await racersAt(), { races, seed: 14 });
  expect(failures).toEqual([]);
  expect(done).toBe(races);
  expect(Object.values(wins).reduce((sum, each) => sum + each, 0)).toBe(races);
});

it('leave two where looking and claiming are two units of work', async () => {
  const { failures } = await raceClaims(await racersAt(torn), { races, seed: 14 });
  expect(failures.filter((failure) => failure.includes('2 sessions were told'))).not.toEqual([]);
});

import { StoreBench } from '../../dev/store/storeBench.ts';
import { defineStoreContract } from './store/storeContract.ts';

defineStoreContract('the store on SQLite', async (options) => {
  const bench = await StoreBench.create();
  let store = await bench.open(options);
  return {
    store,
    check: () => store.checkIntegrity(),
    reopen: async () => {
      await store.close();
      store = await bench.open(options);
      return store;
    },
    dispose: () => bench[Symbol.asyncDispose](),
  };
});

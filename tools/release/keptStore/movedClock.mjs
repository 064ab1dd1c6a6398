// Loaded before the product (`node --import`): its wall clock begins at KEPT_STORE_TIME and runs KEPT_STORE_RATE times
// as fast, so that what takes weeks (candidates expire, sessions go stale) is in a store that is made in minutes.
const Real = Date;
const began = Real.now();
const start = Number(process.env.KEPT_STORE_TIME ?? began);
const rate = Number(process.env.KEPT_STORE_RATE ?? 1);
const now = () => Math.round(start + (Real.now() - began) * rate);

globalThis.Date = new Proxy(Real, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new Real(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});

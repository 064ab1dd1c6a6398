// Entry of `dist/server.js`, forked by an editor window. The two statements that tie this process to its parent come
// before anything is loaded: a parent that dies meanwhile would otherwise leave an orphan that holds the port.
let onParentGone = (): void => process.exit(0);
process.on('disconnect', () => onParentGone());
if (!process.connected) process.exit(0);

void import('./ownerChild.ts').then(({ runOwnerChild }) =>
  runOwnerChild((handler) => {
    onParentGone = handler;
  }),
);

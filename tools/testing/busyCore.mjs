// One busy core, as long as whoever asked for it is there.
const sliceMs = 50;

process.on('disconnect', () => process.exit());
if (!process.connected) process.exit();

function work() {
  for (const end = performance.now() + sliceMs; performance.now() < end;);
  // Between two slices it is seen that the parent has gone.
  setImmediate(work);
}
work();

// Loaded with --require into a program under test: writes down whom it turns to, and lets nobody beyond this computer be
// reached. One JSON line each, into the file that RECORDED_CONNECTIONS names.
'use strict';

const childProcess = require('node:child_process');
const dgram = require('node:dgram');
const dns = require('node:dns');
const { appendFileSync } = require('node:fs');
const net = require('node:net');

const file = process.env.RECORDED_CONNECTIONS;
const record = (kind, target) => appendFileSync(file, `${JSON.stringify({ kind, target })}\n`);
const isHere = (host) => /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(host);
const caught = (host) =>
  Object.assign(new Error(`${host} is not asked in a test`), { code: 'ENOTFOUND', syscall: 'connect' });

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function recordedConnect(...args) {
  // Other functions of node hand over an array of what they were given.
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  const options = typeof first === 'object' && first !== null ? first : { port: first, host: args[1] };
  if (options.path !== undefined && options.path !== null) return connect.apply(this, args);
  const host = typeof options.host === 'string' ? options.host : 'localhost';
  record('connect', host);
  if (isHere(host)) return connect.apply(this, args);
  process.nextTick(() => this.destroy(caught(host)));
  return this;
};

for (const asker of [dns, dns.promises]) {
  for (const name of Object.keys(asker)) {
    const ask = asker[name];
    if (typeof ask !== 'function' || !/^(?:lookup|resolve|reverse)/.test(name)) continue;
    asker[name] = (host, ...rest) => {
      record('name', String(host));
      if (isHere(String(host))) return ask.call(asker, host, ...rest);
      const answer = rest.at(-1);
      if (typeof answer === 'function') return process.nextTick(answer, caught(host));
      return Promise.reject(caught(host));
    };
  }
}

dgram.Socket.prototype.send = function recordedSend(...args) {
  record(
    'datagram',
    String(args.find((each) => typeof each === 'string' && !Buffer.isBuffer(each)) ?? 'unknown'),
  );
  throw caught('a datagram');
};

for (const name of ['spawn', 'spawnSync', 'execFile', 'execFileSync', 'exec', 'execSync', 'fork']) {
  const start = childProcess[name];
  childProcess[name] = (program, ...rest) => {
    record('program', String(program));
    return start(program, ...rest);
  };
}

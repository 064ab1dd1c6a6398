import { BlockList, isIP } from 'node:net';

interface Host {
  readonly name: string;
  readonly port: string;
}

/**
 * Whether exceptions, as in NO_PROXY, name the host of an address. `*` is every host; a name stands for itself and what
 * is below it, with or without a leading dot; a number for itself, or with a length for its network. Each may have a
 * port. What cannot be read excepts nobody.
 */
export function isExcepted({ hostname, port }: URL, exceptions: readonly string[]): boolean {
  const host = { name: bare(hostname), port: port || '443' };
  return exceptions
    .join(',')
    .split(/[\s,]+/)
    .some((entry) => entry === '*' || names(entry, host));
}

function names(entry: string, host: Host): boolean {
  // A number of version 6 is full of colons; only in brackets can a port follow it.
  const [, written = '', port] =
    isIP(entry.split('/', 1)[0] ?? '') === 6
      ? [entry, entry]
      : (/^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(entry) ?? []);
  if (port !== undefined && port !== host.port) return false;
  const [first = '', length] = written.split('/', 2);
  const wanted = bare(first).replace(/^\*?\./, '');
  if (wanted === '') return false;
  if (isIP(wanted) !== 0) return holds(wanted, length, host.name);
  return length === undefined && (host.name === wanted || host.name.endsWith(`.${wanted}`));
}

function holds(address: string, length: string | undefined, other: string): boolean {
  const kind = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  const whole = kind === 'ipv6' ? 128 : 32;
  const bits = length === undefined ? whole : Number(length);
  if (!Number.isInteger(bits) || bits < 0 || bits > whole || length === '') return false;
  if (isIP(other) !== isIP(address)) return false;
  const list = new BlockList();
  list.addSubnet(address, bits, kind);
  return list.check(other, kind);
}

/** As names are compared: lower case, without brackets and without the dot that ends a full name. */
const bare = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');

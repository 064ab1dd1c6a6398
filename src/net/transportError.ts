/** Why no answer came. `aborted` never appears: an abort is thrown as the reason of its signal. */
export type TransportFault =
  | 'unknown_host'
  | 'refused'
  | 'unreachable'
  | 'broken'
  | 'slow_connect'
  | 'silent'
  | 'untrusted'
  | 'proxy'
  | 'offline'
  | 'redirect'
  | 'too_large'
  | 'slow'
  | 'invalid';

/** A request that got no answer, or lost it half way. The message names the host and no more of the address. */
export class TransportError extends Error {
  readonly fault: TransportFault;
  /** What a person can do about it. */
  readonly advice: string;

  constructor(fault: TransportFault, message: string, advice: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'TransportError';
    this.fault = fault;
    this.advice = advice;
  }

  static is(value: unknown, ...faults: TransportFault[]): value is TransportError {
    return value instanceof TransportError && (faults.length === 0 || faults.includes(value.fault));
  }

  /** Trying again cannot help against what was decided: by a certificate, a proxy, the switch, or the far side. */
  get isRetryable(): boolean {
    return !decided.has(this.fault);
  }
}

const decided: ReadonlySet<TransportFault> = new Set([
  'untrusted',
  'proxy',
  'offline',
  'redirect',
  'too_large',
  'invalid',
]);

/** Codes of node's TLS for a chain that ends in no authority that is trusted. */
const untrusted: ReadonlySet<string> = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
const unreachable: ReadonlySet<string> = new Set([
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
]);

/** Translates an error of node's sockets, HTTP or TLS. */
export function asTransportError(error: Error, host: string): TransportError {
  if (TransportError.is(error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  const connection = 'Check the connection to the internet and the proxy settings.';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new TransportError('unknown_host', `The name ${host} could not be resolved.`, connection, error);
  if (code === 'ECONNREFUSED')
    return new TransportError(
      'refused',
      `Nobody answers at ${host}.`,
      'Check the address, and that the server runs.',
      error,
    );
  if (code === 'ETIMEDOUT' || unreachable.has(code))
    return new TransportError('unreachable', `${host} cannot be reached.`, connection, error);
  if (untrusted.has(code))
    return new TransportError(
      'untrusted',
      `The certificate of ${host} is not trusted (${code}).`,
      'Where the network inspects TLS, name the file with its certificate in NODE_EXTRA_CA_CERTS; check the clock too.',
      error,
    );
  return new TransportError(
    'broken',
    `The connection to ${host} broke${code === '' ? '' : ` (${code})`}.`,
    connection,
    error,
  );
}

import { readFileSync } from 'node:fs';
import tls from 'node:tls';

/**
 * Where Linux keeps the certificates that it trusts, for a node that cannot ask for them (before 22.15). What a person
 * trusts on macOS and Windows is in no file: there, such a node knows of it only by a variable.
 */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

const known = new Map<string, readonly string[]>();

/**
 * Every authority that the person trusts: those of node, of the operating system, and of the files that
 * NODE_EXTRA_CA_CERTS and SSL_CERT_FILE name, which some editors do not let node read. Only asked for once a certificate
 * was not trusted: reading them takes a while.
 */
export function authorities(env: NodeJS.ProcessEnv): string[] {
  const { NODE_EXTRA_CA_CERTS: extra = '', SSL_CERT_FILE: own = '' } = env;
  const key = `${extra}\n${own}`;
  let found = known.get(key);
  if (!found) {
    const named = [extra, own].flatMap((file) => certificatesIn(file) ?? []);
    found = [...new Set([...ofNodeAndSystem(), ...named])];
    known.set(key, found);
  }
  return [...found];
}

function ofNodeAndSystem(): readonly string[] {
  if ('getCACertificates' in tls) {
    const read = tls.getCACertificates as (kind: 'default' | 'system' | 'extra') => string[];
    return [...read('default'), ...read('system'), ...read('extra')];
  }
  for (const file of bundles) {
    const read = certificatesIn(file);
    if (read) return [...tls.rootCertificates, ...read];
  }
  return tls.rootCertificates;
}

/** Undefined when there is no file with any. One that cannot be read leaves its certificates untrusted, which is said. */
function certificatesIn(file: string): string[] | undefined {
  if (file === '') return undefined;
  try {
    const pem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
    return readFileSync(file, 'latin1').match(pem) ?? undefined;
  } catch {
    return undefined;
  }
}

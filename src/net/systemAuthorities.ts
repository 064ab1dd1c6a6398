import tls from 'node:tls';

let known: string[] | undefined;

/**
 * The authorities of node, of NODE_EXTRA_CA_CERTS and of the operating system, where this node can read those (22.15
 * and newer, so the editor's can). Only asked for once a certificate was not trusted: reading them takes a while.
 */
export function systemAuthorities(): string[] | undefined {
  const read = 'getCACertificates' in tls ? (tls.getCACertificates as CertificateReader) : undefined;
  if (!read) return undefined;
  known ??= [...new Set([...read('default'), ...read('system'), ...read('extra')])];
  return known;
}

type CertificateReader = (kind: 'default' | 'system' | 'extra') => string[];

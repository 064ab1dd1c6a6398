/** Names of this machine. Texts and keys that go there never cross a network. */
const loopbackNames = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

export function isLoopback(url: URL): boolean {
  return loopbackNames.test(url.hostname);
}

/**
 * Why an address must not be used to fetch models or to send texts and keys, or undefined when it may. Only https, or
 * http to this machine; no password and no query, because addresses are written to files and logs.
 */
export function addressProblem(text: string): string | undefined {
  const url = parseAddress(text);
  if (!url) return 'It is not a web address. Write it like https://host/path.';
  if (url.username !== '' || url.password !== '')
    return 'It must not contain a user or a password. Give keys through the environment or the editor.';
  if (url.search !== '' || url.hash !== '') return 'It must not contain a query or a fragment.';
  if (url.protocol === 'https:') return undefined;
  if (url.protocol === 'http:' && isLoopback(url)) return undefined;
  return 'Use https; plain http is for servers on this computer only.';
}

/** Why an address cannot be that of a proxy, or undefined when it can. */
export function proxyProblem(text: string): string | undefined {
  const url = parseAddress(text);
  if (!url || !['http:', 'https:'].includes(url.protocol))
    return 'It must be the address of an HTTP proxy, like http://proxy:8080. SOCKS proxies are not supported.';
  return undefined;
}

/** What may be shown of an address: neither user, password nor query. */
export function shownAddress(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/** `URL.parse`, which the oldest supported node may lack. */
function parseAddress(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

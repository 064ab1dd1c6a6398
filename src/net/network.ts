/** How requests leave this process. One for all that a process sends, handed to whoever sends any. */
export interface Network {
  /** Of this process: proxy, exceptions and the offline switch are read from it. */
  readonly env: NodeJS.ProcessEnv;
  /** The person's setting, for example `http.proxy` of the editor; it goes before the environment. */
  readonly proxy?: string | undefined;
  /** Hosts that are reached without a proxy, besides those of NO_PROXY. */
  readonly noProxy?: readonly string[] | undefined;
  /** False: the certificate of the proxy itself is not judged. That of the host always is. */
  readonly proxyStrictSsl?: boolean | undefined;
  /** Asked before each request: a setting says that nothing may leave, whatever the environment says. */
  readonly isOffline?: (() => boolean) | undefined;
}

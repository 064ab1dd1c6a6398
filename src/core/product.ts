/** Replaced at build time by the version in package.json. */
declare const __VERSION__: string | undefined;

export const product = 'opencode-memory-bridge';
export const version: string = typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0-source';

/** Grows when clients and owners of different versions would misunderstand each other. */
export const protocolVersion = 1;

/** First choice of port; the next free one is taken when a stranger has it. */
export const defaultPort = 9834;

export const headers = {
  project: 'x-memory-project',
  session: 'x-memory-session',
  /** `user`, `agent`, `editor` or `cli`, optionally followed by `/` and a client name. */
  actor: 'x-memory-actor',
  idempotencyKey: 'idempotency-key',
  /** Tokens that are lent to what is called, as JSON by their names in an environment. */
  lent: 'x-memory-lent',
  /** `none`: the caller shows no text, so none is made. */
  text: 'x-memory-text',
} as const;

export const environment = {
  home: 'MEMORY_BRIDGE_HOME',
  port: 'MEMORY_BRIDGE_PORT',
  project: 'MEMORY_BRIDGE_PROJECT',
  /** These go before HTTPS_PROXY and its like; a window sets them to what its editor is set to. */
  proxy: 'MEMORY_BRIDGE_PROXY',
  noProxy: 'MEMORY_BRIDGE_NO_PROXY',
  proxyStrictSsl: 'MEMORY_BRIDGE_PROXY_STRICT_SSL',
  /** `off`: no conversations are read, whatever the settings say. */
  ingestion: 'MEMORY_BRIDGE_INGESTION',
} as const;

/** Routes for our own processes, beside the operations. */
export const adminPaths = { stepDown: '/admin/step-down' } as const;

/** Reasons of `draining` events that clients act on: after a step-down the newer version goes first. */
export const drainReasons = { stepDown: 'step_down' } as const;

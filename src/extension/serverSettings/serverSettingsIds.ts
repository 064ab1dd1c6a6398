/** Setting -> its default, as package.json declares it. */
export const settings = {
  'memoryBridge.capture.commits': true,
  'memoryBridge.capture.candidateExpiryDays': 30,
  'memoryBridge.mcp.toolset': 'core' as 'core' | 'full',
  'memoryBridge.boot.maxTokens': 1_200,
  'memoryBridge.network.offline': false,
};

/** Setting of the editor -> setting of the server, by the name that it has in `config.jsonc`. */
export const writtenThrough = {
  'memoryBridge.capture.commits': 'captureCommits',
  'memoryBridge.capture.candidateExpiryDays': 'candidateExpiryDays',
  'memoryBridge.mcp.toolset': 'toolset',
  'memoryBridge.boot.maxTokens': 'boot.maxTokens',
  'memoryBridge.network.offline': 'network.offline',
} as const satisfies Record<keyof typeof settings, string>;

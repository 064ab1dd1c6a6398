declare module '../shared/ids.ts' {
  interface ContextKeys {
    /** Steps of the walkthrough, ticked by what has really happened. */
    'memoryBridge:kept': boolean;
    'memoryBridge:recalled': boolean;
    'memoryBridge:connected': boolean;
    'memoryBridge:captured': boolean;
  }
}

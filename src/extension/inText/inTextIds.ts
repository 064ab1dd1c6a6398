/** Setting -> its default, as package.json declares it. */
export const settings = { 'memoryBridge.hover.enabled': true };

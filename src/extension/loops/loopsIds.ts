export const viewId = 'memoryBridge.loops';

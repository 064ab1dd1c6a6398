export const mcpProviderId = 'memoryBridge.mcp';

export function keepCoresBusy(count?: number): { pids: number[]; stop(): Promise<void> };

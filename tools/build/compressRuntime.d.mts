export function compressRuntime(target: string, options?: { thorough?: boolean }): Promise<void>;

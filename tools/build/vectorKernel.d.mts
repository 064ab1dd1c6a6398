export function vectorKernel(): Promise<Uint8Array>;
export function writeVectorKernel(folder: string): Promise<void>;

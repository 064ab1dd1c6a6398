/**
 * Rows of a block, and memories of a chunk in the file: a block is a chunk in memory, byte for byte. The triggers of the
 * second migration count on it.
 */
export const rowsPerBlock = 1024;
const columnBytes = rowsPerBlock * 4;
/** Where each column of a block starts; the codes come last, so that a block that is not full may end early. */
export const blockOffsets = {
  scales: 0,
  groups: columnBytes,
  created: 2 * columnBytes,
  codes: 3 * columnBytes,
} as const;

/** Dimensions are padded with zeros to what the kernel takes at once. */
export function strideOf(dimensions: number): number {
  return Math.ceil(dimensions / 32) * 32;
}

/** Bytes of the sign bits of a row, whole 64-bit words. */
export function signStrideOf(stride: number): number {
  return Math.ceil(stride / 64) * 8;
}

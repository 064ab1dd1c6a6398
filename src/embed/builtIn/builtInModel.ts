import { readFileSync } from 'node:fs';

/**
 * The word vectors of the built-in embedder. File layout, little-endian: `MBEM`, format (u32), length of the header
 * (u32), header (JSON), tokens joined by line feeds (ASCII), common components (f32, each `dimensions`), factor codes
 * (u8 a token), rarity codes (u8 a token), vectors (two whole numbers a byte, token by token).
 */
export interface BuiltInModel {
  readonly name: string;
  readonly dimensions: number;
  readonly rows: ReadonlyMap<string, number>;
  /** Unit vectors of what all texts have in common; taken off every text. */
  readonly components: readonly Float32Array[];
  /** Value of a row = whole number x factor; the factor carries how much the word matters. */
  readonly factors: Float32Array;
  /** How rare each word is, in nats. */
  readonly rarity: Float32Array;
  /** Two whole numbers a byte, each plus 8, the first in the low half. */
  readonly packed: Uint8Array;
}

export interface ModelHeader {
  readonly name: string;
  readonly dimensions: number;
  readonly tokens: number;
  readonly components: number;
  /** Bytes of the token list. */
  readonly tokenBytes: number;
  /** Factor of code 0, and the ratio of neighbouring codes. */
  readonly factorLeast: number;
  readonly factorRatio: number;
  readonly rarityStep: number;
}

export const modelMagic = 'MBEM';
export const modelFormat = 1;

/** Reads a model file. Throws when it is not one, or was cut short. */
export function readBuiltInModel(file: string): BuiltInModel {
  const bytes = readFileSync(file);
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== modelMagic)
    throw new Error(`${file} is not a model of the built-in embedder. Install the extension again.`);
  if (bytes.readUInt32LE(4) !== modelFormat)
    throw new Error(`${file} has another format than this version reads. Install the extension again.`);
  const headerEnd = 12 + bytes.readUInt32LE(8);
  const header = JSON.parse(bytes.toString('utf8', 12, headerEnd)) as ModelHeader;
  const { dimensions, tokens, components } = header;
  const tokensEnd = headerEnd + header.tokenBytes;
  const componentsEnd = tokensEnd + components * dimensions * 4;
  const codes = componentsEnd + tokens * 2;
  if (bytes.length !== codes + (tokens * dimensions) / 2)
    throw new Error(`${file} is incomplete. Install the extension again.`);
  const rows = new Map<string, number>();
  for (const token of bytes.toString('latin1', headerEnd, tokensEnd).split('\n')) rows.set(token, rows.size);
  const rarity = new Float32Array(tokens);
  for (let row = 0; row < tokens; row++)
    rarity[row] = (bytes[componentsEnd + tokens + row] ?? 0) * header.rarityStep;
  return {
    name: header.name,
    dimensions,
    rows,
    components: Array.from({ length: components }, (_, index) =>
      Float32Array.from({ length: dimensions }, (__, at) =>
        bytes.readFloatLE(tokensEnd + (index * dimensions + at) * 4),
      ),
    ),
    factors: factorsOf(bytes.subarray(componentsEnd, componentsEnd + tokens), header),
    rarity,
    packed: bytes.subarray(codes),
  };
}

function factorsOf(codes: Uint8Array, { factorLeast, factorRatio }: ModelHeader): Float32Array {
  const values = new Float32Array(256);
  let value = factorLeast;
  for (let code = 0; code < values.length; code++, value *= factorRatio) values[code] = value;
  const factors = new Float32Array(codes.length);
  for (let row = 0; row < factors.length; row++) factors[row] = values[codes[row] ?? 0] ?? 0;
  return factors;
}

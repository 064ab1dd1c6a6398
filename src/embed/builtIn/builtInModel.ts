import { readFileSync } from 'node:fs';
import { TokenIndex } from './tokenIndex.ts';

/**
 * The word vectors of the built-in embedder. File layout, little-endian: `MBEM`, format (u32), length of the header
 * (u32), header (JSON), tokens in the order of their bytes,
 * joined by line feeds (ASCII), common components (f32, each `dimensions`), factor codes
 * (u8 a token), rarity codes (u8 a token), vectors (two whole numbers a byte, token by token).
 */
export interface BuiltInModel {
  readonly name: string;
  readonly dimensions: number;
  readonly tokens: TokenIndex;
  /** Unit vectors of what all texts have in common, removed from every text. */
  readonly components: readonly Float32Array[];
  /** Value of a row = whole number x factor; the factor carries how much the word matters. */
  factorOf(row: number): number;
  /** How rare a word is, in nats. */
  rarityOf(row: number): number;
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
  const factors = factorsOf(header);
  return {
    name: header.name,
    dimensions,
    tokens: new TokenIndex(bytes.subarray(headerEnd, tokensEnd), tokens),
    components: Array.from({ length: components }, (_, index) =>
      Float32Array.from({ length: dimensions }, (__, at) =>
        bytes.readFloatLE(tokensEnd + (index * dimensions + at) * 4),
      ),
    ),
    factorOf: (row) => factors[bytes[componentsEnd + row] ?? 0] ?? 0,
    rarityOf: (row) => (bytes[componentsEnd + tokens + row] ?? 0) * header.rarityStep,
    packed: bytes.subarray(codes),
  };
}

/** The factor of each code. */
function factorsOf({ factorLeast, factorRatio }: ModelHeader): Float32Array {
  const values = new Float32Array(256);
  let value = factorLeast;
  for (let code = 0; code < values.length; code++, value *= factorRatio) values[code] = value;
  return values;
}

import type { TokenRule } from './tokenRules.ts';

const mark = (marker: string, length: number, end: string, alphabet = 'A-Za-z0-9+/'): TokenRule => ({
  kind: 'azure',
  marker,
  form: new RegExp(
    `(?<![${alphabet}])[${alphabet}]{${length}}${marker.replace('+', String.raw`\+`)}${end}`,
    'g',
  ),
});

/**
 * Keys of Azure that are chance from their beginning on and have their mark in their midst: of storage, databases, queues,
 * search and the like. What stands behind the mark is of one length, so that nothing else ends like them.
 */
export const markedKeys: readonly TokenRule[] = [
  ...['APIM', 'ACDb', '+ABa', '+AMC', '+ASt'].map((marker) => mark(marker, 76, '[A-Za-z0-9+/]{5}[AQgw]==')),
  ...['AIoT', 'AzCa', '+ASb', '+AEh', '+ARm'].map((marker) => mark(marker, 33, '[A-Za-z0-9+/]{6}=')),
  mark('+ACR', 42, '[A-Za-z0-9+/]{6}(?![A-Za-z0-9+/])'),
  mark('AzSe', 42, '[A-Za-z0-9]{6}(?![A-Za-z0-9])', 'A-Za-z0-9'),
  mark('AzFu', 44, String.raw`[\w-]{5}[AQgw]==`, String.raw`\w-`),
  { kind: 'azure', marker: 'AZDO', form: /(?<![A-Za-z0-9])[A-Za-z0-9]{70,80}AZDO[A-Za-z0-9]{4,}/g },
];

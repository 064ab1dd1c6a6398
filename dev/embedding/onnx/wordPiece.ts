const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'.split('');
const marks = '.,;:!?()-_\'"/&#'.split('');
const words = [
  'the',
  'deploy',
  'build',
  'error',
  'memory',
  'server',
  'port',
  'release',
  'test',
  'branch',
  'token',
];

/** Every text can be written with it, and some words are whole. */
export const vocabulary = [...special, ...letters, ...marks, ...letters.map((each) => `##${each}`), ...words];

/** `tokenizer.json` of a BERT model in small: lower case, word pieces, [CLS] before and [SEP] after. */
export function wordPieceTokenizer(pieces: readonly string[] = vocabulary): string {
  const idOf = (piece: string) => pieces.indexOf(piece);
  const marker = (piece: string) => ({ [piece]: { id: piece, ids: [idOf(piece)], tokens: [piece] } });
  return JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map((content) => ({
      id: idOf(content),
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
      special_tokens: { ...marker('[CLS]'), ...marker('[SEP]') },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
    },
  });
}

export interface NoticeSource {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/**
 * What must go with the model. The licence of WordNet wants its text on every copy, also of what is derived from it;
 * the others are named so that a reader can find them. `wordNetCopyright` is the Debian copyright file.
 */
export function noticeText(
  model: string,
  sources: readonly NoticeSource[],
  wordNetCopyright: string,
): string {
  const licence = wordNetCopyright
    .split(/^License: WordNet3\.0$/m)[1]
    ?.split(/\n\n/)[0]
    ?.split('\n')
    .map((line) => line.trim().replace(/^\.$/, ''))
    .join('\n')
    .trim();
  if (!licence) throw new Error('The copyright file of WordNet has no licence text where it was expected.');
  const lines = sources.map(({ name, version, licence: own }) => `  ${name} ${version} (${own})`);
  return [
    `The word vectors of ${model} were computed from the text of the packages below. None of that text is contained in them.`,
    lines.join('\n'),
    'WordNet, one of them, is under this licence:',
    licence,
    '',
  ].join('\n\n');
}

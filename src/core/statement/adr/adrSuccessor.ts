/** The record that takes the place of another one, as far as that one names it. */
export interface AdrSuccessor {
  /** Relative to the repository, when it is a link. */
  readonly path: string | undefined;
  readonly number: number | undefined;
}

/** What stands beyond is the body of a record, where other records are named for other reasons. */
const linesRead = 60;
const lineLength = 400;
const replaced =
  /super[sc]ee?ded|replaced by|obsoleted by|ersetzt|abgelöst|remplac|sustituid|reemplazad|substitu[ií]d|取代|替代|代替|置き換/i;
const link = /\]\(\s*<?([^)\s>]+)/;
const numbered = /(?:\badr[-_ ]?|\[|#|\b0*)(\d{1,5})\b/i;

/** Dates and addresses. */
const otherNumbers = /\d{4}-\d{2}-\d{2}|\bhttps?:\/\/\S+/g;

/** The successor that a superseded record names near its status; `path` is that of the record itself. */
export function findSuccessor(path: string, text: string): AdrSuccessor | undefined {
  const lines = text.slice(0, linesRead * lineLength).split('\n', linesRead);
  for (const [index, line] of lines.entries()) {
    const at = line.slice(0, lineLength).search(replaced);
    if (at < 0) continue;
    // The name stands behind the word, or on the line after it.
    const rest = `${line.slice(at, at + lineLength)} ${lines[index + 1]?.slice(0, lineLength) ?? ''}`;
    const target = link.exec(rest)?.[1];
    const linked = target === undefined ? undefined : resolvePath(path, target);
    const inName =
      linked === undefined ? undefined : /(?:^|\/)(?:adr[-_ ]?)?0*(\d{1,5})(?!\d)/i.exec(linked)?.[1];
    const number = inName ?? numbered.exec(rest.replaceAll(otherNumbers, ''))?.[1];
    if (linked === undefined && number === undefined) continue;
    return { path: linked, number: number === undefined ? undefined : Number(number) };
  }
  return undefined;
}

/** A link of a page as a path of the repository; undefined for what leads elsewhere. */
function resolvePath(page: string, target: string): string | undefined {
  const [plain = ''] = target.split(/[?#]/);
  if (plain === '' || /^[a-z][a-z0-9+.-]*:/i.test(plain)) return undefined;
  const parts = plain.startsWith('/') ? [] : page.split('/').slice(0, -1);
  for (const part of decoded(plain).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

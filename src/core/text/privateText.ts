/** `<private>`, with attributes or without and in any case, its end, and one that ends itself. */
const marks = /<\s{0,8}(\/?)\s{0,8}private(?=[\s/>]|$)(?:(\s{0,8}\/\s{0,8}>)|[^<>]{0,200}>)?/gi;

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Takes out what stands between `<private>` and `</private>`, with both marks. Marks may stand within each other, also in
 * fences and comments, and one that is opened in one text may be closed in a later one: then all between is private.
 * Where it is closed nowhere, the rest of its own text is. An end without a beginning is a text like others.
 *
 * @param given Texts in the order in which they are read; a mark may be cut by the border of two.
 * @returns As many texts, and whether anything was taken out.
 */
export function withoutPrivate(given: readonly string[]): {
  readonly texts: readonly string[];
  readonly isFound: boolean;
} {
  const all = given.join('');
  const spans = joined(spansIn(all, given));
  if (spans.length === 0) return { texts: given, isFound: false };
  let at = 0;
  let next = 0;
  const texts = given.map((text) => {
    const end = at + text.length;
    let kept = '';
    for (let span = spans[next]; span !== undefined && span.start < end; span = spans[next]) {
      kept += all.slice(at, Math.max(at, span.start));
      at = Math.max(at, Math.min(span.end, end));
      // It goes on in the next text.
      if (span.end > end) break;
      next += 1;
    }
    kept += all.slice(at, end);
    at = end;
    return kept;
  });
  return { texts, isFound: true };
}

function spansIn(all: string, given: readonly string[]): Span[] {
  const spans: Span[] = [];
  const open: number[] = [];
  for (const mark of all.matchAll(marks)) {
    const end = mark.index + mark[0].length;
    if (mark[2] !== undefined && mark[1] === '') spans.push({ start: mark.index, end });
    else if (mark[1] === '') open.push(mark.index);
    else {
      const start = open.pop();
      if (start !== undefined) spans.push({ start, end });
    }
  }
  let end = 0;
  let next = -1;
  for (const start of open) {
    while (end <= start) end += given[(next += 1)]?.length ?? Infinity;
    spans.push({ start, end });
  }
  return spans;
}

/** In their order, those that touch or lie within each other as one. */
function joined(spans: readonly Span[]): Span[] {
  const apart: Span[] = [];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const last = apart.at(-1);
    if (last !== undefined && start <= last.end)
      apart[apart.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    else apart.push({ start, end });
  }
  return apart;
}

/** A piece of a text that is to be replaced, from `start` up to and without `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

/** In order, overlapping ones joined under the kind of the first. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last && span.start < last.end)
      merged[merged.length - 1] = { ...last, end: Math.max(last.end, span.end) };
    else if (span.start < span.end) merged.push(span);
  }
  return merged;
}

/** The text with `[redacted:<kind>]` in the place of each span. They are in order and do not overlap. */
export function replaceSpans(text: string, spans: readonly Span[]): string {
  let replaced = '';
  let at = 0;
  for (const { start, end, kind } of spans) {
    replaced += `${text.slice(at, start)}[redacted:${kind}]`;
    at = end;
  }
  return replaced + text.slice(at);
}

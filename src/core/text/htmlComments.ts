/** Text without `<!-- … -->`, the hints of templates. A comment that does not end is none. */
export function withoutHtmlComments(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (let start; (start = text.indexOf('<!--', at)) >= 0;) {
    const end = text.indexOf('-->', start + 4);
    if (end < 0) break;
    parts.push(text.slice(at, start));
    at = end + 3;
  }
  return parts.join('') + text.slice(at);
}

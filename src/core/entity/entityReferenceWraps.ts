/** A line that was broken because it was full, and what begins the next line of a comment or a quotation. */
const fullLine = /([^\n]{40})[ \t\r]{0,8}\n[ \t]{0,40}(?:\*|\/{2,3}!?|[#>;%]{1,3}|--)?[ \t]{0,40}$/;
const brokenLine = /\n[ \t*/!#>;%-]{0,84}$/;

/** The text before a place, as if the line that it begins had not been broken there. */
export function textBefore(text: string, at: number, reach: number): string {
  const before = text.slice(Math.max(0, at - reach), at);
  if (!brokenLine.test(before)) return before;
  const wide = text.slice(Math.max(0, at - reach - 120), at);
  const [wrapped, line = ''] = fullLine.exec(wide) ?? [];
  return wrapped === undefined
    ? before
    : `${wide.slice(0, wide.length - wrapped.length)}${line} `.slice(-reach);
}

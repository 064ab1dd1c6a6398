/** How a form begins of which each match begins where a line does. */
const atLineStart = '(?<=^|\\n)';

const sticky = new WeakMap<RegExp, RegExp | 'anywhere'>();

/**
 * What `text.matchAll(form)` finds. A form that holds at the start of a line alone is tried there alone, and not at each
 * character of the text.
 */
export function matchesOf(text: string, form: RegExp): Iterable<RegExpExecArray> {
  let here = sticky.get(form);
  if (here === undefined) {
    const { source, flags } = form;
    here = source.startsWith(atLineStart) ? new RegExp(source, `${flags.replace('g', '')}y`) : 'anywhere';
    sticky.set(form, here);
  }
  return here === 'anywhere' ? text.matchAll(form) : matchesAtLines(text, here);
}

function* matchesAtLines(text: string, form: RegExp): Generator<RegExpExecArray> {
  for (let at = 0; ;) {
    form.lastIndex = at;
    const match = form.exec(text);
    if (match) yield match;
    // From its last character: that may be the end of a line.
    const end = text.indexOf('\n', match ? Math.max(at, at + match[0].length - 1) : at);
    if (end < 0) return;
    at = end + 1;
  }
}

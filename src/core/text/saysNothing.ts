/** How languages write that there is no value. Nobody's title or reason is that, and a search for such a word stays. */
export const saysNothing = (text: string): boolean => /^\s*(?:null|none|nil|undefined)\s*$/i.test(text);

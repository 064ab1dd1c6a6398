/** The editor's `memory:` documents are for reading, `memory-edit:` ones save into the memory. */
export const schemes = { read: 'memory', edit: 'memory-edit' } as const;

/** Language of `memory-edit:` documents. package.json turns saving by itself off for it. */
export const editLanguage = 'memory';

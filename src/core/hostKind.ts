/** What kind of process hosts a server: a window of the editor, `memory-bridge serve`, or the stdio shim. */
export const hostKinds = ['editor', 'serve', 'shim'] as const;

export type HostKind = (typeof hostKinds)[number];

/** As a person is told. */
export const hostKindNames: Readonly<Record<HostKind, string>> = {
  editor: 'hosted by an editor window',
  serve: 'memory-bridge serve',
  shim: 'memory-bridge mcp',
};

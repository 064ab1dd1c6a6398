/** What the editor measured, ms. A person waits for both. */
export interface EditorActivation {
  /** To read, compile and run the files of the extension. */
  readonly loading: number;
  /** To run `activate`. */
  readonly starting: number;
}

interface Marks {
  readonly getMarks?: () => readonly { readonly name: string; readonly startTime: number }[];
}

/**
 * How long the extension took to come up, by the marks from which the editor makes its own list of slow extensions.
 * There is no API for them, so an editor may keep them elsewhere: undefined then.
 */
export function editorActivation(
  extensionId: string,
  marks: Marks | undefined = (globalThis as { MonacoPerformanceMarks?: Marks }).MonacoPerformanceMarks,
): EditorActivation | undefined {
  const times = new Map(marks?.getMarks?.().map(({ name, startTime }) => [name, startTime]));
  const between = (from: string, to: string): number | undefined => {
    const [start, end] = [from, to].map((name) => times.get(`code/extHost/${name}/${extensionId}`));
    return start === undefined || end === undefined ? undefined : end - start;
  };
  const loading = between('willLoadExtensionCode', 'didLoadExtensionCode');
  const starting = between('willActivateExtension', 'didActivateExtension');
  return loading === undefined || starting === undefined ? undefined : { loading, starting };
}

declare module 'plain-text-functions' {
  /** Made when a program is bundled, by `tools/build/exportedFunctions.mjs`. */
  export const plainTextFunctions: Readonly<Record<string, (text: string) => unknown>>;
}

declare module 'plain-text-functions' {
  /** Made when a program is bundled, by `dev/texts/exportedFunctions.mjs`. */
  export const plainTextFunctions: Readonly<Record<string, (text: string) => unknown>>;
}

/** The four kinds of theme that VS Code knows, each with the class its workbench then has. */
export const editorThemes = {
  'Dark Modern': 'vs-dark',
  'Light Modern': 'vs',
  'Default High Contrast': 'hc-black',
  'Default High Contrast Light': 'hc-light',
} as const;

export type EditorTheme = keyof typeof editorThemes;

export function packagedMarkdown(
  text: string,
  place: { readonly repository?: string | undefined; readonly tag: string; readonly folder?: string },
): string;

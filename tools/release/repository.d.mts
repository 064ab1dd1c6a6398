interface Fields {
  readonly repository: { readonly type: string; readonly url: string };
  readonly bugs: { readonly url: string };
  readonly homepage: string;
}

export function repositoryFields(slug: string): Fields;
export function repositoryOf(manifest: {
  readonly repository?: unknown;
}): { readonly slug: string; readonly url: string } | undefined;
export function releaseProblems(release: {
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly environment: NodeJS.ProcessEnv;
  readonly changelog: string;
}): string[];

import type { BuildOptions } from 'esbuild';
export function serverBundles(common: BuildOptions & { banner: { js: string } }): BuildOptions[];

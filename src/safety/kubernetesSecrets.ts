import { standsForAnother } from './secretShape.ts';
import type { Span } from './spans.ts';

const kind = /^[ \t-]{0,20}kind:[ \t]{0,3}["']?Secret["']?[ \t]*$/m;
const block = /^([ \t]{0,20})(?:data|stringData):[ \t]*$/;
const entry = /^([ \t]+)["']?[\w.-]{1,100}["']?:[ \t]{1,4}(["']?)([^\s"']{4,})\2[ \t]*$/;

/** Whatever stands in the data of a Kubernetes secret, under any name. */
export function kubernetesSecrets(text: string): Span[] {
  if (!text.includes('Secret') || !kind.test(text)) return [];
  const found: Span[] = [];
  let indent = -1;
  let start = 0;
  for (const line of text.split('\n')) {
    const opened = block.exec(line);
    const own = entry.exec(line);
    if (opened) indent = opened[1]?.length ?? 0;
    else if (indent >= 0 && own && (own[1]?.length ?? 0) > indent) {
      const [, , , value = ''] = own;
      const at = start + line.lastIndexOf(value);
      if (!standsForAnother(value)) found.push({ start: at, end: at + value.length, kind: 'key' });
    } else if (line.trim() !== '') indent = -1;
    start += line.length + 1;
  }
  return found;
}

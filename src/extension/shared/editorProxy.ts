import { workspace } from 'vscode';
import { proxyVariables } from './proxyVariables.ts';

/** What the editor is set to for its own requests, as a memory server reads it from its environment. */
export function editorProxy(): Readonly<Record<string, string>> {
  const http = workspace.getConfiguration('http');
  return proxyVariables({
    support: http.get<string>('proxySupport'),
    proxy: http.get<string>('proxy'),
    noProxy: http.get<readonly string[]>('noProxy'),
    isStrict: http.get<boolean>('proxyStrictSSL'),
  });
}

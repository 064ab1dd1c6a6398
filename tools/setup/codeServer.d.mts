export function codeServer(options?: {
  log?: (line: string) => void;
}): Promise<{ node: string; entry: string; directory: string }>;

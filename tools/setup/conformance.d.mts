export function conformance(options?: {
  log?: (line: string) => void;
}): Promise<{ node: string; entry: string }>;

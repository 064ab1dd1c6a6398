export interface StartedMemoryServer {
  url: string;
  exited: Promise<number>;
  stop(): Promise<void>;
}

export function portOf(home: string): Promise<number>;
export function startMemoryServer(options: {
  home: string;
  port: number;
  quiet: boolean;
}): Promise<StartedMemoryServer>;
export function waitUntilServing(url: string, timeoutMs?: number): Promise<void>;
export function runCli(home: string, args: string[], cwd: string): Promise<string>;

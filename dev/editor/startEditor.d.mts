export interface StartEditorOptions {
  userDataDir: string;
  extensionsDir: string;
  folder?: string;
  vsix?: string[];
  port?: number;
  env?: NodeJS.ProcessEnv;
  settings?: Record<string, unknown>;
  reconnectionGraceSeconds?: number;
  workspaceTrust?: boolean;
  log?: (line: string) => void;
}

export interface StartedEditor {
  /** For example `http://127.0.0.1:41234`. */
  origin: string;
  /** Opens the folder it was started with. */
  url: string;
  pid: number;
  userDataDir: string;
  extensionsDir: string;
  installExtension(vsix: string): Promise<void>;
  exited: Promise<void>;
  stop(): Promise<void>;
}

export function startEditor(options: StartEditorOptions): Promise<StartedEditor>;
export function writeSettings(userDataDir: string, settings: Record<string, unknown>): Promise<void>;

import { offlineVariables } from '../core/offlineSwitch.ts';

/** Names that an owner needs of its parent's environment. Everything else stays behind, secrets first of all. */
const needed: ReadonlySet<string> = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LANGUAGE',
  'TZ',
  'TMPDIR',
  'TMP',
  'TEMP',
  'ELECTRON_RUN_AS_NODE',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'OPENCODE_DB',
  'CLAUDE_CONFIG_DIR',
  'CODEX_HOME',
  'GEMINI_CLI_HOME',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  ...offlineVariables,
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
  'USERPROFILE',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
]);
const neededPrefixes = ['XDG_', 'LC_', 'MEMORY_BRIDGE_', 'GIT_CONFIG_', 'GIT_EXEC_PATH'];

/** The part of an environment that a forked owner gets. Windows writes names in any case. */
export function childEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => {
      const upper = name.toUpperCase();
      return needed.has(upper) || neededPrefixes.some((prefix) => upper.startsWith(prefix));
    }),
  );
}

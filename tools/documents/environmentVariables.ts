/** Variables of the environment that the product reads itself: name, what it does, what it is without. */
export const environmentVariables: readonly (readonly [names: string, does: string, without: string])[] = [
  ['MEMORY_BRIDGE_HOME', 'The data folder.', "the platform's data folder, on Linux below `XDG_DATA_HOME`"],
  [
    'MEMORY_BRIDGE_PORT',
    'First choice of port of a new data folder, which keeps it.',
    '9834, or the next free one',
  ],
  [
    'MEMORY_BRIDGE_PROJECT',
    'The project that commands and agents mean: a folder, an id or an alias.',
    'the current folder',
  ],
  [
    'MEMORY_BRIDGE_OFFLINE`, `HF_HUB_OFFLINE`, `TRANSFORMERS_OFFLINE',
    'Each of them, set to `1`, keeps every request on this computer.',
    'requests are made where a setting or a command asks for them',
  ],
  ['MEMORY_BRIDGE_LOG', 'What is logged: `trace`, `debug`, `info`, `warn` or `error`.', '`logs.level`'],
  [
    'MEMORY_BRIDGE_DEBUG',
    'Set to anything, commands print where an error comes from.',
    'they print its sentence',
  ],
  [
    'MEMORY_BRIDGE_EMBEDDING_KEY`, `OPENAI_API_KEY`, `VOYAGE_API_KEY',
    'Keys of embedders; [Embedders](embedders.md) says which goes where.',
    'none',
  ],
  [
    'GITLAB_TOKEN',
    'Reads merge requests, issues and epics on the GitLab in `identity.instance`.',
    'what is public',
  ],
  ['GITHUB_TOKEN`, `GH_TOKEN', 'Reads pull requests, issues and commits on github.com.', 'what is public'],
  ['VISUAL`, `EDITOR', 'The editor of the commands `edit` and `config edit`.', '`vi`, on Windows Notepad'],
  [
    'HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY',
    'The proxy for what leaves this computer, and what goes without it.',
    'no proxy',
  ],
  [
    'MEMORY_BRIDGE_PROXY`, `MEMORY_BRIDGE_NO_PROXY`, `MEMORY_BRIDGE_PROXY_STRICT_SSL',
    'The same for Memory Bridge alone; VS Code sets them from `http.proxy`, `http.noProxy` and `http.proxyStrictSSL`.',
    'the variables above',
  ],
  [
    'NODE_EXTRA_CA_CERTS`, `SSL_CERT_FILE',
    'Files of certificates that are trusted beside those of the system.',
    'none',
  ],
  [
    'MEMORY_BRIDGE_INGESTION',
    'Set to `off`, no conversations of agents are read, whatever the settings say.',
    '`ingestion.enabled`',
  ],
  ['OPENCODE_DB', 'The database of OpenCode, as OpenCode itself understands it.', 'the usual one'],
  [
    'CLAUDE_CONFIG_DIR`, `CODEX_HOME`, `GEMINI_CLI_HOME',
    'Where Claude Code, Codex and Gemini CLI keep their transcripts, as those programs understand it.',
    'the home folder',
  ],
  ['NO_COLOR', 'Set to anything, commands print no colours.', 'colours at a terminal'],
];

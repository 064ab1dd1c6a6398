/**
 * The two launchers. They never change between versions: which code runs is in `current`, on what in `runtimes`, both
 * plain text beside them, so that a shell needs nothing else to read them. That matters most for `cmd.exe`, which
 * reads a batch file again from disk after every command and would stumble over one that was replaced meanwhile.
 */
export const posixLauncher = `#!/bin/sh
# Runs the newest installed Memory Bridge on the editor's own runtime, else on node.
self=$0
while [ -h "$self" ]; do
  link=$(readlink "$self") || break
  case $link in
    /*) self=$link ;;
    *) self=$(dirname "$self")/$link ;;
  esac
done
bin=$(CDPATH= cd "$(dirname "$self")" && pwd -P) || exit 1
fail() {
  echo "memory-bridge: $1" >&2
  exit 1
}

id=
if [ -r "$bin/current" ]; then IFS= read -r id <"$bin/current"; fi
cli=$bin/versions/$id/cli.js
if [ -z "$id" ] || [ ! -f "$cli" ]; then
  fail "the program is missing from $bin/versions. Start the editor with the Memory Bridge extension once, or run \\"npx opencode-memory-bridge setup opencode\\"."
fi

# The data directory is the one this launcher lives in, unless the caller names another.
if [ -z "$MEMORY_BRIDGE_HOME" ]; then
  MEMORY_BRIDGE_HOME=$(dirname "$bin")
  export MEMORY_BRIDGE_HOME
fi

# Standard input belongs to the program, so the list is read from another descriptor.
runtime=
if [ -r "$bin/runtimes" ]; then
  while IFS= read -r candidate <&3; do
    if [ -f "$candidate" ] && [ -x "$candidate" ]; then
      runtime=$candidate
      break
    fi
  done 3<"$bin/runtimes"
fi
if [ -n "$runtime" ]; then
  ELECTRON_RUN_AS_NODE=1 exec "$runtime" "$cli" "$@"
fi

command -v node >/dev/null 2>&1 ||
  fail "neither the editor's runtime nor node was found. Start the editor with the Memory Bridge extension once, or install Node.js 20 or newer."
found=$(node --version)
major=\${found#v}
major=\${major%%.*}
if [ "$major" -lt 20 ] 2>/dev/null; then
  fail "node $found is too old. Install Node.js 20 or newer."
fi
exec node "$cli" "$@"
`;

export const windowsLauncher = `@echo off
rem Runs the newest installed Memory Bridge on the editor's own runtime, else on node.
setlocal
set "BIN=%~dp0"
if not defined MEMORY_BRIDGE_HOME for %%I in ("%BIN%..") do set "MEMORY_BRIDGE_HOME=%%~fI"
set "ID="
if exist "%BIN%current" set /p ID=<"%BIN%current"
set "CLI=%BIN%versions\\%ID%\\cli.js"
if not defined ID goto missing
if not exist "%CLI%" goto missing
if exist "%BIN%runtimes" for /f "usebackq delims=" %%R in ("%BIN%runtimes") do if exist "%%R" (
  set "RUNTIME=%%R"
  goto run
)
set "RUNTIME=node"
where /q node
if errorlevel 1 goto noruntime
for /f "tokens=1 delims=v." %%V in ('node --version') do if %%V LSS 20 goto oldnode
:run
set "ELECTRON_RUN_AS_NODE=1"
"%RUNTIME%" "%CLI%" %*
exit /b %ERRORLEVEL%
:missing
echo memory-bridge: the program is missing from %BIN%versions. Start the editor with the Memory Bridge extension once, or run "npx opencode-memory-bridge setup opencode". 1>&2
exit /b 1
:noruntime
echo memory-bridge: neither the editor's runtime nor node was found. Start the editor with the Memory Bridge extension once, or install Node.js 20 or newer. 1>&2
exit /b 1
:oldnode
echo memory-bridge: node is too old. Install Node.js 20 or newer. 1>&2
exit /b 1
`.replaceAll('\n', '\r\n');

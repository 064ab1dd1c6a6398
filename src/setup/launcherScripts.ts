/**
 * The two launchers. They never change between versions: which code runs is in `current`, on what in `runtimes`, which
 * are plain text beside them, so that a shell needs nothing else to read them. That matters most for `cmd.exe`, which
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

/**
 * Whatever a profile is called, `Jürgen`, `王`, `100% done`, `a!b` or `a & b`: no path is read in the console's code page,
 * none is expanded twice (so no `call` with one), delayed expansion is off, and each stands between quotes. `%~dp0` is
 * asked for in a subroutine, since it names the current folder when the launcher was called by its quoted name. Node is
 * taken from PATH by its full path: `cmd.exe` would look in the current folder first, which may be a stranger's
 * repository. The program is run by the last line, after which nothing is read of a file that may be another by then;
 * that line cannot say `%ERRORLEVEL%`, which would be the one from before it ran.
 */
export const windowsLauncher = `@echo off
rem Runs the newest installed Memory Bridge on the editor's own runtime, else on node.
setlocal EnableExtensions DisableDelayedExpansion
call :self
if "%MEMORY_BRIDGE_HOME%"=="" for %%I in ("%BIN%..") do set "MEMORY_BRIDGE_HOME=%%~fI"
set "ID="
if exist "%BIN%current" for /f "usebackq delims=" %%I in ("%BIN%current") do if not defined ID set "ID=%%I"
if not defined ID goto missing
set "CLI=%BIN%versions\\%ID%\\cli.js"
if not exist "%CLI%" goto missing
set "RUNTIME="
set "PAGE="
if not exist "%BIN%runtimes.windows" goto node
for /f "usebackq eol=| tokens=1* delims=|" %%A in ("%BIN%runtimes.windows") do (
  if "%%A"=="path" if exist "%%B" set "RUNTIME=%%B"
  if "%%A"=="bin" if exist "%BIN%%%B" set "RUNTIME=%BIN%%%B"
  if "%%A"=="local" if defined LOCALAPPDATA if exist "%LOCALAPPDATA%\\%%B" set "RUNTIME=%LOCALAPPDATA%\\%%B"
  if "%%A"=="profile" if defined USERPROFILE if exist "%USERPROFILE%\\%%B" set "RUNTIME=%USERPROFILE%\\%%B"
  if "%%A"=="utf8" set "PAGE=65001"
  if defined RUNTIME goto run
)
if not defined PAGE goto node
set "CHCP=%SystemRoot%\\System32\\chcp.com"
for /f "tokens=2 delims=:." %%P in ('"%CHCP%"') do set /a "PAGE=%%P"
"%CHCP%" 65001 >nul
for /f "usebackq eol=| tokens=1* delims=|" %%A in ("%BIN%runtimes.windows") do if "%%A"=="utf8" if not defined RUNTIME if exist "%%B" set "RUNTIME=%%B"
"%CHCP%" %PAGE% >nul
if defined RUNTIME goto run
:node
for %%N in (node.exe) do set "RUNTIME=%%~$PATH:N"
if not defined RUNTIME goto noruntime
"%RUNTIME%" -e "process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)"
if errorlevel 1 goto oldnode
goto run
:self
set "BIN=%~dp0"
exit /b 0
:missing
echo memory-bridge: the program is missing from "%BIN%versions". Start the editor with the Memory Bridge extension once, or run "npx opencode-memory-bridge setup opencode". 1>&2
exit /b 1
:noruntime
echo memory-bridge: neither the editor's runtime nor node was found. Start the editor with the Memory Bridge extension once, or install Node.js 20 or newer. 1>&2
exit /b 1
:oldnode
echo memory-bridge: node is too old. Install Node.js 20 or newer. 1>&2
exit /b 1
:run
set "ELECTRON_RUN_AS_NODE=1"
"%RUNTIME%" "%CLI%" %* & if errorlevel 3 (exit /b 3) else if errorlevel 2 (exit /b 2) else if errorlevel 1 (exit /b 1) else if errorlevel 0 (exit /b 0) else exit /b 1
`.replaceAll('\n', '\r\n');

/** Shells whose completion is known, each with the script and with how it is put in place. */
export const completionScripts: Readonly<
  Record<string, { readonly install: string; readonly script: string }>
> = {
  bash: {
    install: 'source <(memory-bridge completion bash)   # in ~/.bashrc',
    // The words of a line are put together again: bash takes "=" and ":" for borders, and ids have colons in them.
    script: String.raw`# Completion of memory-bridge for bash. In ~/.bashrc: source <(memory-bridge completion bash)
_memory_bridge() {
  local rest=$COMP_LINE words=() word trimmed i
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${'$'}{COMP_WORDS[i]}
    trimmed=${'$'}{rest#"${'$'}{rest%%[![:space:]]*}"}
    if ((i == 0)) || [[ $trimmed != "$rest" ]]; then words+=("$word"); else words[${'$'}{#words[@]} - 1]+=$word; fi
    rest=${'$'}{trimmed#"$word"}
  done
  local current=${'$'}{words[${'$'}{#words[@]} - 1]} typed=${'$'}{COMP_WORDS[COMP_CWORD]} before line kind= candidate
  if [[ $typed == [=:] ]]; then before=$current; else before=${'$'}{current%"$typed"}; fi
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :*) kind=$line ;;
      *)
        candidate=${'$'}{line%%$'\t'*}
        printf -v candidate %q "${'$'}{candidate#"$before"}"
        COMPREPLY+=("$candidate")
        ;;
    esac
  done < <(memory-bridge __complete -- "${'$'}{words[@]:1}" 2>/dev/null)
  case $kind in
    :files) compopt -o filenames 2>/dev/null; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$typed") ;;
    :folders) compopt -o filenames 2>/dev/null; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$typed") ;;
  esac
}
complete -F _memory_bridge memory-bridge
`,
  },
  zsh: {
    install: String.raw`memory-bridge completion zsh > "${'$'}{fpath[1]}/_memory-bridge"   # once, then start a new shell`,
    script: String.raw`#compdef memory-bridge
# Completion of memory-bridge for zsh: a file _memory-bridge in a folder of fpath.
_memory_bridge() {
  local -a described
  local line kind
  while IFS= read -r line; do
    case $line in
      :*) kind=$line ;;
      *$'\t'*) described+=("${'$'}{${'$'}{line%%$'\t'*}//:/\\:}:${'$'}{line#*$'\t'}") ;;
      *) described+=("${'$'}{line//:/\\:}") ;;
    esac
  done < <(memory-bridge __complete -- "${'$'}{(@Q)words[2,CURRENT]}" 2>/dev/null)
  (( $#described )) && _describe -V memory-bridge described
  case $kind in
    :files) _files ;;
    :folders) _files -/ ;;
  esac
}
if [ "$funcstack[1]" = _memory_bridge ]; then _memory_bridge "$@"; else compdef _memory_bridge memory-bridge; fi
`,
  },
  fish: {
    install: 'memory-bridge completion fish > ~/.config/fish/completions/memory-bridge.fish   # once',
    script: String.raw`# Completion of memory-bridge for fish: a file memory-bridge.fish in ~/.config/fish/completions.
function __memory_bridge_complete
    set -l words (commandline -opc) (commandline -ct)
    set -e words[1]
    for line in (memory-bridge __complete -- $words 2>/dev/null)
        switch $line
            case ':files'
                __fish_complete_path (commandline -ct)
            case ':folders'
                __fish_complete_directories (commandline -ct)
            case ':*'
            case '*'
                echo $line
        end
    end
end
complete -c memory-bridge -f -a '(__memory_bridge_complete)'
`,
  },
  powershell: {
    install: 'memory-bridge completion powershell | Out-String | Invoke-Expression   # in the file $PROFILE',
    // An empty word at the end would not reach a program from every version. What is completed becomes a part of the line as
    // it is, so that a name with marks of the shell in it has to be quoted here.
    script: String.raw`# Completion of memory-bridge for PowerShell. In $PROFILE:
# memory-bridge completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName memory-bridge -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
    $next = @()
    if ($wordToComplete -eq '') { $next = @('--next') }
    & memory-bridge __complete @next '--' @words 2>$null | ForEach-Object {
        if ($_ -eq ':files' -or $_ -eq ':folders') {
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
        } elseif (-not $_.StartsWith(':')) {
            $value, $help = $_ -split "${'`'}t", 2
            if (-not $help) { $help = $value }
            $text = $value
            if ($value -cnotmatch '^[A-Za-z0-9_./:=+-]+$') {
                $text = "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($value) + "'"
            }
            [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $help)
        }
    }
}
`,
  },
};

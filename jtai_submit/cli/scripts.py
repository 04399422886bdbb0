"""What each shell is told, once, so that it asks us at each press of Tab."""

_BASH = """\
# To keep it: jtai-submit completion bash > ~/.local/share/bash-completion/completions/jtai-submit
_jtai_submit() {
  local IFS=$'\\n'
  COMPREPLY=($(jtai-submit --complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
  [[ ${#COMPREPLY[@]} -gt 0 ]] || compopt -o default
}
complete -F _jtai_submit jtai-submit
"""
_ZSH = """\
#compdef jtai-submit
# To keep it: jtai-submit completion zsh > a folder of $fpath, in a file called _jtai-submit
_jtai_submit() {
  local -a found
  found=("${(@f)$(jtai-submit --complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  found=(${found:#})
  if (( ${#found} )); then compadd -a found; else _files; fi
}
if [[ "${funcstack[1]}" = _jtai-submit ]]; then
  _jtai_submit "$@"
else
  compdef _jtai_submit jtai-submit
fi
"""
_FISH = """\
# To keep it: jtai-submit completion fish > ~/.config/fish/completions/jtai-submit.fish
function __jtai_submit
  set -l words (commandline -opc) (commandline -ct)
  jtai-submit --complete $words[2..-1] 2>/dev/null
end
complete -c jtai-submit -a '(__jtai_submit)'
"""
_POWERSHELL = """\
# To keep it: jtai-submit completion powershell >> $PROFILE
Register-ArgumentCompleter -Native -CommandName jtai-submit -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
  if ($wordToComplete -eq '') { $words += '""' }
  jtai-submit --complete @words 2>$null | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
"""
SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH, "powershell": _POWERSHELL}

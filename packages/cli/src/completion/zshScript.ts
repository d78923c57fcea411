/** Completion in zsh, as a function that it loads or as a script that is read. What was typed is never run. */
export const zshScript = `#compdef latchkey
_latchkey() {
  local value about
  local -a found
  # Up to the cursor. The program ends what it says with a line of its own, which begins with a colon.
  while IFS=$'\\t' read -r value about; do
    if [[ $value != :* ]]; then found+=("\${value//:/\\\\:}:$about"); fi
  done < <(latchkey complete -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)
  if [[ $PREFIX == -* ]]; then compset -P 1 '*='; fi
  if (( $#found )); then
    _describe latchkey found
  else
    _files || { compset -P 1 '*=' && _files }
  fi
}
if [[ $funcstack[1] == _latchkey ]]; then _latchkey; else compdef _latchkey latchkey; fi`;

/**
 * Completion in bash, from 3.2 on and with nothing besides it. What was typed is handed over as it stands and never run;
 * where the program knows nothing, bash offers files, and so it does behind a redirection.
 */
export const bashScript = `# bash completion for latchkey
_latchkey() {
  local line=\${COMP_LINE:0:COMP_POINT} blank word prefix='' file='' i n=0
  local -a words=(latchkey)
  COMPREPLY=()
  line=\${line#"\${COMP_WORDS[0]}"}
  # Bash cuts words at = and : too: what has no blank in between is one word, unless it redirects.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    blank=\${line%%[![:blank:]]*}
    line=\${line#"$blank"}
    word=\${COMP_WORDS[i]}
    # Up to the cursor, and out of quotes that are open yet.
    if ((i == COMP_CWORD)); then word=\${line#[\\"\\']}; fi
    line=\${line#"$word"}
    if [[ $word == *[\\<\\>]* && $word != *[!\\<\\>\\|]* ]]; then
      # The 2 of 2>.
      if [[ -z $blank && \${words[n]} != *[!0-9]* ]]; then ((n--)); fi
      file=next
    elif [[ $file == next ]]; then file=here
    elif [[ -n $blank ]]; then words[++n]=$word file=''
    elif [[ -z $file ]]; then words[n]+=$word
    fi
  done
  if [[ -n $file ]]; then return; fi
  # Where bash does not cut at =, the option is part of what is completed.
  if [[ $2 == -*=* ]]; then prefix=\${2%%=*}=; fi
  # The program ends what it says with a line of its own, which begins with a colon.
  while IFS=$'\\t' read -r word _; do
    if [[ $word != :* ]]; then COMPREPLY+=("$prefix$word"); fi
  done < <(latchkey complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -o default -F _latchkey latchkey`;

/** Completion in fish. What was typed is never run; where the program knows nothing, fish offers files. */
export const fishScript = `# fish completion for latchkey
function __latchkey_complete
    set -l given (commandline -opc)
    # Without a quote that is open yet.
    set -l current (string replace -r '^["\\']' '' -- (commandline -ct))
    # The program ends what it says with a line of its own, which begins with a colon.
    set -g __latchkey_found (latchkey complete -- $given[2..-1] "$current" 2>/dev/null | string match -v ':*')
    # Fish completes the whole word: the option is part of it.
    set -l option (string match -r -- '^-[^=]*=' "$current")
    and set -g __latchkey_found $option$__latchkey_found
    test (count $__latchkey_found) -gt 0
end
complete -c latchkey -e
complete -c latchkey -n __latchkey_complete -f -a '$__latchkey_found'`;

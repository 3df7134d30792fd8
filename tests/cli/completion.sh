#!/bin/bash
# Completions and man pages name every command and option that --help does, and shells and man take them.
# usage: completion.sh SNAPVET      in the root of the project
set -uo pipefail
snapvet=$(realpath "${1:?usage: completion.sh SNAPVET}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0 options=0

fail() {
    echo "FAILED: $1"
    failed=1
}
for kind in bash zsh fish man; do
    "$snapvet" completion $kind > "$work/$kind" || fail "no $kind"
done
mapfile -t commands < <("$snapvet" --help | awk '/^  [a-z]/ { print $1 }')
((${#commands[@]} > 10)) || fail "only ${#commands[@]} commands in --help"
for command in "${commands[@]}"; do
    "$snapvet" completion man "$command" > "$work/page" || fail "no page of $command"
    for kind in bash zsh fish; do
        grep -qwe "$command" "$work/$kind" || fail "$command is not in $kind"
    done
    grep -q "snapvet.-$command" "$work/man" || fail "$command is not in snapvet(1)"
    while read -r option; do
        [[ $option == --help ]] && continue
        options=$((options + 1))
        name=${option#-} name=${name#-}
        grep -q -- "^        $command) .*$option" "$work/bash" || fail "$command $option is not in bash"
        grep -qe "'$option[=[]" "$work/zsh" || fail "$command $option is not in zsh"
        grep -q "seen_subcommand_from $command' -[ls] $name " "$work/fish" || fail "$command $option is not in fish"
        grep -qF -- "${option//-/\\-}" "$work/page" || fail "$option is not in the page of $command"
    done < <("$snapvet" help "$command" | awk '/^options:/ { on = 1; next } on && /^  -/ { sub(/[ =,].*/, "", $1); print $1 }')
    if command -v groff > /dev/null; then
        groff -man -ww -Tutf8 "$work/page" 2>&1 > /dev/null | grep . && fail "the page of $command"
    fi
done
((options > 60)) || fail "only $options options"
bash -n "$work/bash" || fail "bash does not take its completion"
if command -v zsh > /dev/null; then zsh -n "$work/zsh" || fail "zsh does not take its completion"; fi
if command -v fish > /dev/null; then fish -n "$work/fish" || fail "fish does not take its completion"; fi

complete_word() { # words...; what is offered for the last
    bash -c 'source "$1"; shift; COMP_WORDS=(snapvet "$@"); COMP_CWORD=$#; _snapvet; echo "${COMPREPLY[*]}"' bash "$work/bash" "$@"
}
[[ $(complete_word ver) == verify ]] || fail "a command is not completed: $(complete_word ver)"
[[ $(complete_word check --fo) == --format ]] || fail "an option is not completed"
[[ $(complete_word check --format j) == "json junit" ]] || fail "a value is not completed: $(complete_word check --format j)"
"$snapvet" completion tcsh > "$work/out" 2>&1
(($? == 64)) || fail "a shell that is not known"
echo "$options options of ${#commands[@]} commands"
exit $failed

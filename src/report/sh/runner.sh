
# ---- what follows is the same in every plan ----

usage() {
    cat << TEXT
usage: bash $0 [OPTION...]
  --dry-run    show what each step would do; do nothing
  --yes        do not ask before a step that changes something; what is done by hand is asked for all the same
  --from STEP  begin with that step
  --way WAY    the way to go, where the snapshot does not come along: ${open_ways:-none}
  --back       do the steps of the way back, and no others
  --list       list the steps
TEXT
}

say() {
    printf '%s\n' "$*" >&2
}

refuse() {
    say "$0: $*"
    exit 64
}

# Stops unless a person says yes; what to do without a terminal. Not asked of stdin, which may be a text.
ask() {
    local answer=
    if ! { printf '%s [y/N] ' "$1" > /dev/tty && read -r answer < /dev/tty; } 2> /dev/null; then
        current=
        refuse "there is no terminal to ask on: $2"
    fi
    if [[ $answer != [yY]* ]]; then
        say "not done; go on with --from ${current:-}"
        current=
        exit 1
    fi
}

# Where to go on when the whole of the current step was done by hand.
behind() {
    local i
    for i in "${!names[@]}"; do
        if ((i > step)) && is_wanted "$i"; then
            printf '%s' "when the whole of it is done, --from ${names[i]} goes on behind it"
            return
        fi
    done
    printf '%s' 'it is the last one'
}

# A text that a person has to act on, on stdin. Nobody else can say that it is done: --yes does not.
by_hand() {
    cat
    printf '\n'
    ask 'Is this done, and all as it says?' "step '$current' needs hands; $(behind)"
}

# The value of a variable must be there, and have a form.
fits() {
    local LC_ALL=C form="^($2)\$"
    if [[ ! ${!1} =~ $form ]]; then
        refuse "'${!1}' cannot be $1: it has to have the form $2"
    fi
}

finish() {
    local code=$?
    if [[ $code -ne 0 && -n $current ]]; then
        say "step '$current' failed with exit code $code; nothing behind it was done"
        say "failure looks like this: ${failures[step]}"
        say "way back: ${backs[step]}"
        say "to go on when it is mended: --from $current"
    fi
}

is_on_way() { # the number of a step
    [[ -z ${ways[$1]} || -z $chosen_way || ${ways[$1]} == "$chosen_way" ]]
}

is_wanted() { # the number of a step
    if [[ ${phases[$1]} == back ]]; then
        [[ $back == yes ]]
    else
        [[ $back == no ]] && is_on_way "$1"
    fi
}

# All values before the first step, those of the way back too: then is no time to look for them.
check_values() {
    local i variable begun=$from
    for i in "${!names[@]}"; do
        if [[ $begun == "${names[i]}" ]]; then begun=; fi
        if [[ -n $begun ]] || ! is_on_way "$i" || { [[ $back == yes ]] && ! is_wanted "$i"; }; then
            continue
        fi
        for variable in ${variables[i]}; do
            check_value "$variable"
        done
    done
}

# As it is written; without a file as bash would write it.
show_step() { # its function
    if [[ -n $script ]]; then
        sed -n "/^$1() {\$/,/^} # $1\$/p" "$script"
    else
        declare -f "$1"
    fi
}

is_in() { # a word and others
    local word
    for word in "${@:2}"; do
        if [[ $word == "$1" ]]; then
            return 0
        fi
    done
    return 1
}

script=${BASH_SOURCE[0]:-} # empty when it is read from stdin
dry_run=no assume_yes=no list=no back=no from='' chosen_way='' current='' step=0 is_any=no
while [[ $# -gt 0 ]]; do
    case $1 in
    --dry-run) dry_run=yes ;;
    --yes) assume_yes=yes ;;
    --back) back=yes ;;
    --list) list=yes ;;
    --from | --way)
        if [[ $# -lt 2 ]]; then
            refuse "no value for $1"
        fi
        if [[ $1 == --from ]]; then from=$2; else chosen_way=$2; fi
        shift
        ;;
    --help | -h)
        usage
        exit 0
        ;;
    *) refuse "unknown option '$1'; see --help" ;;
    esac
    shift
done
if [[ -n $from ]] && ! is_in "$from" "${names[@]}"; then
    refuse "no step '$from'; --list lists them"
fi
# shellcheck disable=SC2086 # words
if [[ -n $chosen_way ]] && ! is_in "$chosen_way" $open_ways; then
    refuse "way '$chosen_way' is not open; have ${open_ways:-none}"
fi
if [[ -n $open_ways && -z $chosen_way && $dry_run == no && $list == no && $back == no ]]; then
    refuse "this snapshot does not come along: choose a way with --way; have $open_ways"
fi
if [[ $dry_run == no && $list == no ]]; then
    check_values
fi
trap finish EXIT

for step in "${!names[@]}"; do
    if ! is_wanted "$step"; then
        continue
    fi
    if [[ -n $from && $from != "${names[step]}" ]]; then
        continue
    fi
    from='' is_any=yes
    if [[ $list == yes ]]; then
        printf '%-18s %s\n' "${names[step]}" "${titles[step]}"
        continue
    fi
    current=${names[step]}
    say "== $((step + 1)). ${titles[step]}"
    say "needs: ${needs[step]}"
    if [[ $dry_run == yes ]]; then
        show_step "step_${current//-/_}"
        continue
    fi
    if [[ ${changes[step]} == yes && $assume_yes == no ]]; then
        ask "Step '$current' changes something. Do it?" '--yes does without'
    fi
    "step_${current//-/_}"
    say "verify: ${verifies[step]}"
done
current=
if [[ $is_any == no ]]; then
    say "this plan has no such step$([[ $back == no ]] || printf ': no upgrade, and so no way back')"
fi

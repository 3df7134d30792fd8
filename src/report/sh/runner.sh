
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
What steps find is kept in $values_file for --from and --back; the environment goes before it.
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
    save_values
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

# NAME=VALUE a line: what steps found in an earlier run.
load_values() {
    local line name
    if [[ ! -f $values_file ]]; then return 0; fi
    while IFS= read -r line; do
        name=${line%%=*}
        if ! is_in "$name" "${found[@]}"; then continue; fi
        kept[$name]=${line#*=}
        if [[ -z ${!name} ]]; then
            export "$name=${kept[$name]}"
            say "$name is ${!name}, as $values_file says"
        fi
    done < "$values_file"
}

# A step that fails may have found something, or lost what it found the time before.
save_values() {
    local name is_new=no
    for name in "${found[@]}"; do
        if [[ -n ${!name} && ${!name} != "${kept[$name]:-}" ]]; then
            kept[$name]=${!name} is_new=yes
        fi
    done
    if [[ $is_new == no || $dry_run == yes || $list == yes ]]; then return 0; fi
    if (umask 077 && for name in "${!kept[@]}"; do
        printf '%s=%s\n' "$name" "${kept[$name]}"
    done > "$values_file.new" && mv "$values_file.new" "$values_file"); then
        say "kept in $values_file: ${!kept[*]}"
    else
        say "not kept for a later run: $(for name in "${!kept[@]}"; do printf '%s=%s ' "$name" "${kept[$name]}"; done)"
    fi
}

finds() { # the number of a step, a variable
    [[ $(declare -f "step_${names[$1]//-/_}") == *[[:space:]]"$2=\$("* ]]
}

check_found() { # a variable, the number of the step that needs it, variables that steps before it find
    if [[ -n ${!1} ]]; then
        check_value "$1"
    elif ! is_in "$1" "${@:3}"; then
        refuse "step '${names[$2]}' needs $1, which a step before it finds: set it, or write $1=VALUE into $values_file"
    fi
}

# All values before the first step, those of the way back too: then is no time to look for them.
check_values() {
    local i variable begun=$from finding=()
    for i in "${!names[@]}"; do
        if [[ $begun == "${names[i]}" ]]; then begun=; fi
        if [[ -n $begun ]] || ! is_on_way "$i" || { [[ $back == yes ]] && ! is_wanted "$i"; }; then
            continue
        fi
        for variable in "${found[@]}"; do
            if finds "$i" "$variable"; then finding+=("$variable"); fi
        done
        for variable in ${variables[i]}; do
            if is_in "$variable" "${found[@]}"; then
                check_found "$variable" "$i" "${finding[@]}"
            else
                check_value "$variable"
            fi
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
values_file=${script:-upgrade}.values
declare -A kept=()
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
    if [[ -n $from || $back == yes ]]; then load_values; fi
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
    save_values
    say "verify: ${verifies[step]}"
done
current=
if [[ $is_any == no ]]; then
    say "this plan has no such step$([[ $back == no ]] || printf ': no upgrade, and so no way back')"
fi

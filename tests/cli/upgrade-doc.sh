#!/bin/bash
# Runs the commands of docs/upgrade.md (lines that begin with "$ " in its console blocks) in a folder of their own, and compares
# what they say with the page.
# usage: upgrade-doc.sh SNAPVET            in the root of the project
#        upgrade-doc.sh --update SNAPVET   writes the outputs into the page
set -uo pipefail
update=no
[[ ${1:-} == --update ]] && update=yes && shift
snapvet=$(realpath "${1:?usage: upgrade-doc.sh [--update] SNAPVET}")
page=$PWD/docs/upgrade.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/here" "$work/bin"
ln -s "$snapvet" "$work/bin/snapvet"
ln -s "$PWD/fixtures" "$work/here/fixtures"
export PATH="$work/bin:$PATH" COLUMNS=100
cd "$work/here" || exit 1

commands=0 is_console=no
while IFS= read -r line <&3; do
    case $line in
    '```console') is_console=yes ;;
    '```'*) is_console=no ;;
    esac
    if [[ $is_console == no || $line == '```console' ]]; then
        printf '%s\n' "$line"
    elif [[ $line == '$ '* ]]; then
        printf '%s\n' "$line"
        eval "${line#'$ '}" 2>&1 < /dev/null
        commands=$((commands + 1))
    fi
done 3< "$page" > "$work/page"

if ((commands < 15)); then
    echo "FAILED: $commands commands found in $page"
    exit 1
fi
if [[ $update == yes ]]; then
    cp "$work/page" "$page"
elif ! diff "$page" "$work/page"; then
    echo "FAILED: docs/upgrade.md is stale; tests/cli/upgrade-doc.sh --update writes it anew"
    exit 1
fi

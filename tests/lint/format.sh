#!/bin/bash
# Every C file has the form that clang-format 14 gives it. Exit code 77 (skipped) with another version.
set -euo pipefail
cd "${1:?usage: format.sh ROOT}"

if ! clang-format --version | grep -q 'version 14\.'; then
    echo "skipped: clang-format is not version 14"
    exit 77
fi
find src tests include -name '*.[ch]' | sort | xargs clang-format --style=file --dry-run -Werror --ferror-limit=3

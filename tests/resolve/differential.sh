#!/bin/bash
# Runs differential.py where there is another implementation to compare with, and a Python for it.
# usage: differential.sh SNAPVET
set -euo pipefail

if [[ -z ${SNAPVET_REFERENCE-} ]]; then
    echo "skipped: SNAPVET_REFERENCE names no other implementation to compare with"
    exit 77
fi
if ! command -v python3 > /dev/null; then
    echo "skipped: there is no python3"
    exit 77
fi
exec python3 "$(dirname "${BASH_SOURCE[0]}")/differential.py" "$1"

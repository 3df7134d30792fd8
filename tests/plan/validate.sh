#!/bin/bash
# Runs validate.py where SNAPVET_VALIDATORS names a folder that tools/validators filled; skips (77) elsewhere.
# usage: validate.sh SNAPVET
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [[ -z ${SNAPVET_VALIDATORS-} ]]; then
    echo "skipped: SNAPVET_VALIDATORS names no folder with validators; tools/validators fills one"
    exit 77
fi
if [[ ! -x $SNAPVET_VALIDATORS/venv/bin/python ]]; then
    echo "skipped: no venv/bin/python in $SNAPVET_VALIDATORS"
    exit 77
fi
exec "$SNAPVET_VALIDATORS/venv/bin/python" -B "$here/validate.py" "$1" "$here/../../fixtures" "$SNAPVET_VALIDATORS"

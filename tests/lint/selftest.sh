#!/bin/bash
# Each check of this folder refuses a small tree that offends it, and takes the same tree without the offence.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
bad=0

plant() { # a tree without offence
    rm -rf "$tree"
    mkdir -p "$tree"/{src/{base,cli,decode,facts,flink,odd,rules,report},include/snapvet,tests/lint,tools,docs,fixtures/flink-1.0.0/case,.ci}
    cp "$root/.clang-format" "$tree"
    cp "$here/hosts.txt" "$tree/tests/lint"
    printf 'base:\nfacts: base\nflink: base facts\ncli:\n' > "$tree/tools/layers.txt"
    printf '#!/bin/bash\necho\n' > "$tree/tools/run"
    printf '#ifndef X\n#define X\nint x(int a);\n#endif\n' | tee "$tree/include/snapvet/x.h" > "$tree/src/base/x.h"
    printf '#include "base/x.h"\n\nint x(int a)\n{\n    return a;\n}\n' > "$tree/src/base/x.c"
    printf 'CLASS("a", 1)\nCLASS("b", 1)\n' > "$tree/src/facts/classes.def"
    printf 'LENGTH("a", 1)\nLENGTH("b", 1)\n' > "$tree/src/decode/lengths.def"
    printf 'RELEASE("2.0", 1)\n' > "$tree/src/facts/releases.def"
    printf 'RULE(SV001, "x")\n' > "$tree/src/rules/rules.def"
    printf 'FORMAT(text, "x")\n' > "$tree/src/report/formats.def"
    printf '## SV001 x\n' > "$tree/docs/rules.md"
    printf 'Format `text`.\n' > "$tree/docs/output.md"
    printf 'A case.\n' > "$tree/fixtures/flink-1.0.0/case/about.txt"
    (cd "$tree/fixtures" && sha256sum flink-1.0.0/case/about.txt > SHA256SUMS)
}

takes() {
    if ! "$here/$1.sh" "$tree" > "$tree.out" 2>&1; then
        echo "$1 refuses a tree without offence:"
        cat "$tree.out"
        bad=1
    fi
}

refuses() { # CHECK FILE TEXT: the text added to the file must be refused
    plant
    takes "$1"
    printf '%b\n' "$3" >> "$tree/$2"
    if "$here/$1.sh" "$tree" > "$tree.out" 2>&1; then
        echo "$1 takes $2 with: $3"
        bad=1
    fi
}

body() { # a function around a statement
    printf '\\nvoid f(void)\\n{\\n%s\\n}' "$1"
}

refuses layers src/base/x.c '#include "facts/y.h"'
refuses layers src/base/x.h '#  include "facts/y.h"'
refuses layers src/cli/main.c '#include "base/x.h"'
refuses layers src/flink/y.c '#include <snapvet/x.h>'
refuses layers src/odd/y.c '#include "base/x.h"'
refuses tables src/facts/classes.def 'CLASS("b", 2)'
refuses tables src/facts/classes.def 'CLASS("aa", 1)'
refuses tables src/decode/lengths.def 'LENGTH("aa", 1)'
refuses tables src/rules/rules.def 'RULE(SV002, "y")'
refuses tables src/rules/rules.def 'RULE(SV001, "y")'
refuses tables docs/rules.md '### SV003 gone'
refuses tables src/report/formats.def 'FORMAT(html, "y")'
refuses headers include/snapvet/y.h 'size_t y;'
refuses headers include/snapvet/y.h 'struct y { int class; };'
refuses headers src/base/y.h 'sv_str y;'
refuses shape src/base/x.c "$(body "$(printf '    x(1);\\n%.0s' {1..61})")"
refuses shape src/base/x.c "$(body '                    if (1)')"
refuses shape src/base/x.c "$(printf '\\n%.0s' {1..500})"
refuses format src/base/x.c 'int  y;'
refuses banned src/cli/y.c "$(body '    strcpy(a, b);')"
refuses banned tests/y.c "$(body '    x(atoi(a));')"
refuses banned src/base/x.c "$(body '    x(1); /* why */ printf("");')"
refuses banned src/base/x.c "$(body '    fputs("", stderr);')"
refuses banned src/base/x.c "$(body '    exit(1);')"
refuses banned src/base/x.c "$(body '    goto error;')"
refuses banned src/flink/x.c "$(body '    x(((const struct head *)p)->n);')"
refuses plain docs/x.md 'see /ho''me/me/notes'
refuses plain docs/x.md 'see ht''tp://example.org/x'
refuses plain src/base/x.c '/* TO''DO */'
refuses plain tools/y '#!/bin/bash\nif'
refuses fixtures fixtures/flink-1.0.0/case/about.txt 'A second line.'
refuses fixtures fixtures/flink-1.0.0/case/state 'No sum of it.'
refuses fixtures fixtures/SHA256SUMS "$(printf '%064d  types/gone' 0)"
refuses fixtures fixtures/flink-1.0.0/case/large "$(printf '%020000000d' 0)"
rm -f "$tree.out"
exit $bad

#!/bin/bash
# The installed library as others use it: a program in C and one in C++, by pkg-config and by find_package, outside this tree.
# usage: consumer.sh BUILD [SANITIZERS]      BUILD is a build folder; SANITIZERS what it was built with
set -euo pipefail
build=$(realpath "${1:?usage: consumer.sh BUILD [SANITIZERS]}")
flags=${2:+-fsanitize=$2}
snapshot=$(realpath "$(dirname "$(find fixtures/flink-1.20/clean-hashmap-savepoint -name _metadata)")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$build" --prefix "$work/prefix" > "$work/log"
cat > "$work/main.c" << 'END'
#include <snapvet/snapvet.h>
#include <stdio.h>
int main(int argc, char **argv)
{
    struct snapvet_snapshot *snapshot;
    struct snapvet_check *check;
    struct snapvet_error err;
    if (argc < 2 || snapvet_open(argv[1], NULL, &snapshot, &err) != SNAPVET_OK)
        return 3;
    if (snapvet_check_run(snapshot, NULL, &check, &err) == SNAPVET_OK)
        puts(snapvet_verdict_name(snapvet_check_verdict(check)));
    snapvet_check_free(check);
    snapvet_close(snapshot);
}
END
cp "$work/main.c" "$work/main.cpp"
cat > "$work/CMakeLists.txt" << 'END'
cmake_minimum_required(VERSION 3.25)
project(consumer C CXX)
find_package(snapvet 0.1 REQUIRED)
add_executable(in_c main.c)
add_executable(in_cpp main.cpp)
target_link_libraries(in_c snapvet::snapvet)
target_link_libraries(in_cpp snapvet::snapvet)
END
expect_verdict() {
    local said
    said=$("$1" "$snapshot")
    [[ $said == compatible ]] || { echo "$1 says '$said'" && exit 1; }
}

PKG_CONFIG_PATH=$(dirname "$(find "$work/prefix" -name snapvet.pc)")
export PKG_CONFIG_PATH
# shellcheck disable=SC2046
cc $flags -o "$work/c" "$work/main.c" $(pkg-config --cflags --libs snapvet)
# shellcheck disable=SC2046
c++ $flags -o "$work/cpp" "$work/main.cpp" $(pkg-config --cflags --libs snapvet)
expect_verdict "$work/c"
expect_verdict "$work/cpp"
cmake -S "$work" -B "$work/out" -DCMAKE_PREFIX_PATH="$work/prefix" -DCMAKE_C_FLAGS="$flags" -DCMAKE_CXX_FLAGS="$flags" > "$work/log"
cmake --build "$work/out" > "$work/log" || { cat "$work/log" && exit 1; }
expect_verdict "$work/out/in_c"
expect_verdict "$work/out/in_cpp"
for file in share/man/man1/snapvet-check.1 share/bash-completion/completions/snapvet share/doc/snapvet/rules.md; do
    [[ -s $work/prefix/$file ]] || { echo "'$file' is not installed" && exit 1; }
done
"$work/prefix/bin/snapvet" --version

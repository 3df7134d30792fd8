# Writes a C file that holds another file as an array of bytes and their number.
# usage: cmake -D IN=FILE -D OUT=FILE.c -D NAME=IDENTIFIER -P tools/embed.cmake
file(READ "${IN}" bytes HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
get_filename_component(source "${IN}" NAME)
file(WRITE "${OUT}" "/* made of ${source} */
#include <stddef.h>

extern const char ${NAME}[];
extern const size_t ${NAME}_bytes;
const char ${NAME}[] = {
${bytes}
};
const size_t ${NAME}_bytes = sizeof ${NAME};
")

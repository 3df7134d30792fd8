# RocksDB: the system's, or built here from its sources. Gives ROCKSDB_LIBRARY, ROCKSDB_INCLUDE_DIR, ROCKSDB_VERSION.
# The oldest that is proven to read what 8.10 writes (XXH3 checksums).
set(SNAPVET_ROCKSDB_OLDEST 7.8)

if(SNAPVET_ROCKSDB STREQUAL "source")
    if(NOT SNAPVET_ROCKSDB_SOURCE)
        message(FATAL_ERROR "SNAPVET_ROCKSDB=source needs SNAPVET_ROCKSDB_SOURCE: a folder with RocksDB's sources (8.10.0), or their "
            "archive as a file or URL, with SNAPVET_ROCKSDB_SHA256")
    endif()
    set(rocksdb_source ${SNAPVET_ROCKSDB_SOURCE})
    if(NOT IS_DIRECTORY ${rocksdb_source})
        if(NOT SNAPVET_ROCKSDB_SHA256)
            message(FATAL_ERROR "an archive of RocksDB's sources is taken with its checksum alone: SNAPVET_ROCKSDB_SHA256")
        endif()
        include(FetchContent)
        FetchContent_Declare(rocksdb URL ${SNAPVET_ROCKSDB_SOURCE} URL_HASH SHA256=${SNAPVET_ROCKSDB_SHA256} SOURCE_SUBDIR none)
        FetchContent_MakeAvailable(rocksdb)
        set(rocksdb_source ${rocksdb_SOURCE_DIR})
    endif()
    include(ExternalProject)
    ExternalProject_Add(rocksdb_build SOURCE_DIR ${rocksdb_source} BINARY_DIR ${PROJECT_BINARY_DIR}/rocksdb
        CMAKE_ARGS -DCMAKE_BUILD_TYPE=Release -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DROCKSDB_BUILD_SHARED=OFF -DPORTABLE=1
            -DWITH_TESTS=OFF -DWITH_TOOLS=OFF -DWITH_CORE_TOOLS=OFF -DWITH_BENCHMARK_TOOLS=OFF -DWITH_GFLAGS=OFF
            -DWITH_LIBURING=OFF -DWITH_SNAPPY=ON -DWITH_LZ4=ON -DWITH_ZSTD=ON -DFAIL_ON_WARNINGS=OFF
            -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=16
        BUILD_BYPRODUCTS ${PROJECT_BINARY_DIR}/rocksdb/librocksdb.a BUILD_COMMAND ${CMAKE_COMMAND} --build <BINARY_DIR> --target rocksdb
        INSTALL_COMMAND "")
    set(ROCKSDB_LIBRARY ${PROJECT_BINARY_DIR}/rocksdb/librocksdb.a stdc++ m)
    set(ROCKSDB_INCLUDE_DIR ${rocksdb_source}/include)
    set(rocksdb_origin ", built in")
elseif(SNAPVET_ROCKSDB STREQUAL "system")
    find_library(ROCKSDB_LIBRARY rocksdb REQUIRED)
    find_path(ROCKSDB_INCLUDE_DIR rocksdb/c.h REQUIRED)
    set(rocksdb_origin "")
else()
    message(FATAL_ERROR "SNAPVET_ROCKSDB is '${SNAPVET_ROCKSDB}'; have system, source")
endif()

file(STRINGS ${ROCKSDB_INCLUDE_DIR}/rocksdb/version.h numbers REGEX "#define ROCKSDB_(MAJOR|MINOR|PATCH) ")
string(REGEX REPLACE "[^0-9;]" "" numbers "${numbers}")
list(JOIN numbers "." ROCKSDB_VERSION)
if(ROCKSDB_VERSION VERSION_LESS SNAPVET_ROCKSDB_OLDEST)
    message(FATAL_ERROR "RocksDB ${ROCKSDB_VERSION} in '${ROCKSDB_INCLUDE_DIR}' does not read the files of newer ones; needed is "
        "${SNAPVET_ROCKSDB_OLDEST} or later, or -DSNAPVET_ROCKSDB=source")
endif()

# cmake --install, and the Debian package of what it installs. Man pages and completions are written by the program itself,
# from the tables that --help is printed from.
include(CMakePackageConfigHelpers)

set(words ${PROJECT_BINARY_DIR}/words)
file(STRINGS src/cli/commands.def rows REGEX "^COMMAND")
string(REGEX REPLACE "COMMAND\\(([a-z]+)\\)" "\\1" commands "${rows}")
set(pages "")
set(write_pages COMMAND ${CMAKE_COMMAND} -E make_directory ${words}
    COMMAND $<TARGET_FILE:snapvet> completion man > ${words}/snapvet.1)
foreach(command IN LISTS commands)
    list(APPEND write_pages COMMAND $<TARGET_FILE:snapvet> completion man ${command} > ${words}/snapvet-${command}.1)
    list(APPEND pages ${words}/snapvet-${command}.1)
endforeach()
add_custom_command(OUTPUT ${words}/snapvet.1 ${words}/snapvet.bash ${words}/_snapvet ${words}/snapvet.fish
    BYPRODUCTS ${pages} DEPENDS snapvet
    ${write_pages}
    COMMAND $<TARGET_FILE:snapvet> completion bash > ${words}/snapvet.bash
    COMMAND $<TARGET_FILE:snapvet> completion zsh > ${words}/_snapvet
    COMMAND $<TARGET_FILE:snapvet> completion fish > ${words}/snapvet.fish)
add_custom_target(words ALL DEPENDS ${words}/snapvet.1)

install(TARGETS snapvet RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES ${words}/snapvet.1 ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${words}/snapvet.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME snapvet)
install(FILES ${words}/_snapvet DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${words}/snapvet.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
# Reports point to rules.md: it must not be packed.
install(FILES README.md docs/rules.md docs/policy.md docs/gate.md docs/output.md docs/exit-codes.md docs/resolve.md docs/pom.md docs/plan.md
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/snapvet)

if(NOT SNAPVET_STATIC)
    file(RELATIVE_PATH PREFIX_FROM_PC /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
    configure_file(tools/cmake/snapvet.pc.in snapvet.pc @ONLY)
    configure_package_config_file(tools/cmake/snapvetConfig.cmake.in snapvetConfig.cmake
        INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/snapvet
        PATH_VARS CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_INCLUDEDIR)
    write_basic_package_version_file(${PROJECT_BINARY_DIR}/snapvetConfigVersion.cmake COMPATIBILITY SameMinorVersion)
    install(TARGETS libsnapvet ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
    install(DIRECTORY include/snapvet DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
    install(FILES ${PROJECT_BINARY_DIR}/snapvet.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
    install(FILES ${PROJECT_BINARY_DIR}/snapvetConfig.cmake ${PROJECT_BINARY_DIR}/snapvetConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/snapvet)
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "snapvet maintainers <snapvet@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_STRIP_FILES ON)
include(CPack)

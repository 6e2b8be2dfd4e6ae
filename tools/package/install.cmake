# What is installed, and the packages of it: `cmake --install build`, `make uninstall`, `cpack`. Three components: the
# command, the shared library, and what is built against.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(HOME_DIR ${CMAKE_INSTALL_DATADIR}/ontotag)

install(TARGETS ontotag RUNTIME COMPONENT command)
install(PROGRAMS tools/fetch-dictionaries TYPE BIN COMPONENT command)
install(FILES ${MADE}/ontotag.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT command)
install(FILES ${MADE}/ontotag.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME ontotag
        COMPONENT command)
install(FILES ${MADE}/_ontotag DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions COMPONENT command)
install(FILES ${MADE}/ontotag.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT command)
install(FILES dictionaries/jsonl.schema.json dictionaries/types.tsv DESTINATION ${HOME_DIR} COMPONENT command)
install(FILES LICENSE NOTICE CHANGELOG.md dictionaries/FORMAT.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT command)

install(TARGETS ontotag_shared LIBRARY COMPONENT library NAMELINK_COMPONENT development)
install(FILES LICENSE NOTICE DESTINATION ${CMAKE_INSTALL_DOCDIR}/library COMPONENT library)

install(TARGETS libontotag ARCHIVE COMPONENT development)
install(FILES include/ontotag.h TYPE INCLUDE COMPONENT development)

# The place of ontotag.pc tells the prefix, so that it holds wherever the files are moved.
file(RELATIVE_PATH PC_PREFIX ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" PC_PREFIX "\${pcfiledir}/${PC_PREFIX}")
configure_file(tools/package/ontotag.pc.in ${CMAKE_BINARY_DIR}/ontotag.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/ontotag.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
configure_package_config_file(tools/package/ontotagConfig.cmake.in ${CMAKE_BINARY_DIR}/ontotagConfig.cmake
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/ontotag
                              PATH_VARS CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_INCLUDEDIR)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/ontotagConfigVersion.cmake VERSION ${PROJECT_VERSION}
                                 COMPATIBILITY SameMajorVersion)
install(FILES ${CMAKE_BINARY_DIR}/ontotagConfig.cmake ${CMAKE_BINARY_DIR}/ontotagConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/ontotag COMPONENT development)

# ---- away again -------------------------------------------------------------------------------------------------------

configure_file(tools/package/uninstall.cmake.in ${CMAKE_BINARY_DIR}/uninstall.cmake @ONLY)
add_custom_target(uninstall COMMAND ${CMAKE_COMMAND} -P ${CMAKE_BINARY_DIR}/uninstall.cmake VERBATIM)

# ---- packages: cpack in the build folder ---------------------------------------------------------------------------------

set(SERIES ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
set(CPACK_GENERATOR "DEB;TGZ")
set(CPACK_PACKAGE_NAME ontotag)
set(CPACK_PACKAGE_VENDOR "ontotag")
set(CPACK_PACKAGE_CONTACT "the developers of ontotag")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "finds the diseases, drugs and markers of texts and gives each its codes")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGE_FILE_NAME ontotag-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL command library development)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_SET_DESTDIR OFF)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_COMMAND_PACKAGE_NAME ontotag)
set(CPACK_DEBIAN_COMMAND_PACKAGE_RECOMMENDS "curl, bash-completion")
set(CPACK_COMPONENT_COMMAND_DESCRIPTION "the command, with its manual page and completions")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libontotag${SERIES})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "the shared library")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libontotag-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
    "libontotag${SERIES} (= ${PROJECT_VERSION}), zlib1g-dev, libdeflate-dev, libutf8proc-dev, libexpat1-dev, libjansson-dev, libstemmer-dev, libgumbo-dev, libmd4c-dev")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "header, static library, pkg-config and CMake files")
include(CPack)

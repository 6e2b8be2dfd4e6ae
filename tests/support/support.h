/* What the tests share: dictionaries from rows in a string, files, random numbers that a seed repeats. */
#ifndef ONTOTAG_TESTS_SUPPORT_H
#define ONTOTAG_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/tags.h"
#include "ontotag_tools.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Fails the test with the error's own words unless `status` is ONTO_OK. */
void must(onto_status status, const onto_error *error);

/* A builder or a dictionary from rows; the test fails where they are refused. */
onto_builder *builder_of(const char *rows);
onto_dictionary *dictionary_of(const char *rows);
onto_tagger *tagger_of(const onto_dictionary *dictionary, const onto_tag_options *options);

/* Adds what a reader gives to a text of `room` bytes: "id=text;" a document, "!line;" a failure. */
void append_documents(onto_reader *reader, char *out, size_t room);

/* Loads rows that must be refused as ONTO_DAMAGED; what was said about them goes to *error. */
void must_refuse(const void *rows, size_t length, onto_error *error);

/* A file of the tests' own folder, or NULL; NUL-terminated. To be freed. */
char *read_file(const char *path, size_t *length);
char *read_test_file(const char *relative, size_t *length);
void write_file(const char *path, const void *bytes, size_t length);
void test_path(char out[4096], const char *relative);

/* Makes an empty folder for this run; remove_folder takes it and the files in it away. */
void make_folder(char out[64]);
void remove_folder(const char *folder);
size_t files_in(const char *folder);

/* Are expectations to be rewritten rather than checked? (ONTOTAG_UPDATE=1) */
bool updating(void);

/* Compares with a file of expectations, or rewrites it. */
void check_golden(const char *relative, const char *bytes, size_t length);

/* gzip of bytes; to be freed. */
unsigned char *gzip_of(const void *bytes, size_t length, size_t *packed);

uint64_t random_next(uint64_t *state);
size_t random_below(uint64_t *state, size_t limit);

/* Neither the starter nor the curation: the rows alone. */
extern const onto_load_options plain_rows;

#endif

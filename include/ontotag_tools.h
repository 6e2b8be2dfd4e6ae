/* What the programs of this tree need beside ontotag.h, and nobody else should rely on: it is not installed and may change with each
 * release. */
#ifndef ONTOTAG_TOOLS_H
#define ONTOTAG_TOOLS_H

#include "ontotag.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Fills `error` (NULL is allowed) in printf's way and returns `status`, so that a caller can `return onto_fail(...)`.
 * `file` may be NULL. For code that extends the library: importers, readers, commands. */
ONTO_API onto_status onto_fail(onto_error *error, onto_status status, const char *file, size_t line,
                               const char *format, ...)
#if defined(__GNUC__)
	__attribute__((format(printf, 5, 6)))
#endif
	;

/* ---- dictionaries ------------------------------------------------------------------------------------------------ */

/* The file that onto_dictionary_load reads for what was given; the caller frees it. */
ONTO_API onto_status onto_dictionary_path(const char *given, char **out, onto_error *error);

/* Whether a file begins as a compiled image does. False where it cannot be read, and of a pipe, which is not read. */
ONTO_API bool onto_dictionary_is_compiled(const char *path);

/* The first live concept that a source maps exactly to this code of another vocabulary, ONTO_NONE where there is none. Letter case
 * does not count. It looks through all cross-references, some milliseconds in a large dictionary: for a person who asks. */
ONTO_API onto_concept_id onto_dictionary_find_mapped(const onto_dictionary *dictionary, const char *code);

/* Two names of different meanings that only the forms of their words tell apart: one text may match both. */
typedef struct onto_collision {
	onto_concept_id first, second;
	const char *first_name, *second_name;
} onto_collision;

/* The next collision from *place on, which is 0 at first and is moved on; false when there is none left. Of several names that
 * collide with one another each is told with the one before it. */
ONTO_API bool onto_dictionary_collision(const onto_dictionary *dictionary, size_t *place, onto_collision *out);

/* True for a word of everyday English that is also a symbol, trade name or synonym somewhere; in small letters. */
ONTO_API bool onto_everyday_word(const char *word);

/* Counts something that the current source holds and the dictionary does not, under a reason such as "pseudogene". */
ONTO_API onto_status onto_builder_left_out(onto_builder *builder, const char *reason, size_t count, onto_error *error);

/* Bytes that it holds, without the dictionary's. */
ONTO_API size_t onto_hierarchy_bytes(const onto_hierarchy *hierarchy);

/* Bytes that it holds, without the dictionary's. */
ONTO_API size_t onto_normalizer_index_bytes(const onto_normalizer_index *index);

/* ---- documents --------------------------------------------------------------------------------------------------- */

/* Bytes of its file, as they lie on the disk, that a reader has read so far; 0 for a folder. */
ONTO_API size_t onto_reader_consumed(const onto_reader *reader);

/* Copies of documents and of their tags, for whoever needs them after the reader and the tagger have gone on: to hand a
 * document to another thread, to write it later. */
typedef struct onto_copies onto_copies;

ONTO_API onto_status onto_copies_new(onto_copies **out, onto_error *error);
ONTO_API void onto_copies_free(onto_copies *copies);

/* Takes everything off it, for the next copies. */
ONTO_API void onto_copies_clear(onto_copies *copies);

/* A copy of all of a document; a view that lives until the copies are cleared or freed. */
ONTO_API onto_status onto_copies_document(onto_copies *copies, const onto_document *document, const onto_document **out,
                                         onto_error *error);

/* A copy of tags, likewise. The words in it (codes, names) stay the dictionary's and the tagger's, which must live as long. */
ONTO_API onto_status onto_copies_tags(onto_copies *copies, const onto_tags *tags, const onto_tags **out, onto_error *error);

/* How the names of files of an output format end, with the dot: .bioc.xml. NULL for a name that there is not. */
ONTO_API const char *onto_format_suffix(const char *name);

/* Whether what a format writes for a document depends on that document alone, so that documents may be written by several
 * writers, each by any of them, and put together in order. False for a name that there is not. */
ONTO_API bool onto_format_is_stateless(const char *name);

/* As onto_writer_document, but behind what earlier calls of this function have written, so that many documents can be handed over at
 * once and without a copy: *bytes and *length are all of it; where it fails, all that was there before. */
ONTO_API onto_status onto_writer_append(onto_writer *writer, const onto_document *document, const onto_tags *tags,
                                        const char **bytes, size_t *length, onto_error *error);

/* Lets go of what was appended; the next one is the first again. The other calls do that, too. */
ONTO_API void onto_writer_clear(onto_writer *writer);

#ifdef __cplusplus
}
#endif
#endif

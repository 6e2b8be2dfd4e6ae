/* Declarations for the programs of this tree only. The header is not installed and may change with each release. */
#ifndef ONTOTAG_TOOLS_H
#define ONTOTAG_TOOLS_H

#include "ontotag.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Fills `error` as printf does and returns `status`, for `return onto_fail(...)`. `error` and `file` may be NULL.
 * For code that extends the library: importers, readers, commands. */
ONTO_API onto_status onto_fail(onto_error *error, onto_status status, const char *file, size_t line,
                               const char *format, ...)
#if defined(__GNUC__)
	__attribute__((format(printf, 5, 6)))
#endif
	;

/* Passes a failure up, where nothing has to be freed. */
#define TRY(call) \
	do { \
		onto_status try_ = (call); \
		if (try_ != ONTO_OK) { \
			return try_; \
		} \
	} while (0)

/* Known word number `index`; NULL past the last. */
typedef const char *onto_word_at(void *context, size_t index);

/* The known word that somebody meant who wrote another. NULL where none is near. */
ONTO_API const char *onto_nearest_word(const char *word, onto_word_at *at, void *context);

/* Fails with "no <what> '<word>'", the word that may have been meant, and those that there are. */
ONTO_API onto_status onto_fail_word(onto_error *error, onto_status status, const char *what, const char *word,
                                    onto_word_at *at, void *context);

/* ---- files --------------------------------------------------------------------------------------------------- */

/* A file that appears under its path when it is whole, or not at all. A process that is killed leaves nothing of
 * it, or, on a file system without nameless files, PATH.0123456789abcdef.part. */
typedef struct onto_atomic_file onto_atomic_file;

/* ONTO_IO names the path. "-" and what is no regular file are written to directly. */
ONTO_API onto_status onto_atomic_file_open(const char *path, onto_atomic_file **out, onto_error *error);

/* The descriptor to write to, which stays open. */
ONTO_API int onto_atomic_file_descriptor(const onto_atomic_file *file);

/* Puts the file in place, synced, and frees it; after a failure nothing is left and an older file is as it was. */
ONTO_API onto_status onto_atomic_file_commit(onto_atomic_file *file, onto_error *error);

/* Removes the file and frees it. `file` may be NULL. */
ONTO_API void onto_atomic_file_abandon(onto_atomic_file *file);

/* Removes the file of this name, if it is one that a killed process left. True where it was. */
ONTO_API bool onto_atomic_file_clear(const char *path);

/* The bytes of a file, decompressed where it is compressed: by gzip, or by bzip2, xz or Zstandard where their
 * libraries were there when the library was built. One thread. */
typedef struct onto_byte_reader onto_byte_reader;

/* Opens `path`; "-" is standard input, which stays open after the close. ONTO_IO: it cannot be opened, or is a
 * folder. ONTO_DAMAGED: no library for its compression. */
ONTO_API onto_status onto_byte_reader_open(const char *path, onto_byte_reader **out, onto_error *error);

/* `reader` may be NULL. */
ONTO_API void onto_byte_reader_close(onto_byte_reader *reader);

/* The next bytes, at most `room`, which is not 0. *got is 0 at the end of the file and after a failure.
 * ONTO_DAMAGED: the compressed bytes are cut off or damaged. Errors name the file, not the line. */
ONTO_API onto_status onto_byte_reader_read(onto_byte_reader *reader, void *into, size_t room, size_t *got,
                                           onto_error *error);

/* Bytes of the file on disk: those that were read so far, and all; 0 for what is no regular file. */
ONTO_API size_t onto_byte_reader_consumed(const onto_byte_reader *reader);
ONTO_API size_t onto_byte_reader_total(const onto_byte_reader *reader);

/* Suffix number `index` of the names of compressed files: .gz, .bz2, ...; NULL past the last. */
ONTO_API const char *onto_packed_suffix(size_t index);

/* ---- dictionaries -------------------------------------------------------------------------------------------- */

/* True where a file begins as a compiled image does. False where it cannot be read, and for a pipe, which is not
 * read. */
ONTO_API bool onto_dictionary_is_compiled(const char *path);

/* Two names of different meanings that differ only in the forms of their words, so that one text may match both. */
typedef struct onto_collision {
	onto_concept_id first, second;
	const char *first_name, *second_name;
} onto_collision;

/* The next collision from *place on, which starts at 0 and is advanced. False when there is none left. Of several
 * names that collide, each is reported with the one before it. */
ONTO_API bool onto_dictionary_collision(const onto_dictionary *dictionary, size_t *place, onto_collision *out);

/* True for a word of everyday English, in small letters, that is also a symbol, trade name or synonym. */
ONTO_API bool onto_everyday_word(const char *word);

/* A word of a name that has an opposite (dictionaries/words/antonyms.txt). Two names are opposite where `rest` is
 * the same and `right` is not: hyporeflexia, hyperreflexia. */
typedef struct onto_opposite {
	uint64_t rest; /* a hash of all else in the name, and of the pair */
	bool right;    /* the word stands on the right in its row */
} onto_opposite;

enum { ONTO_OPPOSITES_MOST = 16 };

/* The list of opposites, read. Never changes; threads may share it. */
typedef struct onto_opposites onto_opposites;
ONTO_API onto_status onto_opposites_new(onto_opposites **out, onto_error *error);
ONTO_API void onto_opposites_free(onto_opposites *opposites);

/* The words of a name that have an opposite, as many as there is room for. */
ONTO_API size_t onto_opposites_of(const onto_opposites *opposites, const char *name,
                                  onto_opposite out[ONTO_OPPOSITES_MOST]);

/* True where a short form in capitals (SCAR) spells a name that is a word of English (scar), and where its letters
 * are the initials of a name. */
ONTO_API bool onto_abbreviation_is_word(const char *abbreviation, const char *name);
ONTO_API bool onto_abbreviation_is_of(const char *abbreviation, const char *name);

/* Counts something of the current source that the dictionary does not have, under a reason such as "pseudogene". */
ONTO_API onto_status onto_builder_left_out(onto_builder *builder, const char *reason, size_t count,
                                           onto_error *error);

/* Adds a mapping between two codes as a cross-reference of the first, or, where only the second is a concept, of
 * that one, by the inverse predicate. */
ONTO_API onto_status onto_builder_mapping(onto_builder *builder, const char *code, onto_predicate predicate,
                                          const char *target, onto_error *error);

/* Whom finishing tells what it passes over. `notice` may be NULL. */
ONTO_API void onto_builder_on_notice(onto_builder *builder, onto_notice *notice, void *context);

/* A cycle of parents is cut, where else it is refused: of its links that which arrived last. */
ONTO_API void onto_builder_cut_cycles(onto_builder *builder);

/* Its memory in bytes, without the dictionary. */
ONTO_API size_t onto_hierarchy_bytes(const onto_hierarchy *hierarchy);

/* The dictionary that a hierarchy was made from. */
ONTO_API const onto_dictionary *onto_hierarchy_dictionary(const onto_hierarchy *hierarchy);

/* Its memory in bytes, without the dictionary. */
ONTO_API size_t onto_normalizer_index_bytes(const onto_normalizer_index *index);

/* ---- documents ----------------------------------------------------------------------------------------------- */

/* Bytes of the file on disk that a reader has read so far; 0 for a folder. */
ONTO_API size_t onto_reader_consumed(const onto_reader *reader);

/* True for formats whose documents can be read while the rest is still coming: JSON lines, tsv, PubTator, and text
 * whose lines are documents. */
ONTO_API bool onto_format_comes_in_pieces(const char *name, const onto_read_options *options);

/* How many bytes at the start are whole documents of such a format, where more bytes may follow. The bytes begin
 * with a document, or, of the first, with the header. `searched` of them were given before, with the answer 0. */
ONTO_API size_t onto_format_whole(const char *name, const onto_read_options *options, const char *bytes,
                                  size_t length, size_t searched);

/* Gives a reader of memory that has come to its end the bytes that follow, which must stay as they are until it has
 * come to its end again. Those before are not needed any more. Lines are counted on. ONTO_ARGUMENT for what is
 * compressed. */
ONTO_API onto_status onto_reader_continue(onto_reader *reader, const void *bytes, size_t length, onto_error *error);

/* Parses all of `bytes` into a value of jansson, which the caller frees. A number beyond those of the machine
 * becomes a string. ONTO_DAMAGED: no good JSON; the error has the reason and the line, from 1. ONTO_NO_MEMORY.
 * `place` may be NULL; else it is where parsing ended. */
struct json_t;
ONTO_API onto_status onto_json_parse(const void *bytes, size_t length, struct json_t **out, size_t *place,
                                     onto_error *error);

/* What a file is that begins so, where that is no text: pdf, docx, odt, epub, rtf, png, ... NULL: it may be
 * text. */
ONTO_API const char *onto_content_kind(const void *bytes, size_t length);

/* The same in words, as in "is a PDF document"; *advice is what makes text of it, or NULL. */
ONTO_API const char *onto_content_name(const void *bytes, size_t length, const char **advice);

/* Copies of documents and tags that outlive the reader's and the tagger's next step, for another thread or for
 * later. */
typedef struct onto_copies onto_copies;

ONTO_API onto_status onto_copies_new(onto_copies **out, onto_error *error);
ONTO_API void onto_copies_free(onto_copies *copies);

/* Removes all copies and keeps the memory. */
ONTO_API void onto_copies_clear(onto_copies *copies);

/* A copy of all of a document; a view that lives until the copies are cleared or freed. */
ONTO_API onto_status onto_copies_document(onto_copies *copies, const onto_document *document,
                                          const onto_document **out, onto_error *error);

/* A copy of tags, likewise. The strings in it (codes, names) belong to the dictionary and the tagger, which must
 * live as long. */
ONTO_API onto_status onto_copies_tags(onto_copies *copies, const onto_tags *tags, const onto_tags **out,
                                      onto_error *error);

/* The file suffix of an output format, with the dot: .bioc.xml. NULL for an unknown name. */
ONTO_API const char *onto_format_suffix(const char *name);

/* True where the output of a document depends on that document alone. Several writers may then write documents, to
 * be concatenated in order. False for an unknown name. */
ONTO_API bool onto_format_is_stateless(const char *name);

/* As onto_writer_document, but appends to the output of earlier calls of this function, so that many documents are
 * handed over without a copy. *bytes and *length are all of it; on failure, all of it before the call. */
ONTO_API onto_status onto_writer_append(onto_writer *writer, const onto_document *document, const onto_tags *tags,
                                        const char **bytes, size_t *length, onto_error *error);

/* Removes what was appended. The other calls do so too. */
ONTO_API void onto_writer_clear(onto_writer *writer);

/* Adds an exact cross-reference to each gene that is a protein of MeSH by its names. Before the builder is
 * finished. */
ONTO_API onto_status onto_builder_link_genes(onto_builder *builder, onto_error *error);

/* Drops the names of other things that hold no name of a concept, and those that MeSH gives a concept or that are a
 * disease's own. Before the builder is finished. */
ONTO_API onto_status onto_builder_trim_others(onto_builder *builder, onto_error *error);

#ifdef __cplusplus
}
#endif
#endif

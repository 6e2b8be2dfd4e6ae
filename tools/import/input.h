/* Where an importer gets its bytes: a file or standard input, plain or gzipped, read line by line or block by
 * block.
 *
 *     file ──gzread──▶ [ handed out │ start ........ end │ free ]
 *                                     ▲ the next line or block
 *
 * Every failure names the file and the line that it happened in. A line is text: it is well-formed UTF-8 without
 * NUL, or it is refused. A block is handed on as it is. One input belongs to one thread. */
#ifndef ONTOTAG_INPUT_H
#define ONTOTAG_INPUT_H

#include "ontotag_tools.h"

/* A line longer than this is refused (ONTO_LIMIT): no source has one, and a damaged file must not fill the memory. */
#define INPUT_LINE_MAX ((size_t)16 << 20)

/* How much of a file's beginning input_peek shows. */
#define INPUT_PEEK ((size_t)64 << 10)

typedef struct input input;

/* Told now and then how far the reading is: bytes of the file, as it lies on the disk. `total` is 0 when unknown. */
typedef void (*input_progress)(void *context, const char *path, size_t done, size_t total);

/* Opens `path` ("-": standard input, which stays open after input_close). */
onto_status input_open(input **out, const char *path, onto_error *error);
void input_close(input *self);

/* Has `progress` called about every megabyte that is read, and at the end. NULL: nobody. */
void input_watch(input *self, input_progress progress, void *context);

/* The first bytes of the file, up to INPUT_PEEK, without a byte-order mark. Only before anything was read; valid
 * until something is. */
onto_status input_peek(input *self, const char **head, size_t *length, onto_error *error);

/* The next line, without its end (`\n` or `\r\n`), closed by a NUL. It may be written to, and is valid until the
 * next call. At the end of the file `*line` is NULL. `length` may be NULL. */
onto_status input_line(input *self, char **line, size_t *length, onto_error *error);

/* The next bytes, at most `room`. At the end of the file `*got` is 0. */
onto_status input_bytes(input *self, void *into, size_t room, size_t *got, onto_error *error);

/* All bytes that are left, closed by a NUL that `length` does not count. The caller frees. */
onto_status input_all(input *self, char **bytes, size_t *length, onto_error *error);

/* What it was opened with, without copying: valid until input_close. */
const char *input_path(const input *self);

/* The number of the line that was handed out last; of blocks, the line ends that were in them. */
size_t input_line_number(const input *self);

/* Whether opening the same path again gives the same bytes: not so for standard input and pipes. */
bool input_can_reopen(const input *self);

/* How many of the first bytes are well-formed UTF-8; `length` if all are. */
size_t input_utf8_span(const char *text, size_t length);

#endif

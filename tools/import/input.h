/* The input of an importer: a file or standard input, plain or compressed, read by lines or by blocks.
 *
 *     file ──byte reader──▶ [ handed out │ start ........ end │ free ]
 *                                          ▲ the next line or block
 *
 * Every error names the file and the line. A line is well-formed UTF-8 without NUL, or an error; other control
 * characters but the tab become spaces. A block is passed on as it is. An input belongs to one thread. */
#ifndef ONTOTAG_INPUT_H
#define ONTOTAG_INPUT_H

#include "ontotag_tools.h"

/* A longer line is an error (ONTO_LIMIT): no source has one, and a damaged file must not exhaust memory. */
#define INPUT_LINE_MAX ((size_t)16 << 20)

/* The length of the prefix that input_peek returns. */
#define INPUT_PEEK ((size_t)64 << 10)

typedef struct input input;

/* A progress hook: bytes of the file on disk that were read. `total` is 0 where unknown. */
typedef void (*input_progress)(void *context, const char *path, size_t done, size_t total);

/* Opens `path`. "-" is standard input, which stays open after input_close. */
onto_status input_open(input **out, const char *path, onto_error *error);
void input_close(input *self);

/* Calls `progress` after about every megabyte, and at the end. NULL removes the hook. */
void input_watch(input *self, input_progress progress, void *context);

/* The first bytes of the file, up to INPUT_PEEK, without a byte-order mark. Only before any read; valid until the
 * next read. */
onto_status input_peek(input *self, const char **head, size_t *length, onto_error *error);

/* The next line without its end (`\n` or `\r\n`), NUL-terminated. It may be modified and is valid until the next
 * call. At the end of the file `*line` is NULL. `length` may be NULL. */
onto_status input_line(input *self, char **line, size_t *length, onto_error *error);

/* The next bytes, at most `room`. At the end of the file `*got` is 0. */
onto_status input_bytes(input *self, void *into, size_t room, size_t *got, onto_error *error);

/* All remaining bytes, with a NUL that `length` does not count. The caller frees them. */
onto_status input_all(input *self, char **bytes, size_t *length, onto_error *error);

/* The path of the input; valid until input_close. */
const char *input_path(const input *self);

/* The number of the last line; for blocks, the number of line ends in them. */
size_t input_line_number(const input *self);

/* True where opening the same path again gives the same bytes. False for standard input and pipes. */
bool input_can_reopen(const input *self);

/* The length of the well-formed prefix; `length` if all of it is. */
size_t input_utf8_span(const char *text, size_t length);

#endif

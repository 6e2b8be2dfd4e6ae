/* Extracts the text of a file of markup, with the origin of each part (onto_origin).
 *
 *     file    <p>Lung <b>can</b>cer &amp;<br>TNF-&alpha;</p>
 *     text    Lung cancer &⏎TNF-α
 *             └copied─┘└─┘│││└──┘│   & ⏎ α stand for their source in the file
 *
 * White space and line ends are pending until text follows. So the text neither starts nor ends with them, and each
 * stands for everything between its neighbours in the file. */
#ifndef ONTOTAG_MARKUP_H
#define ONTOTAG_MARKUP_H

#include "format/input_format.h"

typedef struct markup {
	draft *draft;   /* receives text and origins */
	size_t end;     /* end of the part of the file that the text covers */
	unsigned lines; /* pending line ends */
	bool space;     /* a pending space */
	bool copying;   /* the last origin is a copy and may be extended */
	bool failed;    /* memory ran out */
} markup;

void markup_space(markup *self);

/* 1: a line end; 2: the end of a paragraph, which no mention crosses. */
void markup_break(markup *self, unsigned lines);

/* Appends `length` bytes that lie at `from` in the file. */
void markup_copy(markup *self, const char *bytes, size_t length, size_t from);

/* Appends bytes that stand for `size` bytes at `from` in the file. Drops a soft hyphen. */
void markup_stand(markup *self, const char *bytes, size_t length, size_t from, size_t size);

/* Reads the whole stream into `source`, and sets the members that every document has. */
onto_status markup_source(reader *self, buffer *source, onto_error *error);

/* Completes the draft's text. Where the reader was asked for it (file_offsets), `source` becomes the file as it was
 * before it was converted to UTF-8, and the origins lead there. */
onto_status markup_finish(reader *self, markup *m, buffer *source, onto_error *error);

/* Appends the text of a piece of HTML at `from` in the file. */
onto_status markup_html(markup *self, const char *html, size_t length, size_t from, onto_error *error);

/* Appends the value of a character reference such as &alpha;. An unknown one is copied. */
onto_status markup_reference(markup *self, const char *text, size_t length, size_t from, onto_error *error);

#endif

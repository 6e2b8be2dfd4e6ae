/* Takes the text out of a file of markup, and keeps where each part of it came from (onto_origin).
 *
 *     file    <p>Lung <b>can</b>cer &amp;<br>TNF-&alpha;</p>
 *     text    Lung cancer &⏎TNF-α
 *             └copied─┘└─┘│││└──┘│   & ⏎ α stand for what is there in the file
 *
 * White space and line ends are due until there is text behind them, so none stands at the beginning or the end,
 * and each stands for all that lies between the text before it and the text behind it. */
#ifndef ONTOTAG_MARKUP_H
#define ONTOTAG_MARKUP_H

#include "format/input_format.h"

typedef struct markup {
	draft *draft;  /* whose text and origins grow */
	size_t end;    /* of the part of the file that the text reaches */
	unsigned lines; /* line ends that are due */
	bool space;    /* a space is due */
	bool copying;  /* the last origin is that of a copy, which may go on */
	bool failed;   /* memory ran out */
} markup;

void markup_space(markup *self);

/* 1: a line end; 2: a paragraph's, which no name passes. */
void markup_break(markup *self, unsigned lines);

/* Appends `length` bytes that lie at `from` in the file. */
void markup_copy(markup *self, const char *bytes, size_t length, size_t from);

/* Appends bytes that stand for the `size` bytes at `from` in the file. A soft hyphen is left out. */
void markup_stand(markup *self, const char *bytes, size_t length, size_t from, size_t size);

/* Reads all of the reader's stream into `source`, and gives the draft what every document has. */
onto_status markup_source(reader *self, buffer *source, onto_error *error);

/* Gives the draft its text. */
onto_status markup_finish(markup *self, const buffer *source, onto_error *error);

/* Appends the text of a piece of HTML that lies at `from` in the file. */
onto_status markup_html(markup *self, const char *html, size_t length, size_t from, onto_error *error);

/* Appends what a character reference such as &alpha; stands for; itself where it stands for nothing. */
onto_status markup_reference(markup *self, const char *text, size_t length, size_t from, onto_error *error);

#endif

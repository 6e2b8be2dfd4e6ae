/* Articles under construction: passages of title, abstract and body, as a BioC document (bioc.h). So any reader of
 * articles keeps its passages in BioC output, and no mention crosses them. */
#ifndef ONTOTAG_ARTICLE_H
#define ONTOTAG_ARTICLE_H

#include <jansson.h>

#include "core/buffer.h"
#include "format/draft.h"

/* Zero-initialize. Memory that runs out is told by article_finish. */
typedef struct article {
	json_t *document; /* NULL: none has begun */
	buffer name;      /* of the document */
	buffer scratch;
	size_t points; /* code points of the passages so far */
	bool failed;
} article;

void article_begin(article *self);

/* Sets the document's name. */
void article_name(article *self, const char *name, size_t length);

/* Adds a passage, each run of white space in it as one space; none where nothing is left. `type`: title, abstract,
 * paragraph, ...; `section`: "" for none. */
void article_passage(article *self, const char *type, const char *section, const char *text, size_t length);

/* Fills the draft with the article, and ends it. `source` names the collection; file and line name an article
 * without a name. */
onto_status article_finish(article *self, draft *d, const char *source, const char *file, size_t line,
                           onto_error *error);
void article_free(article *self);

#endif

/* What a caller passes to the writers, checked before anything relies on it. */
#ifndef ONTOTAG_FORMAT_ARGUMENTS_H
#define ONTOTAG_FORMAT_ARGUMENTS_H

#include "core/tags.h"

/* ONTO_ARGUMENT, with the reason, where the parts of a document disagree: a span, a title or an origin that ends
 * behind the text or the file, or a count of what is not there. */
onto_status document_check(const onto_document *document, onto_error *error);

/* ONTO_ARGUMENT where tags are not of this text: a place ends behind it. */
onto_status tags_check(const onto_tags *tags, const onto_document *document, onto_error *error);

#endif

/* The text section of an image: each text once. */
#ifndef ONTOTAG_IMAGE_TEXT_H
#define ONTOTAG_IMAGE_TEXT_H

#include "dictionary/dictionary.h"

/* Makes the text of an image, and copies of the dictionary's arrays that refer to it by their new offsets. */
typedef struct image_text {
	char *text;
	size_t length;
	concept *concepts;
	name *names;
	xref *xrefs;
	source *sources;
} image_text;

onto_status image_text_make(const onto_dictionary *d, image_text *out, onto_error *error);
void image_text_free(image_text *self);

#endif

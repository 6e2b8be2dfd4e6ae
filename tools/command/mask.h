/* Texts with the mentions of some types made unreadable: each byte of them that is no white space becomes an X, so
 * that offsets stay. What is written of such a document is made from the masked text alone; its tags are those of
 * that text. */
#ifndef ONTOTAG_MASK_H
#define ONTOTAG_MASK_H

#include "command/command.h"

typedef struct mask mask;

/* `types`: bits of what is masked. It is found as widely as can be: with generic names, all short forms, and where
 * mentions overlap. `tag` are the options of the run. */
onto_status mask_new(const onto_dictionary *dictionary, const onto_tag_options *tag, unsigned types, mask **out,
                     onto_error *error);
void mask_free(mask *self);

/* Gives the masked document, in which `tagger`, that of the run, finds nothing of the types any more: a view until
 * the next call. What a document has besides its text (fields, annotations, the file that it came from) may repeat
 * the text, and is left out. ONTO_LIMIT where masking does not come to an end. */
onto_status mask_document(mask *self, onto_tagger *tagger, const onto_document *document, const onto_document **out,
                          onto_error *error);

/* Removes what an error quotes of a text: what stands between quotation marks. */
void mask_error(onto_error *error);

#endif

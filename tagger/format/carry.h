/* The members of a document that was a JSON object, written back beside what the output adds.
 *
 *     read     {"pmid":7,"text":"On asthma.","mentions":["of a person"]}
 *     carried  "pmid":7,"text":"On asthma.","input_mentions":["of a person"],
 *
 * Nothing is lost: a member whose name the output needs goes on as input_NAME. What this format wrote itself is no
 * such member. Tagged again, it is written anew; earlier mentions that differ from the new ones are input_mentions,
 * unless the document has those already. */
#ifndef ONTOTAG_CARRY_H
#define ONTOTAG_CARRY_H

#include "core/buffer.h"

/* True where this format has written an object, so that `mentions` must be given to carry_members. `out` notes
 * where memory ran out. */
bool carry_is_output(buffer *out, const char *object);

/* Appends the members, each followed by a comma; `*named` is set where one of them is "id". `mentions`: those that
 * will be written, as JSON; NULL where the object is none of this format's. False where memory ran out. */
bool carry_members(buffer *out, const char *object, const char *mentions, size_t length, bool *named);

#endif

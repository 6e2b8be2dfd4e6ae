/* Exact mappings between concepts that cannot be the same by their names:
 *
 *     opposites        hyperreflexia = Reflex, Abnormal, which is also named hyporeflexia
 *     abbreviations    severe cutaneous adverse reaction (SCAR) = Cicatrix, which is also named scar
 *
 * Joined, one would be shown under the name of the other. Such a mapping becomes a close one and is told. */
#ifndef ONTOTAG_MISMATCHES_H
#define ONTOTAG_MISMATCHES_H

#include "build/builder.h"

/* The number of mappings that it weakens. After names and cross-references are finished. What curation says of a
 * pair stays. */
size_t mismatches_part(onto_builder *builder);

#endif

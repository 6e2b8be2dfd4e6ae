/* A sentence as a row of items, from which the values and the status of markers are read.
 *
 *     text    elevated  LDH     (  3,257 IU/L  ,  normal     < 250   )  and  CRP    were ...
 *     items   FINDING   MARKER  (  NUMBER      ,  REFERENCE  NUMBER  )  AND  MARKER BE
 *
 * Adjacent words without a role form one item, which counts them. A bracket has the index of its counterpart. Only
 * sentences with a marker are read. */
#ifndef ONTOTAG_LINE_H
#define ONTOTAG_LINE_H

#include "context/written_number.h"
#include "context/results.h"
#include "mention/mentions.h"
#include "text/sentence.h"
#include "text/unit.h"

typedef enum item_kind {
	ITEM_WORDS, /* that say nothing */
	ITEM_SENSE, /* row->sense tells what */
	ITEM_MARKER,
	ITEM_MENTION, /* of another type */
	ITEM_NUMBER,
	ITEM_SIGN, /* +, (-), +++ */
	ITEM_COMMA,
	ITEM_SEMICOLON,
	ITEM_COLON, /* or = */
	ITEM_SLASH,
	ITEM_DASH,
	ITEM_ARROW, /* between the numbers of a series: 1.2 -> 1.9 */
	ITEM_OPEN,
	ITEM_CLOSE
} item_kind;

typedef struct item {
	uint8_t kind;
	uint8_t sense;   /* of ITEM_SENSE */
	uint8_t finding; /* of ITEM_SENSE, ITEM_SIGN */
	bool used;       /* a word that qualifies a number: normal, in "normal < 5" */
	bool square;     /* of a bracket */
	uint16_t words;
	uint32_t start, end;   /* bytes */
	uint32_t index;        /* ITEM_MARKER, ITEM_MENTION: mention; ITEM_NUMBER: among the numbers */
	uint32_t partner;      /* of a bracket: its counterpart; UINT32_MAX: none */
	const result_row *row; /* of ITEM_SENSE */
} item;

/* What a number is for. */
typedef enum figure_role { FIGURE_OPEN, FIGURE_NONE, FIGURE_REFERENCE, FIGURE_TAKEN } figure_role;

typedef struct figure {
	number number;
	unit unit;
	bool has_unit;
	uint8_t role;
	uint32_t reference; /* 1 + the number that is its reference range; 0: none */
	uint32_t item;
} figure;

typedef struct line {
	VECTOR(item) items;
	VECTOR(figure) figures;
	VECTOR(uint32_t) open; /* brackets */
	const char *text;
	bool commas; /* of the text's numbers: number_style */
	size_t end;  /* of the sentence's bytes, with the gap after its last token */
	uint32_t markers;
	uint32_t findings;      /* items that may give a status: words */
	uint32_t signs;         /* and signs */
	uint32_t first_finding; /* item, where there are any */
	uint32_t brackets;      /* opening ones */
} line;

/* Mentions of a text, and the tokens of each. */
typedef struct mention_view {
	const onto_mention *items;
	const mention_place *places;
	size_t count;
} mention_view;

/* False where a sentence cannot state anything of its markers, the first of which is the mention `first` or later.
 * Only markers and anchors are compared. *anchor is moved past the anchors before the sentence. */
bool line_tells(const word_cache *cache, const analysis *doc, const sentence *s, size_t end,
                const mention_view *mentions, size_t first, size_t *anchor);

/* Reads a sentence. Mentions before *next begin before it; *next is moved past those in it. False where
 * memory ran out. */
bool line_read(line *self, const results *results, const word_cache *cache, const analysis *doc, const sentence *s,
               size_t end, const onto_mention *mentions, size_t count, size_t *next);
void line_free(line *self);

/* True for an ion, whose sign is its charge: Na+. */
bool line_is_ion(const line *self, const item *it);

/* True where the marker at an item is an antibody whose class follows, which is a marker too and whose result it
 * has: anti-HBc IgM. */
bool line_isotype(const line *self, uint32_t i);

static inline bool item_senses(const item *i, sense sense)
{
	return i->kind == ITEM_SENSE && i->sense == sense;
}

#endif

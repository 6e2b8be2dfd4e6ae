/* Persons: surnames, first names, and initials of authors. */
#include "resolve/author.h"

#include "core/ascii.h"
#include "resolve/letter_case.h"

/* True behind the title of a person: Dr. Burns, Mrs Parkinson. */
static bool has_title(const analysis *doc, uint32_t token)
{
	static const char *const titles[] = {"dr", "mr", "mrs", "ms", "miss", "prof", "professor", NULL};
	uint32_t from = token ? doc->tokens.items[token - 1].end : 0, start = doc->tokens.items[token].start;
	bool beside = start == from + 1 || (start == from + 2 && doc->text[from] == '.');
	return token > 0 && beside && doc->text[start - 1] == ' ' &&
	       ascii_is_upper(doc->text[doc->tokens.items[token - 1].start]) && analysis_reads(doc, token - 1, titles);
}

bool author_is_surname(const analysis *doc, const candidate *c)
{
	enum { INITIALS = 3 };
	const token *t = &doc->tokens.items[c->first], *next = t + 1;
	if (t->end - t->start < 3 || !ascii_is_upper(doc->text[t->start]) || ascii_is_upper(doc->text[t->start + 1])) {
		return false;
	}
	if (has_title(doc, c->first)) {
		return true;
	}
	if (c->end >= doc->tokens.count) {
		return false;
	}
	if (c->end + 1 < doc->tokens.count && analysis_reads(doc, c->end, (const char *const[]){"et", NULL}) &&
	    analysis_reads(doc, c->end + 1, (const char *const[]){"al", NULL})) {
		return true;
	}
	/* Initials, and then a comma: Burns AB, Silver J. In the middle of a sentence a letter may be a label, unless
	 * others with initials go before: Addison TB, and Parkinson J. */
	bool initials = next->gap == GAP_SPACE && next->end - next->start <= INITIALS && next->kind == TOKEN_LETTERS;
	for (uint32_t at = next->start; initials && at < next->end; at++) {
		initials = ascii_is_upper(doc->text[at]);
	}
	uint8_t before = t->gap;
	bool listed = initials && c->first > 1 &&
	              analysis_reads(doc, c->first - 1, (const char *const[]){"and", NULL}) &&
	              t[-2].end - t[-2].start <= INITIALS && ascii_is_upper(doc->text[t[-2].start]) &&
	              ascii_is_upper(doc->text[t[-2].end - 1]);
	return listed || (initials && (c->first == 0 || before == GAP_BARRIER || before == GAP_COMMA) &&
	                  next->end < doc->length && doc->text[next->end] == ',');
}

bool author_has_first_name(const analysis *doc, const candidate *c)
{
	const token *first = &doc->tokens.items[c->first], *before = first - 1;
	return (first->gap == GAP_SPACE || first->gap == GAP_LINE) && before->kind == TOKEN_LETTERS &&
	       before->end - before->start > 1 && ascii_is_upper(doc->text[before->start]) &&
	       !ascii_is_upper(doc->text[before->start + 1]);
}

bool author_is_initials(const analysis *doc, const candidate *c)
{
	enum { INITIALS = 3 };
	const token *t = &doc->tokens.items[c->first], *surname = t - 1;
	if (t->end - t->start > INITIALS || !letter_case_is_upper(doc, c) || t->gap != GAP_SPACE ||
	    t->end >= doc->length || doc->text[t->end] != ',') {
		return false;
	}
	return surname->gap == GAP_COMMA && !surname->possessive && surname->end - surname->start > 2 &&
	       ascii_is_upper(doc->text[surname->start]) && !ascii_is_upper(doc->text[surname->start + 1]);
}

/* Is a token two to four capitals, with what may stand between initials of authors before it: a comma, "and"? */
static bool is_initials(const analysis *doc, uint32_t token)
{
	const struct token *t = &doc->tokens.items[token];
	if (t->kind != TOKEN_LETTERS || t->end - t->start < 2 || t->end - t->start > 4) {
		return false;
	}
	for (uint32_t at = t->start; at < t->end; at++) {
		if (!ascii_is_upper(doc->text[at])) {
			return false;
		}
	}
	return true;
}

bool author_is_contributor(const analysis *doc, const candidate *c)
{
	enum { AUTHORS_MOST = 24, AUTHORS_LEAST = 3 };
	static const char *const alone[] = {"wrote", "conceived", "drafted", "supervised", NULL};
	static const char *const together[] = {"performed",   "designed", "carried", "analyzed", "analysed",
	                                       "contributed", "revised",  "edited",  NULL};
	static const char *const work[] = {"the",  "all",      "and",        "out",   "experiments",
	                                   "data", "reagents", "manuscript", "study", NULL};
	static const char *const joins[] = {"and", NULL}, *const by[] = {"by", NULL};
	if (!is_initials(doc, c->first)) {
		return false;
	}
	unsigned authors = 1;
	uint32_t t = c->end;
	for (; t < doc->tokens.count && t < c->end + AUTHORS_MOST && doc->tokens.items[t].gap != GAP_BARRIER; t++) {
		if (is_initials(doc, t)) {
			authors++;
		} else if (!analysis_reads(doc, t, joins)) {
			break;
		}
	}
	uint32_t first = c->first;
	while (first > 0 && c->first - first < AUTHORS_MOST && doc->tokens.items[first].gap != GAP_BARRIER &&
	       (is_initials(doc, first - 1) || analysis_reads(doc, first - 1, joins))) {
		authors += is_initials(doc, --first);
	}
	if (authors >= AUTHORS_LEAST && first > 0 && analysis_reads(doc, first - 1, by)) {
		return true;
	}
	if (t >= doc->tokens.count || doc->tokens.items[t].gap != GAP_SPACE) {
		return false;
	}
	return analysis_reads(doc, t, alone) || (authors >= AUTHORS_LEAST && t + 1 < doc->tokens.count &&
	                                         analysis_reads(doc, t, together) && analysis_reads(doc, t + 1, work));
}

/* Parts of proteins, of nucleic acids and of chromosomes that are written like names: serine residues, GTG CGA,
 * 9p21.3. */
#include "resolve/sequence.h"

#include <string.h>

#include "core/ascii.h"
#include "text/word_list.h"

/* Is a token the code of an amino acid, written as these are: Met, not MET? */
static bool is_residue(const analysis *doc, uint32_t token)
{
	const char *code = doc->text + doc->tokens.items[token].start;
	return (analysis_roles(doc, token)->acid & ACID_CODE) && ascii_is_upper(code[0]) && !ascii_is_upper(code[1]) &&
	       !ascii_is_upper(code[2]);
}

static bool is_acid(const analysis *doc, uint32_t token)
{
	return token < doc->tokens.count && ((analysis_roles(doc, token)->acid & ACID_NAME) || is_residue(doc, token));
}

bool sequence_is_named_residue(const analysis *doc, const candidate *c)
{
	static const char *const behind[] = {"residue", "residues", "codon", "codons", NULL};
	static const char *const exchanged[] = {"to", "for", NULL};
	static const char *const at[] = {"at", "in", NULL};
	static const char *const places[] = {"position", "positions", "codon", "residue", "amino", NULL};
	static const char *const exchange[] = {"substitution", "substitutions", "change",
	                                       "mutation",     "replacement",   NULL};
	uint32_t t = c->first;
	if (!is_acid(doc, t)) {
		return false;
	}
	bool soft = analysis_is_soft(doc, t + 1);
	if (soft &&
	    (analysis_reads(doc, t + 1, behind) || (analysis_reads(doc, t + 1, exchanged) && is_acid(doc, t + 2)) ||
	     (analysis_reads(doc, t + 1, at) && analysis_is_soft(doc, t + 2) && analysis_reads(doc, t + 2, places)))) {
		return true;
	}
	bool numbered = t + 1 < doc->tokens.count && doc->tokens.items[t + 1].kind == TOKEN_DIGITS &&
	                doc->tokens.items[t + 1].gap == GAP_HYPHEN &&
	                (t + 2 == doc->tokens.count || doc->tokens.items[t + 2].gap != GAP_HYPHEN);
	/* "valine to methionine substitution", "a methionine for valine" */
	return numbered ||
	       (t > 1 && analysis_is_soft(doc, t) && analysis_reads(doc, t - 1, exchanged) && is_acid(doc, t - 2)) ||
	       (soft && analysis_reads(doc, t + 1, exchange) && t > 1 && analysis_reads(doc, t - 1, exchanged));
}

/* Is a token a run of bases? */
static bool is_of_bases(const analysis *doc, uint32_t token)
{
	const struct token *t = &doc->tokens.items[token];
	uint32_t at = t->start;
	while (at < t->end && strchr("ACGTU", doc->text[at])) {
		at++;
	}
	return at == t->end && t->end - t->start >= 3;
}

bool sequence_is_bases(const analysis *doc, const candidate *c)
{
	enum { RUNS_LEAST = 3 };
	if (!is_of_bases(doc, c->first)) {
		return false;
	}
	unsigned runs = 1;
	for (uint32_t t = c->first; t > 0 && runs < RUNS_LEAST && is_of_bases(doc, t - 1); t--) {
		runs++;
	}
	for (uint32_t t = c->end; t < doc->tokens.count && runs < RUNS_LEAST && is_of_bases(doc, t); t++) {
		runs++;
	}
	return runs >= RUNS_LEAST;
}

bool sequence_is_band(const analysis *doc, const candidate *c)
{
	const token *arm = &doc->tokens.items[c->first], *number = arm + 1;
	char letter = doc->text[arm->start];
	if (arm->end - arm->start != 1 || (letter != 'p' && letter != 'q') || number->kind != TOKEN_DIGITS ||
	    number->gap != GAP_NONE || number->end - number->start > 2) {
		return false;
	}
	char before = arm->start ? doc->text[arm->start - 1] : '\0',
		 behind = number->end < doc->length ? doc->text[number->end] : '\0';
	char second = number->end + 1 < doc->length ? doc->text[number->end + 1] : '\0';
	bool part = behind == '.' && ascii_is_digit(second);
	bool range = before == '-' && c->first > 1 && arm[-1].kind == TOKEN_DIGITS && arm[-1].gap == GAP_NONE &&
	             arm[-2].end - arm[-2].start == 1 &&
	             (doc->text[arm[-2].start] == 'p' || doc->text[arm[-2].start] == 'q');
	bool bracket = (before == ';' || (before == '(' && arm->start > 1 && doc->text[arm->start - 2] == ')')) &&
	               (behind == ';' || behind == ')');
	return part || range || bracket;
}

/* Web pages of codes. */
#include "format/term_page.h"

#include <string.h>

#include "core/ascii.h"

/* `whole`: the URL ends with the whole code, else with its part after the colon. */
typedef struct vocabulary {
	const char *prefix, *address;
	bool whole;
} vocabulary;

static const vocabulary vocabularies[] = {
	{"MONDO", "https://monarchinitiative.org/", true},
	{"MESH", "https://meshb.nlm.nih.gov/record/ui?ui=", false},
	{"NCBIGene", "https://www.ncbi.nlm.nih.gov/gene/", false},
	{"HP", "https://hpo.jax.org/browse/term/", true},
	{"DOID", "https://disease-ontology.org/?id=", true},
	{"OMIM", "https://omim.org/entry/", false},
	{"OMIMPS", "https://omim.org/phenotypicSeries/PS", false},
	{"PHARMGKB", "https://www.clinpgx.org/chemical/", false},
	{"CHEBI", "https://www.ebi.ac.uk/chebi/searchId.do?chebiId=", true},
	{"ORPHANET", "https://www.orpha.net/en/disease/detail/", false},
	{"ORPHA", "https://www.orpha.net/en/disease/detail/", false},
	{"HGNC", "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/", true},
	{"ENSEMBL", "https://www.ensembl.org/id/", false},
	{"UNIPROTKB", "https://www.uniprot.org/uniprotkb/", false},
	{"UNIPROT", "https://www.uniprot.org/uniprotkb/", false},
	{"DRUGBANK", "https://go.drugbank.com/drugs/", false},
	{"UMLS", "https://uts.nlm.nih.gov/uts/umls/concept/", false},
	{"NCIT", "https://evsexplore.semantics.cancer.gov/evsexplore/concept/ncit/", false},
	{"GO", "https://amigo.geneontology.org/amigo/term/", true},
	{"RXNORM", "https://mor.nlm.nih.gov/RxNav/search?searchBy=RXCUI&amp;searchTerm=", false},
};

/* Escapes as %XX all characters that a URL may not contain. */
static void address(buffer *out, const char *text, size_t length)
{
	static const char hex[] = "0123456789ABCDEF";
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
		if (letter || (c && strchr("-._~:", c))) {
			buffer_byte(out, (char)c);
		} else {
			const char escaped[3] = {'%', hex[c >> 4], hex[c & 15]};
			buffer_append(out, escaped, sizeof escaped);
		}
	}
}

bool term_page(buffer *out, const char *code, size_t length)
{
	const char *colon = memchr(code, ':', length);
	if (!colon) {
		return false;
	}
	size_t prefix = (size_t)(colon - code);
	for (size_t i = 0; i < sizeof vocabularies / sizeof *vocabularies; i++) {
		const vocabulary *v = &vocabularies[i];
		if (strlen(v->prefix) == prefix && ascii_begins_same(v->prefix, code, prefix)) {
			size_t skipped = v->whole ? 0 : prefix + 1;
			buffer_text(out, v->address);
			address(out, code + skipped, length - skipped);
			return true;
		}
	}
	return false;
}

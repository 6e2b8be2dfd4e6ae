/* Codes of IRIs. */
#include "iri.h"

#include "ascii.h"

#include <stdio.h>
#include <string.h>

typedef struct base {
	const char *prefix;
	const char *iri;
} base;

static const base vocabularies[] = {
#define VOCABULARY(prefix, iri, fhir, omop, name) {prefix, iri},
#include "vocabularies.inc"
};

/* What ontologies write besides. */
static const base others[] = {
	{"MESH", "http://identifiers.org/mesh/"},
	{"MESH", "http://id.nlm.nih.gov/mesh/vocab#"},
	{"MESH", "https://meshb.nlm.nih.gov/record/ui?ui="},
	{"MESH", "http://purl.bioontology.org/ontology/MESH/"},
	{"SNOMEDCT", "http://identifiers.org/snomedct/"},
	{"SNOMEDCT", "http://purl.bioontology.org/ontology/SNOMEDCT/"},
	{"OMIM", "http://identifiers.org/omim/"},
	{"OMIM", "http://omim.org/entry/"},
	{"OMIM", "http://purl.bioontology.org/ontology/OMIM/"},
	{"OMIMPS", "https://omim.org/phenotypicSeries/PS"},
	{"UMLS", "http://linkedlifedata.com/resource/umls/id/"},
	{"UMLS", "http://identifiers.org/umls/"},
	{"NCIT", "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#"},
	{"HGNC", "http://identifiers.org/hgnc/"},
	{"NCBIGene", "http://identifiers.org/ncbigene/"},
	{"NCBIGene", "http://www.ncbi.nlm.nih.gov/gene/"},
	{"ICD10CM", "http://identifiers.org/icd10cm/"},
	{"MedDRA", "http://identifiers.org/meddra/"},
	{"Orphanet", "http://identifiers.org/orphanet/"},
	{"DrugBank", "http://www.drugbank.ca/drugs/"},
	{"DrugBank", "http://identifiers.org/drugbank/"},
	{"DOID", "http://identifiers.org/doid/"},
	{"uniprot", "http://identifiers.org/uniprot/"},
};

/* The local part of an IRI that begins with the base; NULL where it does not. */
static const char *behind(const char *iri, const char *start)
{
	size_t length = strlen(start);
	return length && !strncmp(iri, start, length) && iri[length] ? iri + length : NULL;
}

static const char *find(const base *bases, size_t count, const char *iri, const char **prefix)
{
	const char *found = NULL;
	for (size_t i = 0; i < count; i++) {
		const char *local = behind(iri, bases[i].iri);
		/* The longest base: what is left is shortest. */
		if (local && (!found || local > found)) {
			found = local;
			*prefix = bases[i].prefix;
		}
	}
	return found;
}

/* A part of an IRI with another segment in it is no local part. */
static bool is_local(const char *text)
{
	return *text && !strpbrk(text, "/#?");
}

/* A prefix that the caller gives: "EX=http://example.org/". */
static const char *find_given(const import *job, const char *iri, char prefix[TYPES_CODE_ROOM])
{
	const char *found = NULL;
	for (size_t i = 0; i < job->options->prefix_count; i++) {
		const char *given = job->options->prefixes[i];
		const char *equals = strchr(given, '=');
		const char *local = equals ? behind(iri, equals + 1) : NULL;
		if (local && (!found || local > found) && (size_t)(equals - given) < TYPES_CODE_ROOM) {
			found = local;
			memcpy(prefix, given, (size_t)(equals - given));
			prefix[equals - given] = '\0';
		}
	}
	return found;
}

static bool write_code(const import *job, const char *prefix, const char *local, char code[TYPES_CODE_ROOM])
{
	char written[TYPES_CODE_ROOM];
	int length = snprintf(written, sizeof written, "%s:%s", prefix, local);
	return length > 0 && (size_t)length < sizeof written && types_code(job->types, written, code);
}

bool iri_code(const import *job, const char *iri, char code[TYPES_CODE_ROOM])
{
	char given[TYPES_CODE_ROOM];
	const char *prefix = NULL;
	const char *local = find_given(job, iri, given);
	if (local) {
		return write_code(job, given, local, code);
	}
	local = find(vocabularies, sizeof vocabularies / sizeof *vocabularies, iri, &prefix);
	if (!local || !is_local(local)) {
		local = find(others, sizeof others / sizeof *others, iri, &prefix);
	}
	if (local && is_local(local)) {
		return write_code(job, prefix, local, code);
	}
	return types_code(job->types, iri, code);
}

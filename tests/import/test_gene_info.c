/* NCBI gene_info. */
#include "fixture.h"

#define OLD_HEAD \
	"#Format: tax_id GeneID Symbol LocusTag Synonyms dbXrefs chromosome map_location description " \
	"type_of_gene Symbol_from_nomenclature_authority Full_name_from_nomenclature_authority Nomenclature_status " \
	"Other_designations Modification_date (tab is used as a separator, pound sign - start of a comment)\n"
#define NEW_HEAD \
	"#tax_id\tGeneID\tSymbol\tLocusTag\tSynonyms\tdbXrefs\tchromosome\tmap_location\tdescription\t" \
	"type_of_gene\tSymbol_from_nomenclature_authority\tFull_name_from_nomenclature_authority\t" \
	"Nomenclature_status\tOther_designations\tModification_date\tFeature_type\n"
#define ROW \
	"9606\t7454\tWAS\t-\tIMD2|THC\tMIM:300392|HGNC:HGNC:12731|Ensembl:ENSG00000015285|HPRD:02454\tX\tXp11.23\t" \
	"eczema gene product\tprotein-coding\tWAS1\tproduct of the eczema gene\tO\t" \
	"hypothetical protein|the protein WASp\t20150607"

static void expect_gene(const char *rows)
{
	expect_row(rows, "#source\tNCBIGene\tNCBI Gene");
	expect_row(rows,
	           "C\tNCBIGene:7454\tmarker\tWAS\t\t"
	           "xref=OMIM:300392|exact=HGNC:12731|xref=Ensembl:ENSG00000015285");
	expect_row(rows, "N\tNCBIGene:7454\tpreferred\tWAS\t-");
	expect_row(rows, "N\tNCBIGene:7454\texact\tWAS1\t-");
	expect_row(rows, "N\tNCBIGene:7454\texact\tIMD2\t-");
	expect_row(rows, "N\tNCBIGene:7454\texact\tTHC\tps");
	expect_row(rows, "N\tNCBIGene:7454\texact\teczema gene product");
	expect_row(rows, "N\tNCBIGene:7454\texact\tproduct of the eczema gene");
	expect_row(rows, "N\tNCBIGene:7454\trelated\tthe protein WASp");
	expect_row(rows, "#left-out\tNCBIGene\tname that says nothing\t1");
	expect_row(rows, "#left-out\tNCBIGene\tcross-reference of a kind that is not used\t1");
}

static void test_headers(void **state)
{
	(void)state;
	static const char *const sources[] = {
		OLD_HEAD ROW "\n",
		NEW_HEAD ROW "\t-\n",
		ROW "\r\n",
		NEW_HEAD ROW "\t-",
	};
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		char *rows = fixture_rows(sources[i]);
		expect_gene(rows);
		free(rows);
	}
}

/* The columns are found by name, in whatever order. */
static void test_column_order(void **state)
{
	(void)state;
	char *rows = fixture_rows(
		"#tax_id\tGeneID\tSymbol\tOther_designations\tnew column\ttype_of_gene\tSynonyms\tdbXrefs\t"
		"description\tFull_name_from_nomenclature_authority\tSymbol_from_nomenclature_authority\n"
		"9606\t1\tA1\tother\tx\tncRNA\tA2|osterix|pelle|helicase\t-\tlong name\tlong name\tA1\n");
	expect_row(rows, "C\tNCBIGene:1\tmarker\tA1");
	expect_row(rows, "N\tNCBIGene:1\texact\tA2\ts");
	expect_row(rows, "N\tNCBIGene:1\texact\tosterix\tcpv"); /* a word, which may begin a sentence */
	expect_row(rows, "N\tNCBIGene:1\texact\tpelle\t-");
	expect_row(rows, "N\tNCBIGene:1\texact\thelicase\ts");
	expect_row(rows, "N\tNCBIGene:1\texact\tlong name");
	expect_row(rows, "N\tNCBIGene:1\trelated\tother");
	free(rows);
}

#define GENE(tax, id, symbol, kind) tax "\t" id "\t" symbol "\t-\t-\t-\t1\t1p\t-\t" kind "\t-\t-\t-\t-\t20150607\n"

static void test_left_out(void **state)
{
	(void)state;
	char *rows = fixture_rows(OLD_HEAD GENE("9606", "1", "A1", "pseudo") GENE("10090", "2", "A2", "other")
	                              GENE("9606", "3", "NEWENTRY", "other") GENE("9606", "4", "A4", "other"));
	expect_row(rows, "C\tNCBIGene:4\tmarker\tA4");
	expect_no_row(rows, "C\tNCBIGene:1");
	expect_row(rows, "#left-out\tNCBIGene\tpseudogene\t1");
	expect_row(rows, "#left-out\tNCBIGene\tgene of another organism\t1");
	expect_row(rows, "#left-out\tNCBIGene\tplaceholder for a gene to come\t1");
	free(rows);
}

static void test_damage(void **state)
{
	(void)state;
	expect_failure(OLD_HEAD ROW "\n9606\t1\tA1\n", ONTO_DAMAGED, 3, "too few columns");
	expect_failure(OLD_HEAD GENE("9606", "x1", "A1", "other"), ONTO_DAMAGED, 2, "GeneID is no number");
	expect_failure(OLD_HEAD GENE("9606", "1", "-", "other"), ONTO_DAMAGED, 2, "no symbol");
	expect_failure("#tax_id\tGeneID\tSymbol\n", ONTO_DAMAGED, 1, "the column Synonyms is missing");
	expect_failure(OLD_HEAD GENE("9606", "1", "\xC3(", "other"), ONTO_DAMAGED, 2, "not UTF-8");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_column_order),
		cmocka_unit_test(test_left_out),
		cmocka_unit_test(test_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Which proteins of MeSH and which genes become one meaning. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "support.h"

/* Links the genes of some rows, and finds the row of a concept among those that are written. */
static void row_of(const char *rows, const char *code, char *out, size_t room)
{
	char folder[64], path[128], line[1000], head[64];
	onto_builder *builder = builder_of(rows);
	onto_error error = {0};
	make_folder(folder);
	snprintf(path, sizeof path, "%s/links.dict.gz", folder);
	snprintf(head, sizeof head, "C\t%s\t", code);
	must(onto_builder_link_genes(builder, &error), &error);
	must(onto_builder_write(builder, path, &error), &error);
	onto_builder_free(builder);
	gzFile file = gzopen(path, "rb");
	assert_non_null(file);
	*out = '\0';
	while (gzgets(file, line, sizeof line)) {
		if (strncmp(line, head, strlen(head)) == 0) {
			snprintf(out, room, "%s", line);
		}
	}
	gzclose(file);
	remove_folder(folder);
}

static void expect_link(const char *rows, const char *gene, const char *protein)
{
	char row[1000];
	row_of(rows, gene, row, sizeof row);
	if (!strstr(row, "exact=MESH:") != !protein || (protein && !strstr(row, protein))) {
		fail_msg("%s: %s", gene, row);
	}
}

static void an_official_name_that_is_the_heading_links(void **state)
{
	(void)state;
	expect_link(
		"C\tNCBIGene:1\tmarker\tDSG1\nN\tNCBIGene:1\texact\tdesmoglein 1\n"
		"C\tMESH:D1\tmarker\tDesmoglein-1\n",
		"NCBIGene:1", "exact=MESH:D1");
	expect_link(
		"C\tNCBIGene:1\tmarker\tF2RL1\nN\tNCBIGene:1\texact\tPAR-2 receptor\n"
		"C\tMESH:D1\tmarker\tReceptor, PAR-2\n",
		"NCBIGene:1", "exact=MESH:D1");
	expect_link(
		"C\tNCBIGene:1\tmarker\tSRF\nN\tNCBIGene:1\texact\tserum response factor (c-fos binding)\n"
		"C\tMESH:D1\tmarker\tSerum Response Factor\n",
		"NCBIGene:1", "exact=MESH:D1");
}

static void two_names_link_one_of_them_official(void **state)
{
	(void)state;
	static const char protein[] =
		"C\tMESH:D1\tmarker\tGalaptin\nN\tMESH:D1\texact\tS-Lac Lectin\nN\tMESH:D1\texact\tGBP1X\n";
	char rows[500];
	snprintf(rows, sizeof rows,
	         "%sC\tNCBIGene:1\tmarker\tLGALS1\nN\tNCBIGene:1\trelated\tS-lac lectin\nN\tNCBIGene:1\texact\tGBP1X\n",
	         protein);
	expect_link(rows, "NCBIGene:1", "exact=MESH:D1");
	snprintf(
		rows, sizeof rows,
		"%sC\tNCBIGene:1\tmarker\tLGALS1\nN\tNCBIGene:1\trelated\tS-lac lectin\nN\tNCBIGene:1\trelated\tGBP1X\n",
		protein);
	expect_link(rows, "NCBIGene:1", NULL);
	snprintf(rows, sizeof rows, "%sC\tNCBIGene:1\tmarker\tLGALS1\nN\tNCBIGene:1\texact\tGBP1X\n", protein);
	expect_link(rows, "NCBIGene:1", NULL);
}

static void what_is_not_one_gene_is_not_linked(void **state)
{
	(void)state;
	/* A class, in the plural. */
	expect_link("C\tNCBIGene:1\tmarker\tFLNA\nN\tNCBIGene:1\texact\tfilamins\nC\tMESH:D1\tmarker\tFilamins\n",
	            "NCBIGene:1", NULL);
	/* A name of two genes. */
	expect_link(
		"C\tNCBIGene:1\tmarker\tAAA1\nN\tNCBIGene:1\texact\tgelsolin\n"
		"C\tNCBIGene:2\tmarker\tBBB2\nN\tNCBIGene:2\texact\tgelsolin\nC\tMESH:D1\tmarker\tGelsolin\n",
		"NCBIGene:1", NULL);
	/* Two proteins of one gene; the heading that is its whole name wins. */
	static const char two[] =
		"C\tNCBIGene:1\tmarker\tGLDC\nN\tNCBIGene:1\texact\tglycine dehydrogenase (decarboxylating)\n"
		"C\tMESH:D1\tmarker\tGlycine Dehydrogenase\n"
		"C\tMESH:D2\tmarker\tGlycine Dehydrogenase (Decarboxylating)\n";
	expect_link(two, "NCBIGene:1", "exact=MESH:D2");
	/* Another type; a retired gene; nothing at all. */
	expect_link(
		"C\tNCBIGene:1\tmarker\tEPO1\nN\tNCBIGene:1\texact\terythropoietin\nC\tMESH:D1\tdrug\tErythropoietin\n",
		"NCBIGene:1", NULL);
	expect_link(
		"C\tNCBIGene:1\tmarker\tDSG1\t\t\tobsolete\nN\tNCBIGene:1\texact\tdesmoglein\n"
		"C\tMESH:D1\tmarker\tDesmoglein\n",
		"NCBIGene:1", NULL);
	expect_link("", "NCBIGene:1", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_official_name_that_is_the_heading_links),
		cmocka_unit_test(two_names_link_one_of_them_official),
		cmocka_unit_test(what_is_not_one_gene_is_not_linked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

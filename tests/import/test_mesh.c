/* MeSH XML. */
#include "fixture.h"

#define HEAD \
	"<?xml version=\"1.0\"?>\n" \
	"<!DOCTYPE DescriptorRecordSet SYSTEM \"https://x/nlmdescriptorrecordset_20240101.dtd\">\n"
#define SET(records)           HEAD "<DescriptorRecordSet LanguageCode=\"eng\">\n" records "</DescriptorRecordSet>\n"
#define UI(ui, name)           "<DescriptorUI>" ui "</DescriptorUI><DescriptorName><String>" name "</String></DescriptorName>"
#define RECORD(ui, name, rest) "<DescriptorRecord DescriptorClass=\"1\">" UI(ui, name) rest "</DescriptorRecord>\n"
#define TREE(number)           "<TreeNumberList><TreeNumber>" number "</TreeNumber></TreeNumberList>"
#define TREES(a, b)            "<TreeNumberList><TreeNumber>" a "</TreeNumber><TreeNumber>" b "</TreeNumber></TreeNumberList>"
#define TERM(permuted, tag, name) \
	"<Term ConceptPreferredTermYN=\"N\" IsPermutedTermYN=\"" permuted "\" LexicalTag=\"" tag \
	"\">" \
	"<TermUI>T1</TermUI><String>" name "</String></Term>"
#define CONCEPT(preferred, ui, rest, terms) \
	"<Concept PreferredConceptYN=\"" preferred "\"><ConceptUI>" ui "</ConceptUI>" rest \
	"<ConceptName><String>not a term</String></ConceptName><TermList>" terms "</TermList></Concept>"
#define CONCEPTS(list) "<ConceptList>" list "</ConceptList>"

static void test_names(void **state)
{
	(void)state;
	char *rows = fixture_rows(SET(RECORD(
		"D1", "Lung Neoplasms",
		TREE("C04.588") CONCEPTS(CONCEPT("Y", "M1", "",
	                                     TERM("N", "NON", "Lung Neoplasms") TERM("Y", "NON", "Neoplasms, Lung")
	                                         TERM("N", "NON", "Cancer of\n   the Lung") TERM(
												 "Y", "NON", "Lung, Cancer") TERM("Y", "NON", "Cancers of Lung"))
	                                 CONCEPT("N", "M2", "",
	                                         TERM("N", "ABX", "LN-2") TERM("N", "ABX", "Kinase, NF-kappa B")
	                                             TERM("N", "LAB", "AB 12 &amp; C"))))));
	expect_row(rows, "#source\tMESH\tMeSH, descriptors\t2024");
	expect_row(rows, "C\tMESH:D1\tdisease\tLung Neoplasms");
	expect_row(rows, "N\tMESH:D1\texact\tCancer of the Lung");
	expect_row(rows, "N\tMESH:D1\texact\tLung, Cancer");
	expect_row(rows, "N\tMESH:D1\texact\tCancers of Lung");
	expect_row(rows, "N\tMESH:D1\texact\tLN-2\ts");
	expect_row(rows, "N\tMESH:D1\texact\tAB 12 & C\t-");
	expect_row(rows, "N\tMESH:D1\texact\tKinase, NF-kappa B");
	expect_no_row(rows, "N\tMESH:D1\texact\tKinase, NF-kappa B\t-");
	expect_no_row(rows, "N\tMESH:D1\texact\tNeoplasms, Lung");
	expect_no_row(rows, "N\tMESH:D1\texact\tnot a term");
	expect_row(rows, "#left-out\tMESH\tpermuted name\t1");
	free(rows);
}

/* An organism that is wanted is a concept, with the short form of a species, and its names claim their places. */
static void test_organisms(void **state)
{
	(void)state;
	char *rows = fixture_rows(
		SET(RECORD("D4", "Escherichia coli",
	               TREE("B03.440") CONCEPTS(CONCEPT("Y", "M1", "", TERM("N", "NON", "Bacterium coli"))))
	            RECORD("D5", "Sindbis Virus", TREE("B03.5")) RECORD("D6", "Brucella", TREE("B03.6"))
	                RECORD("D7", "Sindbis virus", TREE("B03.7"))));
	expect_row(rows, "C\tMESH:D4\torganism\tEscherichia coli");
	expect_row(rows, "N\tMESH:D4\texact\tE. coli");
	expect_row(rows, "N\tMESH:D4\texact\tBacterium coli");
	expect_row(rows, "N\tONTOTAG:other\texact\tBacterium coli\tcpxn");
	expect_row(rows, "C\tMESH:D6\torganism\tBrucella");
	expect_no_row(rows, "N\tMESH:D4\texact\tB. coli");
	expect_no_row(rows, "N\tMESH:D5\texact\tS. Virus");
	expect_no_row(rows, "N\tMESH:D7\texact\tS. virus");
	free(rows);
}

/* An organism is no concept; its names, but for inverted ones, are those of another thing. */
static void test_other_things(void **state)
{
	(void)state;
	char *rows = fixture_rows(SET(RECORD(
		"D2", "Hepacivirus",
		TREE("B04.820") CONCEPTS(CONCEPT("Y", "M1", "",
	                                     TERM("N", "NON", "Hepacivirus") TERM("N", "NON", "Hepatitis C Virus")
	                                         TERM("N", "NON", "Viruses, Hepatitis C"))))));
	expect_row(rows, "C\tONTOTAG:other\tdisease\t(another thing)");
	expect_row(rows, "N\tONTOTAG:other\texact\tHepatitis C Virus\tcpxn");
	expect_no_row(rows, "N\tONTOTAG:other\texact\tViruses, Hepatitis C");
	expect_no_row(rows, "C\tMESH:D2");
	expect_row(rows, "#left-out\tMESH\tanother thing (kept, as a place where nothing is tagged)\t1");
	free(rows);
}

/* The relation may be worded from either side, and before the concept that it speaks of. */
static void test_relations(void **state)
{
	(void)state;
#define RELATION(name, from, to) \
	"<ConceptRelation RelationName=\"" name "\"><Concept1UI>" from "</Concept1UI><Concept2UI>" to \
	"</Concept2UI></ConceptRelation>"
	char *rows = fixture_rows(SET(RECORD(
		"D1", "Middle",
		TREE("C04.588") CONCEPTS(
			CONCEPT("Y", "M1",
	                "<ConceptRelationList>" RELATION("NRW", "M1", "M2") RELATION("BRD", "M1", "M3")
	                    RELATION("REL", "M1", "M4") RELATION("NRW", "M5", "M1")
	                        RELATION("NRW", "M2", "M6") "</ConceptRelationList>",
	                TERM("N", "NON", "Centre")) CONCEPT("N", "M2", "", TERM("N", "NON", "Below"))
				CONCEPT("N", "M3", "", TERM("N", "NON", "Above")) CONCEPT("N", "M4", "", TERM("N", "NON", "Beside"))
					CONCEPT("N", "M5", "", TERM("N", "NON", "Above too"))
						CONCEPT("N", "M6", "", TERM("N", "NON", "Unsaid"))))));
	expect_row(rows, "N\tMESH:D1\texact\tCentre");
	expect_row(rows, "N\tMESH:D1\tnarrow\tBelow");
	expect_row(rows, "N\tMESH:D1\tbroad\tAbove");
	expect_row(rows, "N\tMESH:D1\trelated\tBeside");
	expect_row(rows, "N\tMESH:D1\tbroad\tAbove too");
	expect_row(rows, "N\tMESH:D1\texact\tUnsaid");
	free(rows);
}

static void test_types_and_parents(void **state)
{
	(void)state;
	char *rows = fixture_rows(SET(
		RECORD("D5", "Leaf", TREES("C04.1.2.3", "D27.1")) RECORD("D009369", "Neoplasms", "") RECORD("D2", "Branch",
	                                                                                                TREE("C04.1"))
			RECORD("D3", "Somewhere", TREE("G01.1")) RECORD("D4", "Protein", TREE("D12.776.1")) RECORD(
				"D6", "Protein drug",
				TREE("D12.776.1.2") "<PharmacologicalActionList><PharmacologicalAction><DescriptorReferredTo>" UI(
					"D9", "Agents") "</DescriptorReferredTo></PharmacologicalAction></PharmacologicalActionList>")
				RECORD("D7", "Role", TREE("D27.1"))));
	expect_row(rows, "C\tMESH:D5\tdisease\tLeaf\tMESH:D2"); /* nothing stands at C04.1.2 */
	expect_row(rows, "C\tMESH:D2\tdisease\tBranch\tMESH:D009369");
	expect_row(rows, "C\tMESH:D009369\tdisease\tNeoplasms");
	expect_row(rows, "C\tMESH:D4\tmarker\tProtein");
	expect_row(rows, "C\tMESH:D6\tdrug\tProtein drug\tMESH:D4");
	expect_row(rows, "#left-out\tMESH\tbranch without a type\t1");
	expect_row(rows, "#left-out\tMESH\ta role, not a substance\t1");
	free(rows);
}

/* One stands below the other in this tree, above it in that. The one nearer to the top is the parent. */
static void test_cycle(void **state)
{
	(void)state;
	char *rows = fixture_rows(SET(RECORD("D1", "Upper", TREES("C11.1", "C10.1.1.5.1"))
	                                  RECORD("D2", "Lower", TREES("C11.1.1", "C10.1.1.5"))));
	expect_row(rows, "C\tMESH:D2\tdisease\tLower\tMESH:D1");
	expect_row(rows, "C\tMESH:D1\tdisease\tUpper");
	expect_no_row(rows, "C\tMESH:D1\tdisease\tUpper\tMESH:D2");
	expect_row(rows, "#left-out\tMESH\tparent that closes a cycle\t1");
	free(rows);
}

static void test_registry_numbers(void **state)
{
	(void)state;
#define NUMBER(text) "<RegistryNumberList><RegistryNumber>" text "</RegistryNumber></RegistryNumberList>"
	char *rows = fixture_rows(SET(
		RECORD("D1", "One", TREE("D02.1") CONCEPTS(CONCEPT("Y", "M1", NUMBER("50-78-2"), "")))
			RECORD("D2", "Two", TREE("D02.2") CONCEPTS(CONCEPT("Y", "M1", NUMBER("50-78-3"), "")))
				RECORD("D3", "Three", TREE("D02.3") CONCEPTS(CONCEPT("Y", "M1", NUMBER("R16CO5Y76E"), "")))
					RECORD("D4", "Four", TREE("D02.4") CONCEPTS(CONCEPT("N", "M1", NUMBER("R16CO5Y76E"), "")))
						RECORD("D5", "Five",
	                           TREE("D02.5") CONCEPTS(CONCEPT("Y", "M1", NUMBER("EC 3.4.21.4") NUMBER("0"), "")))));
	expect_row(rows, "C\tMESH:D1\tdrug\tOne\t\texact=CAS:50-78-2");
	expect_row(rows, "C\tMESH:D2\tdrug\tTwo\n"); /* its last digit does not check */
	expect_row(rows, "C\tMESH:D3\tdrug\tThree\t\texact=UNII:R16CO5Y76E");
	expect_row(rows, "C\tMESH:D4\tdrug\tFour\t\txref=UNII:R16CO5Y76E");
	expect_row(rows, "C\tMESH:D5\tdrug\tFive\n");
	free(rows);
}

static void test_supplementary(void **state)
{
	(void)state;
#define SCR(class, ui, name, rest) \
	"<SupplementalRecord SCRClass = \"" class "\"><SupplementalRecordUI>" ui \
											  "</SupplementalRecordUI>" \
											  "<SupplementalRecordName><String>" name \
											  "</String></SupplementalRecordName>" rest "</SupplementalRecord>\n"
#define MAPPED(ui) \
	"<HeadingMappedTo><DescriptorReferredTo>" UI(ui, "Heading") "</DescriptorReferredTo></HeadingMappedTo>"
	onto_builder *builder = NULL;
	onto_error error = {0};
	static const char headings[] = SET(RECORD("D1", "Acids", TREE("D02.1")) RECORD("D2", "Esters", TREE("D02.2")));
	static const char records[] =
		"<!DOCTYPE SupplementalRecordSet SYSTEM \"nlmsupplementalrecordset_20250101.dtd\">\n"
		"<SupplementalRecordSet>\n" SCR("1", "C1", "some acid",
	                                    "<HeadingMappedToList>" MAPPED("*D1") MAPPED("D2") "</HeadingMappedToList>")
			SCR("3", "C2", "some syndrome", CONCEPTS(CONCEPT("Y", "M1", "", TERM("N", "NON", "other name"))))
				SCR("2", "C3", "some protocol", "") "</SupplementalRecordSet>";
	assert_int_equal(onto_builder_new(&builder, &error), ONTO_OK);
	assert_int_equal(fixture_import(builder, headings, strlen(headings), &error), ONTO_OK);
	assert_int_equal(fixture_import(builder, records, strlen(records), &error), ONTO_OK);
	fixture_path written = fixture_file("", 0);
	assert_int_equal(onto_builder_write(builder, written.text, &error), ONTO_OK);
	char *rows = fixture_read(written.text);
	unlink(written.text);
	onto_builder_free(builder);

	expect_row(rows, "#source\tMESH-SCR\tMeSH, supplementary records\t2025");
	expect_row(rows, "C\tMESH:C1\tdrug\tsome acid\tMESH:D1|MESH:D2");
	expect_row(rows, "C\tMESH:C2\tdisease\tsome syndrome");
	expect_row(rows, "N\tMESH:C2\texact\tother name");
	expect_row(rows, "#left-out\tMESH-SCR\tbranch without a type\t1");
	free(rows);
}

static void test_damage(void **state)
{
	(void)state;
#define OPEN "<DescriptorRecordSet>\n"
	expect_failure(OPEN "<DescriptorRecord>\n<Descr", ONTO_DAMAGED, 3, "ends before");
	expect_failure(OPEN "<DescriptorRecord>\n</Descriptor>", ONTO_DAMAGED, 3, "mismatched tag");
	expect_failure(OPEN "<DescriptorRecord>\n</DescriptorRecord>", ONTO_DAMAGED, 3, "no id");
	expect_failure(OPEN "<DescriptorRecord>\n<DescriptorUI>D1</DescriptorUI></DescriptorRecord>", ONTO_DAMAGED, 3,
	               "MESH:D1 has no name");
	expect_failure(OPEN "<DescriptorRecord><Term>\n<DescriptorRecord>", ONTO_DAMAGED, 3, "within a record");
	expect_failure(OPEN "<DescriptorRecord>\n<DescriptorUI>\xE9</DescriptorUI>", ONTO_DAMAGED, 3, "invalid token");
	expect_failure("<!DOCTYPE DescriptorRecordSet [\n<!ENTITY a \"b\">]>" OPEN, ONTO_DAMAGED, 2, "entity");
}

static void append(char *text, const char *piece, size_t times)
{
	text += strlen(text);
	for (size_t i = 0; i < times; i++, text += strlen(piece)) {
		strcpy(text, piece);
	}
}

static void test_limits(void **state)
{
	(void)state;
	enum { ROOM = 20 << 20 };
	char *source = malloc(ROOM);
	assert_non_null(source);

	strcpy(source, OPEN);
	append(source, "<a>", 100);
	expect_failure(source, ONTO_LIMIT, 2, "nested");

	strcpy(source, OPEN "<DescriptorRecord>");
	append(source, "<Term/>", 10001);
	expect_failure(source, ONTO_LIMIT, 2, "parts of one kind");

	strcpy(source, OPEN "<DescriptorRecord><DescriptorUI>");
	append(source, "0123456789abcdef", (1 << 16) + 1);
	expect_failure(source, ONTO_LIMIT, 2, "text is too long");

	strcpy(source, OPEN "<a b=\"");
	append(source, "0123456789abcdef", (17 << 20) / 16);
	expect_failure(source, ONTO_LIMIT, 2, "too long");
	free(source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_organisms),
		cmocka_unit_test(test_other_things),
		cmocka_unit_test(test_relations),
		cmocka_unit_test(test_types_and_parents),
		cmocka_unit_test(test_cycle),
		cmocka_unit_test(test_registry_numbers),
		cmocka_unit_test(test_supplementary),
		cmocka_unit_test(test_damage),
		cmocka_unit_test(test_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

"""Licensed vocabularies, by files written after their published layouts: UMLS, RxNorm, SNOMED CT, LOINC, ICD-10-CM, HGNC, CTD,
DrugBank, NCI Thesaurus."""
import gzip
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "command"))
from support import CommandTest, ONTOTAG, ROOT, main  # noqa: E402


def rrf(*rows):
    return "".join("|".join(row) + "|\n" for row in rows)


def atom(cui, text, sab="MTH", tty="PN", code="NOCODE", lat="ENG", ts="S", stt="PF", ispref="N", suppress="N"):
    return (cui, lat, ts, "L1", stt, "S1", ispref, "A1", "", "", "", sab, tty, code, text, "0", suppress, "")


def relation(first, rel, second, rela="", sab="SNOMEDCT_US", suppress="N"):
    return (first, "A1", "AUI", rel, second, "A2", "AUI", rela, "R1", "", sab, sab, "", "", suppress, "")


CONSO = rrf(
    atom("C0004096", "Asthmas", sab="MSH", tty="PM", code="D001249"),
    atom("C0004096", "Asthma", sab="MSH", tty="MH", code="D001249", ts="P", ispref="Y"),
    atom("C0004096", "Bronchial asthma", sab="SNOMEDCT_US", tty="SY", code="195967001"),
    atom("C0004096", "Asthme", sab="MSHFRE", tty="MH", code="D001249", lat="FRE"),
    atom("C0004096", "BA", sab="NCI", tty="AB", code="C28397"),
    atom("C0004096", "wrong", sab="SNOMEDCT_US", tty="OAP", code="9", suppress="O"),
    atom("C0004096", "Asthma", sab="HPO", tty="PT", code="HP:0002099"),
    atom("C0024115", "Lung Diseases", sab="MSH", tty="MH", code="D008171", ts="P", ispref="Y"),
    atom("C0000001", "A place", sab="MTH", ts="P"),
    atom("C0012634", "", sab="MTH", ts="P"),
    atom("C0000009", "an odd name \u00e9", sab="MTH", ts="P"))
STY = rrf(("C0004096", "T047", "B2.2.1.2.1", "Disease or Syndrome", "AT1", ""), ("C0024115", "T033", "A", "Finding", "AT2", ""),
          ("C0024115", "T047", "B2", "Disease or Syndrome", "AT2", "256"), ("C0000001", "T082", "A2", "Spatial Concept", "AT3", ""),
          ("C0000009", "T191", "B2", "Neoplastic Process", "AT4", ""))
REL = rrf(relation("C0004096", "PAR", "C0024115"), relation("C0024115", "CHD", "C0004096"), relation("C0004096", "PAR", "C0004096"),
          relation("C0024115", "PAR", "C0004096", suppress="O"), relation("C0004096", "RO", "C0000001"), ("", "A1", "AUI", "SY", "C0004096", "A2",
                                                                                                     "AUI", "", "R", "", "X", "X", "", "", "N", ""))


class Vocabularies(CommandTest):
    def build(self, *arguments, code=0):
        out = self.path("out.gz")
        result = self.run_ontotag("build", "-o", out, *arguments)
        self.assertEqual(result.code, code, result.err)
        self.err = result.err
        with gzip.open(out, "rt", encoding="utf-8") as rows:
            return rows.read()

    def folder_of(self, **files):
        os.makedirs(self.path("META"), exist_ok=True)
        for name, content in files.items():
            self.write(os.path.join("META", name + ".RRF"), content)
        return self.path("META")

    def has(self, rows, *expected):
        for row in expected:
            self.assertIn(row, rows)

    def test_umls(self):
        folder = self.folder_of(MRCONSO=CONSO, MRSTY=STY, MRREL=REL)
        rows = self.build(folder)
        self.has(rows, "C\tUMLS:C0004096\tdisease\tAsthma\tUMLS:C0024115\texact=MESH:D001249|exact=SNOMEDCT:195967001|exact=NCIT:C28397|exact=HP:0002099\n",
                 "C\tUMLS:C0024115\tdisease\tLung Diseases\t\texact=MESH:D008171\n", "N\tUMLS:C0004096\texact\tBronchial asthma\t",
                 "N\tUMLS:C0004096\texact\tBA\t", "C\tUMLS:C0000009\tdisease\tan odd name \u00e9", "suppressible\t1", "permuted term\t1",
                 "name in another language\t1", "topic (only with --types)\t1", "empty name\t1")
        self.assertNotIn("wrong", rows)
        self.assertIn("UMLS, 11 rows, 3 concepts; with MRSTY and MRREL", self.err)
        self.assertIn("is read with MRCONSO.RRF", self.err)
        self.assertEqual(self.build(os.path.join(folder, "MRCONSO.RRF")), rows)

    def test_umls_in_another_form(self):
        """A BOM, CRLF, gzip."""
        plain = self.build(self.folder_of(MRCONSO=CONSO, MRSTY=STY, MRREL=REL))
        folder = self.folder_of(MRCONSO="\ufeff" + CONSO.replace("\n", "\r\n"), MRSTY=STY.replace("\n", "\r\n"))
        os.remove(os.path.join(folder, "MRREL.RRF"))
        self.write("META/MRREL.RRF.gz", gzip.compress(REL.encode()))
        self.assertEqual(self.build(folder), plain)

    def test_umls_chosen(self):
        with open(os.path.join(ROOT, "dictionaries", "types.tsv"), encoding="utf-8") as rules:
            rules = self.write("types.tsv", rules.read() + "take\tSNOMEDCT_US:*\ntake\tNCI:AB\n")
        rows = self.build("--types-file", rules, self.folder_of(MRCONSO=CONSO, MRSTY=STY, MRREL=REL))
        self.has(rows, "C\tUMLS:C0004096\tdisease\tBronchial asthma\t", "N\tUMLS:C0004096\texact\tBA", "term of a source or kind that is not taken\t")
        self.assertNotIn("Lung", rows)
        french = self.build("--language", "fr", self.folder_of(MRCONSO=CONSO, MRSTY=STY, MRREL=REL))
        self.has(french, "C\tUMLS:C0004096\tdisease\tAsthme")

    def test_umls_broken(self):
        out = self.path("out.gz")
        for files, says in (({"MRCONSO": CONSO}, ["MRSTY.RRF must lie beside"]),
                            ({"MRCONSO": CONSO + "C0000005|ENG|\n", "MRSTY": STY}, ["MRCONSO.RRF:12", "too few fields"]),
                            ({"MRCONSO": CONSO + CONSO.replace("C0004096", "X0004096"), "MRSTY": STY}, ["MRCONSO.RRF:12", "no concept number"]),
                            ({"MRCONSO": CONSO, "MRSTY": STY + "C0004096|T047|\n"}, ["MRSTY.RRF:6", "too few fields"]),
                            ({"MRCONSO": CONSO, "MRSTY": STY, "MRREL": REL + "x|\n"}, ["MRREL.RRF:7", "too few fields"]),
                            ({"MRCONSO": CONSO.encode() + b"C0004097|ENG|P|L|PF|S|Y|A||||MTH|PN|NOCODE|\xff|0|N||\n", "MRSTY": STY}, [":12", "not UTF-8"])):
            for name in os.listdir(self.path("META")) if os.path.isdir(self.path("META")) else []:
                os.remove(os.path.join(self.path("META"), name))
            folder = self.folder_of(**files)
            with self.subTest(says):
                self.refused(1, "build", "-q", "-o", out, os.path.join(folder, "MRCONSO.RRF"), says=says)
                self.assertFalse(os.path.exists(out))

    def test_rxnorm(self):
        names = rrf(atom("1191", "aspirin", sab="RXNORM", tty="IN", code="1191"),
                    atom("1191", "ACETYLSALICYLIC ACID", sab="DRUGBANK", tty="SY", code="DB00945"),
                    atom("1191", "acetylsalicylic acid", sab="RXNORM", tty="SY", code="1191"),
                    atom("215568", "Bayer Aspirin", sab="RXNORM", tty="BN", code="215568"),
                    atom("243670", "aspirin 81 MG Oral Tablet", sab="RXNORM", tty="SCD", code="243670"),
                    atom("1191", "old", sab="RXNORM", tty="SY", suppress="Y"))
        relations = rrf(relation("1191", "RB", "215568", "tradename_of", "RXNORM"), relation("215568", "RN", "1191", "has_tradename", "RXNORM"))
        rows = self.build(self.folder_of(RXNCONSO=names, RXNREL=relations))
        self.has(rows, "C\tRXNORM:1191\tdrug\taspirin\t\texact=DrugBank:DB00945\n", "N\tRXNORM:1191\texact\tacetylsalicylic acid",
                 "C\tRXNORM:215568\tdrug\tBayer Aspirin\tRXNORM:1191\n", "neither ingredient nor brand\t1")

    def release(self):
        def table(path, header, *rows):
            path = os.path.join("Snapshot", path)
            os.makedirs(os.path.dirname(self.path(path)), exist_ok=True)
            return self.write(path, "\t".join(header.split()) + "\r\n" + "".join("\t".join(r) + "\r\n" for r in rows))
        core, us, gb = "900000000000207008", "900000000000509007", "900000000000508004"
        full, synonym = "900000000000003001", "900000000000013009"
        preferred, acceptable = "900000000000548007", "900000000000549004"
        sensitive, insensitive = "900000000000017005", "900000000000448009"
        description = lambda n, concept, kind, text, case=insensitive, active="1", lang="en": (
            n, "20240101", active, core, concept, lang, kind, text, case)
        path = table("Terminology/sct2_Concept_Snapshot_INT_20240101.txt", "id effectiveTime active moduleId definitionStatusId",
                     ("195967001", "20240101", "1", core, "900000000000074008"), ("50043002", "20240101", "1", core, "900000000000074008"),
                     ("31387002", "20240101", "0", core, "900000000000074008"), ("12345678", "20240101", "0", core, "900000000000074008"),
                     ("387458008", "20240101", "1", core, "900000000000074008"), ("123037004", "20240101", "1", core, "900000000000074008"))
        table("Terminology/sct2_Description_Snapshot-en_INT_20240101.txt",
              "id effectiveTime active moduleId conceptId languageCode typeId term caseSignificanceId",
              description("1001", "195967001", full, "Asthma (disorder)"), description("1002", "195967001", synonym, "Asthma"),
              description("1003", "195967001", synonym, "Bronchial asthma"), description("1004", "195967001", synonym, "Old name", active="0"),
              description("1005", "195967001", synonym, "BHR", sensitive), description("1006", "195967001", synonym, "Asma", lang="es"),
              description("1007", "50043002", full, "Disorder of respiratory system (disorder)"),
              description("1008", "31387002", full, "Exercise asthma (disorder)"), description("1009", "12345678", full, "Unclear (finding)"),
              description("1010", "387458008", full, "Aspirin (substance)"), description("1011", "123037004", full, "Body structure (body structure)"),
              description("1012", "50043002", synonym, "Oedema of lung (UK)"), description("1013", "50043002", synonym, "Respiratory disorder"))
        table("Refset/Language/der2_cRefset_LanguageSnapshot-en_INT_20240101.txt",
              "id effectiveTime active moduleId refsetId referencedComponentId acceptabilityId",
              ("a", "20240101", "1", core, us, "1002", preferred), ("b", "20240101", "1", core, us, "1003", acceptable),
              ("c", "20240101", "1", core, gb, "1012", preferred), ("d", "20240101", "1", core, us, "1013", preferred))
        table("Refset/Content/der2_cRefset_AssociationSnapshot_INT_20240101.txt",
              "id effectiveTime active moduleId refsetId referencedComponentId targetComponentId",
              ("a", "20240101", "1", core, "900000000000526001", "31387002", "195967001"),
              ("b", "20240101", "1", core, "900000000000523009", "12345678", "195967001"),
              ("c", "20240101", "1", core, "900000000000523009", "12345678", "50043002"))
        table("Terminology/sct2_Relationship_Snapshot_INT_20240101.txt",
              "id effectiveTime active moduleId sourceId destinationId relationshipGroup typeId characteristicTypeId modifierId",
              ("1", "20240101", "1", core, "195967001", "50043002", "0", "116680003", "x", "y"),
              ("2", "20240101", "0", core, "50043002", "195967001", "0", "116680003", "x", "y"),
              ("3", "20240101", "1", core, "195967001", "123037004", "1", "363698007", "x", "y"))
        return path

    def test_snomed(self):
        path = self.release()
        rows = self.build(path)
        self.has(rows, "C\tSNOMEDCT:195967001\tdisease\tAsthma\tSNOMEDCT:50043002\n", "N\tSNOMEDCT:195967001\texact\tBronchial asthma",
                 "N\tSNOMEDCT:195967001\texact\tBHR\t", "C\tSNOMEDCT:50043002\tdisease\tRespiratory disorder\n",
                 "C\tSNOMEDCT:31387002\tdisease\tExercise asthma\t\t\treplaced=SNOMEDCT:195967001", "C\tSNOMEDCT:387458008\tdrug\tAspirin\n",
                 "C\tSNOMEDCT:12345678\tdisease\tUnclear\t\t\tconsider=SNOMEDCT:50043002|SNOMEDCT:195967001", "anatomy (only with --types)\t1")
        for absent in ("Old name", "(disorder)", "Asma\t", "Body structure"):
            self.assertNotIn(absent, rows)
        self.assertEqual(self.build(self.path("Snapshot")), rows)
        self.assertIn("1 files of names, 1 of languages, 1 of relations, 1 of history", self.err)
        full = path.replace("Snapshot_INT", "Full_INT")
        os.rename(path, full)
        self.refused(1, "build", "-o", self.path("x.gz"), full, says=["Full", "the Snapshot of the release is read"])

    def test_snomed_broken(self):
        path = self.release()
        with open(path, "a", encoding="utf-8") as out:
            out.write("no number\t20240101\t1\tx\ty\n")
        self.refused(1, "build", "-o", self.path("x.gz"), path, says=["sct2_Concept_Snapshot_INT_20240101.txt:8", "no SCTID"])
        path = self.release()
        with open(path.replace("Concept_Snapshot", "Description_Snapshot-en"), "a", encoding="utf-8") as out:
            out.write("1\t20240101\n")
        self.refused(1, "build", "-o", self.path("x.gz"), path, says=["sct2_Description_Snapshot-en_INT_20240101.txt:15", "too few columns"])
        os.remove(path.replace("Concept_Snapshot", "Description_Snapshot-en"))
        self.refused(1, "build", "-o", self.path("x.gz"), path, says=["no sct2_Description_Snapshot"])

    def test_loinc(self):
        rows = self.build(self.write("Loinc.csv", '"LOINC_NUM","COMPONENT","PROPERTY","CLASSTYPE","STATUS","CONSUMER_NAME","SHORTNAME","LONG_COMMON_NAME","DisplayName"\r\n'
                                     '"2532-0","Lactate dehydrogenase","CCnc","1","ACTIVE","","LDH SerPl-cCnc","Lactate dehydrogenase [Enzymatic activity/volume] in Serum or Plasma","LDH"\r\n'
                                     '"1-8","Acyclovir, ""old""","Susc","1","DEPRECATED","","","Acyclovir [Susceptibility]",""\r\n'
                                     '"99-9","A survey","-","4","ACTIVE","","","A survey",""\r\n'))
        self.has(rows, "C\tLOINC:2532-0\tmarker\tLactate dehydrogenase [Enzymatic", "N\tLOINC:2532-0\texact\tLDH\t", "N\tLOINC:2532-0\trelated\tLactate dehydrogenase\t",
                 "C\tLOINC:1-8\tmarker\tAcyclovir [Susceptibility]\t\t\tobsolete", "N\tLOINC:1-8\trelated\tAcyclovir, \"old\"", "topic (only with --types)\t1")

    def test_icd10cm(self):
        line = "%05d %-7s %d %-60s %s\r\n"
        rows = self.build(self.write("icd10cm_order_2024.txt", "".join(line % row for row in (
            (1, "A00", 0, "Cholera", "Cholera"), (2, "A000", 1, "Cholera due to Vibrio cholerae 01, biovar cholerae", "Cholera due to Vibrio cholerae 01, biovar cholerae"),
            (3, "J45", 0, "Asthma", "Asthma"), (4, "J452", 0, "Mild intermittent asthma", "Mild intermittent asthma"),
            (5, "J4520", 1, "Mild intermittent asthma, uncomplicated", "Mild intermittent asthma, uncomplicated"), (6, "S7200", 0, "Fx unsp part of neck of femur", "Fracture of unspecified part of neck of femur"),
            (7, "Z00", 0, "Encntr for general exam", "Encounter for general examination")))))
        self.has(rows, "C\tICD10CM:A00\tdisease\tCholera\n", "C\tICD10CM:A00.0\tdisease\tCholera due to Vibrio cholerae 01, biovar cholerae\tICD10CM:A00\n",
                 "C\tICD10CM:J45.20\tdisease\tMild intermittent asthma, uncomplicated\tICD10CM:J45.2\n", "C\tICD10CM:S72.00\tdisease\tFracture of unspecified part of neck of femur\n",
                 "N\tICD10CM:S72.00\texact\tFx unsp part of neck of femur", "finding (only with --types)\t1")
        self.refused(1, "build", "-o", self.path("x.gz"), self.write("bad", line % (1, "A00", 0, "Cholera", "Cholera") + "00002 B\n"), says=["bad:2", "in their columns"])

    def test_hgnc(self):
        rows = self.build(self.write("hgnc_complete_set.txt", "hgnc_id\tsymbol\tname\tlocus_group\tlocus_type\tstatus\talias_symbol\talias_name\tprev_symbol\tprev_name\tentrez_id\tensembl_gene_id\tomim_id\n"
                                     'HGNC:3236\tEGFR\tepidermal growth factor receptor\tprotein-coding gene\tgene with protein product\tApproved\tERBB1\t"a|b name"\tERBB\t"x, (avian) ""v"" y"\t1956\tENSG00000146648\t131550\n'
                                     "HGNC:9\tABCP1\ta pseudogene\tpseudogene\tpseudogene\tApproved\t\t\t\t\t\t\t\n"))
        self.has(rows, "C\tHGNC:3236\tmarker\tEGFR\t\texact=NCBIGene:1956|xref=OMIM:131550|xref=Ensembl:ENSG00000146648\n", "N\tHGNC:3236\texact\tERBB1\t", "N\tHGNC:3236\texact\tERBB\t",
                 "N\tHGNC:3236\texact\tb name\t", 'N\tHGNC:3236\texact\tx, (avian) "v" y\t', "pseudogene\t1")

    def test_drugbank(self):
        rows = self.build(self.write("drugbank vocabulary.csv", "DrugBank ID,Accession Numbers,Common name,CAS,UNII,Synonyms,Standard InChI Key\n"
                                     "DB00945,APRD00264 | EXPT00475,Acetylsalicylic acid,50-78-2,R16CO5Y76E,\"2-Acetoxybenzoic acid | Aspirin, pure\",BSYNRYMUTXBXSQ\n"
                                     "DB00001,,Lepirudin,,,,\n"))
        self.has(rows, "C\tDrugBank:DB00945\tdrug\tAcetylsalicylic acid\t\texact=UNII:R16CO5Y76E|exact=CAS:50-78-2\n",
                 "N\tDrugBank:DB00945\texact\tAspirin, pure", "C\tDrugBank:DB00001\tdrug\tLepirudin\n")

    def test_ctd(self):
        rows = self.build(self.write("CTD_chemicals.tsv", "# CTD\n# Report created: today\n#\n# Fields:\n# ChemicalName\tChemicalID\tCasRN\tDefinition\tParentIDs\tTreeNumbers\tParentTreeNumbers\tSynonyms\n#\n"
                                     "Aspirin\tMESH:D001241\t50-78-2\tA drug\tMESH:D012459\tD02.455.426.559.389.657.410.595.176\tD02.455\tAcetylsalicylic Acid|Acid, Acetylsalicylic\n"
                                     "Salicylates\tMESH:D012459\t\t\t\tD02.241\t\t\nodd one\tMESH:C1\t\t\tMESH:D012459\tD02.241/C1\tD02.241\t\"odd\" name\n"))
        self.has(rows, "C\tMESH:D001241\tdrug\tAspirin\tMESH:D012459\txref=CAS:50-78-2\n", "N\tMESH:D001241\texact\tAcetylsalicylic Acid",
                 "C\tMESH:C1\tdrug\todd one\tMESH:D012459\n", 'N\tMESH:C1\texact\t"odd" name')

    def test_ncit(self):
        iri = "<http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#%s>"
        rows = self.build(self.write("Thesaurus.txt", "\n".join("\t".join(row) for row in (
            ("C28397", iri % "C28397", "C3199|C9", "Asthma|Bronchial Asthma|BA", '"A disease', "Asthma", "", "Disease or Syndrome", ""),
            ("C3199", iri % "C3199", "", "Respiratory Disorder", "", "", "", "Disease or Syndrome", ""),
            ("C7", iri % "C7", "", "Old thing|gone", "", "", "Obsolete_Concept|x", "Finding", ""),
            ("C8", iri % "C8", "", "A country", "", "", "", "Geographic Area", ""))) + "\n"))
        self.has(rows, "C\tNCIT:C28397\tdisease\tAsthma\tNCIT:C3199\n", "N\tNCIT:C28397\texact\tBronchial Asthma", "C\tNCIT:C7\tdisease\tOld thing\t\t\tobsolete",
                 "place (only with --types)\t1")

    def test_chebi(self):
        rows = self.build(self.write("chebi.obo", """format-version: 1.2
ontology: chebi

[Term]
id: CHEBI:24431
name: chemical entity

[Term]
id: CHEBI:15365
name: acetylsalicylic acid
synonym: "aspirin" EXACT [DrugBank]
synonym: "2-(acetyloxy)benzoic acid" EXACT IUPAC_NAME [IUPAC]
synonym: "acidum acetylsalicylicum" RELATED INN [ChemIDplus]
synonym: "Bayer" RELATED BRAND_NAME [KEGG]
is_a: CHEBI:24431 ! chemical entity

[Term]
id: CHEBI:50906
name: role
"""))
        self.has(rows, "C\tCHEBI:15365\tdrug\tacetylsalicylic acid", "N\tCHEBI:15365\texact\taspirin", "N\tCHEBI:15365\texact\t2-(acetyloxy)benzoic acid", "brand name\t1", "only a heading\t2")
        self.assertNotIn("acidum", rows)

    def test_many_rows(self):
        """Memory grows with the rows: four times as many take less than six times as much."""
        def memory(count):
            folder = self.path("META%d" % count)
            subprocess.run([sys.executable, "-B", os.path.join(HERE, "make_umls.py"), folder, str(count)], check=True)
            running = subprocess.Popen([ONTOTAG, "build", "-q", "-o", self.path("x.gz"), os.path.join(folder, "MRCONSO.RRF")])
            _, status, used = os.wait4(running.pid, 0)
            running.returncode = status
            self.assertEqual(status, 0)
            return used.ru_maxrss
        self.assertLess(memory(80000), 6 * memory(20000))


if __name__ == "__main__":
    main()

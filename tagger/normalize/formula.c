/* Chemical formulas and standard abbreviations as names. */
#include "normalize/formula.h"

#include <stdio.h>
#include <string.h>

typedef struct part {
	const char *formula, *name;
} part;

static const part elements[] = {
	{"Na", "sodium"},    {"K", "potassium"},  {"Ca", "calcium"},  {"Mg", "magnesium"},  {"Li", "lithium"},
	{"NH4", "ammonium"}, {"Zn", "zinc"},      {"Cu", "copper"},   {"Fe", "iron"},       {"Mn", "manganese"},
	{"Al", "aluminum"},  {"Ba", "barium"},    {"Cd", "cadmium"},  {"Co", "cobalt"},     {"Cr", "chromium"},
	{"Cs", "cesium"},    {"Hg", "mercury"},   {"Ni", "nickel"},   {"Pb", "lead"},       {"Pt", "platinum"},
	{"Rb", "rubidium"},  {"Sr", "strontium"}, {"Tl", "thallium"}, {"Ag", "silver"},     {"Au", "gold"},
	{"As", "arsenic"},   {"Se", "selenium"},  {"Sb", "antimony"}, {"Gd", "gadolinium"}, {"Bi", "bismuth"},
};

/* Elements that are no first part of a salt. */
static const part alone[] = {
	{"Cl", "chlorine"},
	{"Br", "bromine"},
	{"F", "fluorine"},
	{"H", "hydrogen"},
	{"N", "nitrogen"},
	{"O2", "oxygen"},
	{"P", "phosphorus"},
	{"S", "sulfur"},
	{"NO", "nitric oxide"},
	{"N2O", "nitrous oxide"},
	{"CO", "carbon monoxide"},
	{"CO2", "carbon dioxide"},
	{"H2O", "water"},
	{"H2O2", "hydrogen peroxide"},
	{"NH3", "ammonia"},
	{"HCl", "hydrochloric acid"},
	{"CCl4", "carbon tetrachloride"},
	{"H2S", "hydrogen sulfide"},
	{"SO2", "sulfur dioxide"},
	{"O3", "ozone"},
	{"As2O3", "arsenic trioxide"},
	{"CHCl3", "chloroform"},
	{"O2-", "superoxide"},
	/* Abbreviations of biochemistry, after the recommendations of IUPAC and IUB, and of endocrinology. */
	{"cAMP", "cyclic AMP"},
	{"cGMP", "cyclic GMP"},
	{"GSH", "glutathione"},
	{"GSSG", "glutathione disulfide"},
	{"E1", "estrone"},
	{"E2", "estradiol"},
	{"E3", "estriol"},
	{"T3", "triiodothyronine"},
	{"T4", "thyroxine"},
};

static const part ions[] = {
	{"Cl", "chloride"},      {"Br", "bromide"},    {"I", "iodide"},      {"F", "fluoride"},
	{"O", "oxide"},          {"S", "sulfide"},     {"OH", "hydroxide"},  {"NO3", "nitrate"},
	{"NO2", "nitrite"},      {"SO4", "sulfate"},   {"CO3", "carbonate"}, {"CN", "cyanide"},
	{"HCO3", "bicarbonate"}, {"PO4", "phosphate"}, {"Ac", "acetate"},    {"ClO4", "perchlorate"},
};

#define PARTS(table) table, sizeof table / sizeof *table

static const char *name_of(const part *parts, size_t count, const char *formula)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(parts[i].formula, formula) == 0) {
			return parts[i].name;
		}
	}
	return NULL;
}

/* Removes brackets. False where the term is too long or contains what no formula does. */
static bool plain(const char *text, size_t length, char out[16])
{
	size_t count = 0;
	for (size_t i = 0; i < length; i++) {
		char c = text[i];
		bool letter =
			(c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-';
		if (c == '(' || c == ')') {
			continue;
		}
		if (!letter || count == 15) {
			return false;
		}
		out[count++] = c;
	}
	out[count] = '\0';
	return count > 0;
}

/* Removes a charge from the end: 2+, +, -. */
static void drop_charge(char *formula)
{
	size_t length = strlen(formula);
	if (length > 1 && (formula[length - 1] == '+' || formula[length - 1] == '-')) {
		formula[--length] = '\0';
		if (length > 1 && formula[length - 1] >= '1' && formula[length - 1] <= '4') {
			formula[--length] = '\0';
		}
	}
}

static bool salt_name(const char *formula, char out[FORMULA_NAME_MOST])
{
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
		size_t length = strlen(elements[i].formula);
		if (strncmp(formula, elements[i].formula, length) != 0) {
			continue;
		}
		const char *ion = formula + length;
		ion += *ion >= '2' && *ion <= '3' && ion[1] >= 'A';
		const char *name = name_of(PARTS(ions), ion);
		char single[16];
		size_t ion_length = strlen(ion);
		if (!name && ion_length > 1 && ion[ion_length - 1] >= '2' && ion[ion_length - 1] <= '4') {
			snprintf(single, sizeof single, "%.*s", (int)(ion_length - 1), ion);
			name = name_of(PARTS(ions), single);
		}
		if (name) {
			snprintf(out, FORMULA_NAME_MOST, "%s %s", elements[i].name, name);
			return true;
		}
	}
	return false;
}

bool formula_name(const char *text, size_t length, char out[FORMULA_NAME_MOST])
{
	char formula[16];
	if (!plain(text, length, formula)) {
		return false;
	}
	const char *name = name_of(PARTS(alone), formula);
	if (!name && salt_name(formula, out)) {
		return true;
	}
	drop_charge(formula);
	name = name ? name : name_of(PARTS(elements), formula);
	if (name) {
		snprintf(out, FORMULA_NAME_MOST, "%s", name);
	}
	return name != NULL;
}

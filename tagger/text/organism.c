/* The codes of organisms. */
#include "text/organism.h"

#include <stddef.h>

/* In the order of the bits SPECIES_ (text/word_list.h). */
static const char *const taxa[] = {
	"NCBITaxon:9606",  /* human */
	"NCBITaxon:10090", /* mouse */
	"NCBITaxon:10116", /* rat */
	"NCBITaxon:7227",  /* Drosophila melanogaster */
	"NCBITaxon:4932",  /* Saccharomyces cerevisiae */
	"NCBITaxon:6239",  /* Caenorhabditis elegans */
	"NCBITaxon:7955",  /* zebrafish */
	"NCBITaxon:8782",  /* birds */
	"NCBITaxon:8353",  /* Xenopus */
	"NCBITaxon:40674", /* mammals */
	"NCBITaxon:33090", /* plants */
	"NCBITaxon:2",     /* bacteria */
	"NCBITaxon:10239", /* viruses */
};

const char *organism_code(unsigned organism)
{
	return organism && organism <= sizeof taxa / sizeof *taxa ? taxa[organism - 1] : NULL;
}

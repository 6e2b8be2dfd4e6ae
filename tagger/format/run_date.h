/* The date that outputs state as that of the run. */
#ifndef ONTOTAG_RUN_DATE_H
#define ONTOTAG_RUN_DATE_H

#include "ontotag.h"

enum { RUN_DATE_SPACE = 11 };

/* Copies the date of the options, YYYY-MM-DD, or that of today in UTC. */
void run_date(char out[RUN_DATE_SPACE], const onto_write_options *options);

#endif

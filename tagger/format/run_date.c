/* The date of a run. */
#include "format/run_date.h"

#include <stdio.h>
#include <time.h>

void run_date(char out[RUN_DATE_SPACE], const onto_write_options *options)
{
	time_t now = time(NULL);
	struct tm day;
	if (options->date) {
		snprintf(out, RUN_DATE_SPACE, "%s", options->date);
	} else if (!gmtime_r(&now, &day) || !strftime(out, RUN_DATE_SPACE, "%Y-%m-%d", &day)) {
		snprintf(out, RUN_DATE_SPACE, "1970-01-01");
	}
}

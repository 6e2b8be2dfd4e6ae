/* Bars with labels, as SVG that needs nothing beside it. */
#ifndef ONTOTAG_BAR_CHART_H
#define ONTOTAG_BAR_CHART_H

#include <stddef.h>
#include <stdio.h>

typedef struct bar {
	const char *label;
	size_t value; /* its whole length */
	size_t part;  /* the part of it in a stronger colour */
} bar;

/* Writes a chart. `what` names the values, `part` the stronger part. False if writing failed. */
int bar_chart(FILE *out, const char *title, const char *what, const char *part, const bar *bars, size_t count);

#endif

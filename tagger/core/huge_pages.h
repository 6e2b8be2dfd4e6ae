/* Memory on huge pages, where the system has them. */
#ifndef ONTOTAG_HUGE_PAGES_H
#define ONTOTAG_HUGE_PAGES_H

#include <stddef.h>

/* Below this size huge pages do not pay. Above it they save page faults, of some thousand instructions each, and
 * TLB misses of random access. */
#define PAGES_WORTH ((size_t)4 << 20)

enum { HUGE_PAGE_SIZE = 2 << 20 };

/* Memory aligned to a huge page and a whole number of them, for tables with random access, however small. Not
 * cleared. Released with free. NULL where memory ran out. */
void *huge_pages_take(size_t size);

/* Touches each page of a range and keeps its content. A table that is read before it is written would first map the
 * shared zero page, then fault again on the first write, which interrupts all other threads. */
void huge_pages_fill(void *memory, size_t size);

/* Advises huge pages for a range, or a mapped file, that was not touched yet, if it has PAGES_WORTH bytes or
 * more. */
void huge_pages_enlarge(void *memory, size_t size);

#endif

/* Memory in large pages, where the system has some. */
#ifndef ONTOTAG_HUGE_PAGES_H
#define ONTOTAG_HUGE_PAGES_H

#include <stddef.h>

/* What is this large is worth it: each page that is touched first costs as much as some thousand instructions, and a look at a
 * large array at any place mostly has to find out where its page is. */
#define PAGES_WORTH ((size_t)4 << 20)

enum { HUGE_PAGE_SIZE = 2 << 20 };

/* Memory that begins where a large page does and is a whole number of them, for what is looked at all over though it is no more than
 * one of them. Not cleared; to be given back with free; NULL where memory ran out. */
void *huge_pages_take(size_t size);

/* Lets each page of a piece of memory be there, with what is in it. A table that is looked at before it is written to is else given a
 * page of zeros that all share, and later another, for which all other threads are stopped. */
void huge_pages_fill(void *memory, size_t size);

/* Asks for large pages for a piece of memory, or of a mapped file, that was not touched yet, where it has PAGES_WORTH or more. */
void huge_pages_enlarge(void *memory, size_t size);

#endif

#include "core/pages.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

/* Where that fails it is as it was. */
static void enlarge(void *memory, size_t size)
{
#ifdef MADV_HUGEPAGE
	madvise(memory, size, MADV_HUGEPAGE);
#else
	(void)memory;
	(void)size;
#endif
}

void *pages_take(size_t size)
{
	size_t whole = (size + PAGES_LARGE - 1) / PAGES_LARGE * PAGES_LARGE;
	void *memory = whole >= size ? aligned_alloc(PAGES_LARGE, whole) : NULL;
	if (memory) {
		enlarge(memory, whole);
	}
	return memory;
}

void pages_enlarge(void *memory, size_t size)
{
	const uintptr_t page = 4096;
	uintptr_t from = ((uintptr_t)memory + page - 1) & ~(page - 1), end = ((uintptr_t)memory + size) & ~(page - 1);
	if (size >= PAGES_WORTH && from < end) {
		enlarge((void *)from, end - from);
	}
}

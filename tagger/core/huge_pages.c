/* Large allocations on huge pages. */
#include "core/huge_pages.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

/* These calls are hints: where one fails or is not supported, memory works as before. */
#ifndef MADV_HUGEPAGE
#define MADV_HUGEPAGE (-1)
#endif
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE (-1)
#endif

/* Applies the advice to the whole small pages of a range. */
static void advise(void *memory, size_t size, int advice)
{
	const uintptr_t page = 4096;
	uintptr_t from = ((uintptr_t)memory + page - 1) & ~(page - 1), end = ((uintptr_t)memory + size) & ~(page - 1);
	if (from < end && advice >= 0) {
		madvise((void *)from, end - from, advice);
	}
}

void *huge_pages_take(size_t size)
{
	size_t whole = (size + HUGE_PAGE_SIZE - 1) / HUGE_PAGE_SIZE * HUGE_PAGE_SIZE;
	void *memory = whole >= size ? aligned_alloc(HUGE_PAGE_SIZE, whole) : NULL;
	if (memory) {
		advise(memory, whole, MADV_HUGEPAGE);
	}
	return memory;
}

void huge_pages_fill(void *memory, size_t size)
{
	advise(memory, size, MADV_POPULATE_WRITE);
}

void huge_pages_enlarge(void *memory, size_t size)
{
	if (size >= PAGES_WORTH) {
		advise(memory, size, MADV_HUGEPAGE);
	}
}

#include "core/pages.h"

#include <stdint.h>
#include <sys/mman.h>

void pages_enlarge(void *memory, size_t size)
{
#ifdef MADV_HUGEPAGE
	const uintptr_t page = 4096;
	uintptr_t from = ((uintptr_t)memory + page - 1) & ~(page - 1), end = ((uintptr_t)memory + size) & ~(page - 1);
	if (size >= PAGES_WORTH && from < end) {
		madvise((void *)from, end - from, MADV_HUGEPAGE); /* where that fails it is as it was */
	}
#else
	(void)memory;
	(void)size;
#endif
}

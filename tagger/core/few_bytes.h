/* A few bytes as a number in little-endian order, read without reading past them. */
#ifndef ONTOTAG_FEW_BYTES_H
#define ONTOTAG_FEW_BYTES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Fewer than eight bytes. Zeros stand behind them. */
static inline uint64_t few_bytes(const char *bytes, size_t length)
{
	const unsigned char *b = (const unsigned char *)bytes;
	if (length >= 4) {
		uint32_t first, last;
		memcpy(&first, b, 4);
		memcpy(&last, b + length - 4, 4);
		return first | (uint64_t)last << (length - 4) * 8;
	}
	return length ? b[0] | (uint64_t)b[length / 2] << length / 2 * 8 | (uint64_t)b[length - 1] << (length - 1) * 8
	              : 0;
}

/* The first eight bytes, or all of fewer. */
static inline uint64_t first_bytes(const char *bytes, size_t length)
{
	uint64_t all;
	if (length < 8) {
		return few_bytes(bytes, length);
	}
	memcpy(&all, bytes, 8);
	return all;
}

#endif

/* The hash of a run of bytes, for tables that are kept in memory or in an image. */
#ifndef ONTOTAG_HASH_H
#define ONTOTAG_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint32_t hash_of(const char *bytes, size_t length)
{
	uint64_t hash = 0x9e3779b97f4a7c15u ^ length;
	for (; length >= 8; bytes += 8, length -= 8) {
		uint64_t piece;
		memcpy(&piece, bytes, 8);
		hash = (hash ^ piece) * 0xff51afd7ed558ccdu;
		hash ^= hash >> 32;
	}
	uint64_t rest = 0;
	memcpy(&rest, bytes, length);
	hash = (hash ^ rest) * 0xff51afd7ed558ccdu;
	return (uint32_t)(hash >> 32);
}

#endif

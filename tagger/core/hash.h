/* The hash of a run of bytes, for tables in memory and in an image. */
#ifndef ONTOTAG_HASH_H
#define ONTOTAG_HASH_H

#include "core/few_bytes.h"

/* The hash of bytes that come eight at a time: start, then each whole piece, then the rest padded with zeros. */
static inline uint64_t hash_start(size_t length)
{
	return 0x9e3779b97f4a7c15u ^ length;
}

static inline uint64_t hash_piece(uint64_t hash, uint64_t piece)
{
	hash = (hash ^ piece) * 0xff51afd7ed558ccdu;
	return hash ^ hash >> 32;
}

static inline uint32_t hash_rest(uint64_t hash, uint64_t rest)
{
	return (uint32_t)(((hash ^ rest) * 0xff51afd7ed558ccdu) >> 32);
}

static inline uint32_t hash_of(const char *bytes, size_t length)
{
	uint64_t hash = hash_start(length);
	for (; length >= 8; bytes += 8, length -= 8) {
		uint64_t piece;
		memcpy(&piece, bytes, 8);
		hash = hash_piece(hash, piece);
	}
	return hash_rest(hash, few_bytes(bytes, length));
}

#endif

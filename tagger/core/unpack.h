/* Decompression: gzip, and bzip2, xz and Zstandard where their libraries were there when this was built.
 *
 *     packing_find ─▶ open ─▶ { step ─▶ step ─▶ ... member ends ─▶ restart }... ─▶ close
 *
 * A file is one member or several in a row. */
#ifndef ONTOTAG_UNPACK_H
#define ONTOTAG_UNPACK_H

#include <stdbool.h>
#include <stddef.h>

/* The bytes that a step reads from and writes to. It advances both. */
typedef struct unpack_bytes {
	const unsigned char *in;
	size_t in_left;
	unsigned char *out;
	size_t out_left;
} unpack_bytes;

typedef enum unpack_result {
	UNPACK_MORE,   /* needs input or room */
	UNPACK_MEMBER, /* the member ends here */
	UNPACK_NO_MEMORY,
	UNPACK_DAMAGED
} unpack_result;

/* The most bytes that identify a packing. */
enum { UNPACK_MAGIC = 6 };

typedef struct packing {
	const char *name;
	unsigned char magic[UNPACK_MAGIC];
	size_t magic_length;
	const char *suffix;  /* of a file's name */
	const char *command; /* decompresses to standard output */
	/* All NULL where the library is not built in. `open` returns NULL where memory ran out. */
	void *(*open)(void);
	void (*close)(void *state);
	bool (*restart)(void *state);
	/* *reason is set with UNPACK_DAMAGED. */
	unpack_result (*step)(void *state, unpack_bytes *bytes, const char **reason);
} packing;

/* How a file is compressed that begins so. NULL: it is not. `*maybe` is set where more bytes could still tell. */
const packing *packing_find(const char *head, size_t length, bool *maybe);

#endif

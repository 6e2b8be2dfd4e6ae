/* Decompression, a library a method. */
#include "core/unpack.h"

#include "ontotag_tools.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#ifdef HAVE_BZIP2
#include <bzlib.h>
#endif
#ifdef HAVE_LZMA
#include <lzma.h>
#endif
#ifdef HAVE_ZSTD
#include <zstd.h>
#endif

/* The libraries with 32-bit counts take no more than this at once. */
enum { MOST_AT_ONCE = 1 << 30 };

static unsigned at_once(size_t length)
{
	return length < MOST_AT_ONCE ? (unsigned)length : MOST_AT_ONCE;
}

static void advance(unpack_bytes *bytes, size_t taken, size_t made)
{
	bytes->in += taken;
	bytes->in_left -= taken;
	bytes->out += made;
	bytes->out_left -= made;
}

/* ---- gzip ---------------------------------------------------------------------------------------------------- */

static void *gzip_open(void)
{
	z_stream *z = calloc(1, sizeof *z);
	if (z && inflateInit2(z, 15 + 16) != Z_OK) {
		free(z);
		return NULL;
	}
	return z;
}

static void gzip_close(void *state)
{
	inflateEnd(state);
	free(state);
}

static bool gzip_restart(void *state)
{
	return inflateReset(state) == Z_OK;
}

static unpack_result gzip_step(void *state, unpack_bytes *bytes, const char **reason)
{
	z_stream *z = state;
	unsigned in = at_once(bytes->in_left), out = at_once(bytes->out_left);
	z->next_in = (unsigned char *)bytes->in;
	z->avail_in = in;
	z->next_out = bytes->out;
	z->avail_out = out;
	int code = inflate(z, Z_NO_FLUSH);
	advance(bytes, in - z->avail_in, out - z->avail_out);
	switch (code) {
	case Z_STREAM_END: return UNPACK_MEMBER;
	case Z_OK:
	case Z_BUF_ERROR: return UNPACK_MORE;
	case Z_MEM_ERROR: return UNPACK_NO_MEMORY;
	default: *reason = z->msg ? z->msg : "it needs a preset dictionary"; return UNPACK_DAMAGED;
	}
}

/* ---- bzip2 --------------------------------------------------------------------------------------------------- */

#ifdef HAVE_BZIP2
static void *bzip2_open(void)
{
	bz_stream *b = calloc(1, sizeof *b);
	if (b && BZ2_bzDecompressInit(b, 0, 0) != BZ_OK) {
		free(b);
		return NULL;
	}
	return b;
}

static void bzip2_close(void *state)
{
	BZ2_bzDecompressEnd(state);
	free(state);
}

static bool bzip2_restart(void *state)
{
	BZ2_bzDecompressEnd(state);
	return BZ2_bzDecompressInit(state, 0, 0) == BZ_OK;
}

static unpack_result bzip2_step(void *state, unpack_bytes *bytes, const char **reason)
{
	bz_stream *b = state;
	unsigned in = at_once(bytes->in_left), out = at_once(bytes->out_left);
	b->next_in = (char *)bytes->in;
	b->avail_in = in;
	b->next_out = (char *)bytes->out;
	b->avail_out = out;
	int code = BZ2_bzDecompress(b);
	advance(bytes, in - b->avail_in, out - b->avail_out);
	switch (code) {
	case BZ_STREAM_END: return UNPACK_MEMBER;
	case BZ_OK: return UNPACK_MORE;
	case BZ_MEM_ERROR: return UNPACK_NO_MEMORY;
	default: *reason = "a wrong checksum or block"; return UNPACK_DAMAGED;
	}
}
#endif

/* ---- xz ------------------------------------------------------------------------------------------------------ */

#ifdef HAVE_LZMA
/* What the highest preset needs, several times over; a hostile header may ask for 4 GB. */
static const uint64_t LZMA_MOST_MEMORY = (uint64_t)512 << 20;

static bool xz_restart(void *state)
{
	return lzma_stream_decoder(state, LZMA_MOST_MEMORY, 0) == LZMA_OK;
}

static void xz_close(void *state)
{
	lzma_end(state);
	free(state);
}

static void *xz_open(void)
{
	lzma_stream *x = malloc(sizeof *x);
	if (x) {
		*x = (lzma_stream)LZMA_STREAM_INIT;
		if (!xz_restart(x)) {
			xz_close(x);
			return NULL;
		}
	}
	return x;
}

static unpack_result xz_step(void *state, unpack_bytes *bytes, const char **reason)
{
	lzma_stream *x = state;
	x->next_in = bytes->in;
	x->avail_in = bytes->in_left;
	x->next_out = bytes->out;
	x->avail_out = bytes->out_left;
	lzma_ret code = lzma_code(x, LZMA_RUN);
	advance(bytes, bytes->in_left - x->avail_in, bytes->out_left - x->avail_out);
	switch (code) {
	case LZMA_STREAM_END: return UNPACK_MEMBER;
	case LZMA_OK:
	case LZMA_BUF_ERROR: return UNPACK_MORE;
	case LZMA_MEM_ERROR: return UNPACK_NO_MEMORY;
	case LZMA_MEMLIMIT_ERROR: *reason = "it needs more than 512 MB"; return UNPACK_DAMAGED;
	case LZMA_OPTIONS_ERROR: *reason = "it uses what this liblzma does not know"; return UNPACK_DAMAGED;
	default: *reason = "a wrong checksum or block"; return UNPACK_DAMAGED;
	}
}
#endif

/* ---- Zstandard ----------------------------------------------------------------------------------------------- */

#ifdef HAVE_ZSTD
static void *zstd_open(void)
{
	return ZSTD_createDStream();
}

static void zstd_close(void *state)
{
	ZSTD_freeDStream(state);
}

static bool zstd_restart(void *state)
{
	return !ZSTD_isError(ZSTD_initDStream(state));
}

static unpack_result zstd_step(void *state, unpack_bytes *bytes, const char **reason)
{
	ZSTD_inBuffer in = {bytes->in, bytes->in_left, 0};
	ZSTD_outBuffer out = {bytes->out, bytes->out_left, 0};
	size_t code = ZSTD_decompressStream(state, &out, &in);
	advance(bytes, in.pos, out.pos);
	if (ZSTD_isError(code)) {
		*reason = ZSTD_getErrorName(code);
		return UNPACK_DAMAGED;
	}
	return code ? UNPACK_MORE : UNPACK_MEMBER;
}
#endif

/* ---- the table ----------------------------------------------------------------------------------------------- */

static const packing packings[] = {
	{"gzip", {0x1f, 0x8b}, 2, ".gz", "gzip -dc", gzip_open, gzip_close, gzip_restart, gzip_step},
	{
		"bzip2",
		{'B', 'Z', 'h'},
		3,
		".bz2",
		"bzip2 -dc",
#ifdef HAVE_BZIP2
		bzip2_open,
		bzip2_close,
		bzip2_restart,
		bzip2_step,
#endif
	},
	{
		"xz",
		{0xfd, '7', 'z', 'X', 'Z', 0},
		6,
		".xz",
		"xz -dc",
#ifdef HAVE_LZMA
		xz_open,
		xz_close,
		xz_restart,
		xz_step,
#endif
	},
	{
		"zstd",
		{0x28, 0xb5, 0x2f, 0xfd},
		4,
		".zst",
		"zstd -dc",
#ifdef HAVE_ZSTD
		zstd_open,
		zstd_close,
		zstd_restart,
		zstd_step,
#endif
	},
};

/* "BZh" may begin a text: a digit and the first block's sign must follow, or the sign of the end. */
static bool is_bzip2(const char *head, size_t length, bool *maybe)
{
	static const char block[] = "1AY&SY", end[] = "\x17rE8P\x90";
	size_t rest = length > 4 ? length - 4 : 0;
	rest = rest < 6 ? rest : 6;
	if ((length > 3 && (head[3] < '1' || head[3] > '9')) ||
	    (memcmp(head + 4, block, rest) != 0 && memcmp(head + 4, end, rest) != 0)) {
		return false;
	}
	*maybe |= rest < 6;
	return rest == 6;
}

const packing *packing_find(const char *head, size_t length, bool *maybe)
{
	*maybe = false;
	for (size_t i = 0; i < sizeof packings / sizeof *packings; i++) {
		const packing *p = &packings[i];
		size_t there = length < p->magic_length ? length : p->magic_length;
		if (memcmp(head, p->magic, there) != 0) {
			continue;
		}
		if (there < p->magic_length) {
			*maybe = true;
		} else if (*p->magic != 'B' || is_bzip2(head, length, maybe)) {
			return p;
		}
	}
	return NULL;
}

const char *onto_packed_suffix(size_t index)
{
	return index < sizeof packings / sizeof *packings ? packings[index].suffix : NULL;
}

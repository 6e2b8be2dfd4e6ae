/* Signatures of files that are no text. */
#include "format/content.h"

#include <string.h>

#include "format/code_points.h"
#include "ontotag_tools.h"

#define CONVERT " makes text of it; `ontotag tag --convert` calls it"

static const content pdf = {"pdf", "a PDF document", "pdftotext" CONVERT},
					 word = {"docx", "a Word document", "pandoc" CONVERT},
					 open_document = {"odt", "an OpenDocument text", "pandoc" CONVERT},
					 epub = {"epub", "an EPUB book", "pandoc" CONVERT},
					 rtf = {"rtf", "an RTF document", "pandoc" CONVERT},
					 sheet = {"sheet", "a workbook of sheets", "save a sheet as CSV"},
					 slides = {"pptx", "a PowerPoint presentation", "save it as text or PDF"},
					 old_office = {"doc", "a document of an old Office", "save it as docx or CSV"},
					 zip = {"zip", "a zip archive", "unzip it, and give the folder"},
					 binary = {"binary", "binary data", NULL};

/* A signature at a place in the file. */
typedef struct signature {
	size_t at;
	const char *bytes;
	size_t length;
	content content;
} signature;

#define AT(place, bytes, ...) \
	{ \
		place, bytes, sizeof(bytes) - 1, \
		{ \
			__VA_ARGS__ \
		} \
	}

static const signature signatures[] = {
	AT(0, "\x89PNG\r\n\x1a\n", "png", "a PNG image", "OCR makes text of it"),
	AT(0, "\xff\xd8\xff", "jpeg", "a JPEG image", "OCR makes text of it"),
	AT(0, "GIF87a", "gif", "a GIF image", NULL),
	AT(0, "GIF89a", "gif", "a GIF image", NULL),
	AT(0, "II*\0", "tiff", "a TIFF image", "OCR makes text of it"),
	AT(0, "MM\0*", "tiff", "a TIFF image", "OCR makes text of it"),
	AT(8, "WEBP", "webp", "a WebP image", NULL),
	AT(128, "DICM", "dicom", "a DICOM image", NULL),
	AT(0, "Rar!\x1a\x07", "rar", "a RAR archive", "unpack it"),
	AT(0, "7z\xbc\xaf\x27\x1c", "7z", "a 7z archive", "unpack it"),
	AT(257, "ustar", "tar", "a tar archive", "unpack it, and give the folder"),
	AT(0, "\x1f\x9d", "Z", "compressed by compress", "uncompress it"),
	AT(0, "\x04\x22\x4d\x18", "lz4", "compressed by lz4", "uncompress it: lz4 -dc"),
	AT(0, "LZIP\x01", "lzip", "compressed by lzip", "uncompress it: lzip -dc"),
	AT(0, "SQLite format 3\0", "sqlite", "an SQLite database", NULL),
	AT(0, "PAR1", "parquet", "a Parquet file", "read it with the package for Python"),
	AT(0, "ARROW1\0", "arrow", "an Arrow file", "read it with the package for Python"),
	AT(0, "\x89HDF\r\n\x1a\n", "hdf5", "an HDF5 file", NULL),
	AT(0,
       "\x7f"
       "ELF",
       "elf", "a program", NULL),
};

static bool begins(const char *head, size_t length, const char *with)
{
	size_t wanted = strlen(with);
	return length >= wanted && memcmp(head, with, wanted) == 0;
}

/* The members of an office document are named after the program. */
static const content *in_zip(const char *head, size_t length)
{
	static const struct {
		const char *part;
		const content *content;
	} parts[] = {{"mimetypeapplication/vnd.oasis.opendocument.text", &open_document},
	             {"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", &sheet},
	             {"mimetypeapplication/epub+zip", &epub},
	             {"word/", &word},
	             {"xl/", &sheet},
	             {"ppt/", &slides}};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (memmem(head, length, parts[i].part, strlen(parts[i].part))) {
			return parts[i].content;
		}
	}
	return &zip;
}

/* A byte that no text has. */
static bool is_control(unsigned char c)
{
	return c < ' ' && !(c >= '\b' && c <= '\r') && c != 0x1b;
}

/* Many control characters and bytes that are no UTF-8, and a NUL among them. A text may have a few of each. */
static bool is_binary(const char *head, size_t length)
{
	size_t odd = 0, seen = 0;
	if (!memchr(head, '\0', length)) {
		return false;
	}
	for (size_t at = 0, size; at < length; at += size, seen++) {
		size = code_point_size(head + at, length - at);
		odd += size == 1 && (is_control((unsigned char)head[at]) || (unsigned char)head[at] >= 0x80);
	}
	return length >= 32 && odd > seen / 8;
}

const content *content_find(const char *head, size_t length)
{
	static const char mark[] = "\xef\xbb\xbf";
	size_t skipped = begins(head, length, mark) ? sizeof mark - 1 : 0;
	if (begins(head + skipped, length - skipped, "%PDF-")) {
		return &pdf;
	}
	if (begins(head, length, "PK\x03\x04")) {
		return in_zip(head, length);
	}
	if (begins(head, length, "{\\rtf")) {
		return &rtf;
	}
	if (begins(head, length, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
		return &old_office;
	}
	for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
		const signature *s = &signatures[i];
		if (length >= s->at + s->length && memcmp(head + s->at, s->bytes, s->length) == 0) {
			return &s->content;
		}
	}
	return is_binary(head, length) ? &binary : NULL;
}

const char *onto_content_kind(const void *bytes, size_t length)
{
	const content *found = content_find(bytes, length);
	return found ? found->kind : NULL;
}

const char *onto_content_name(const void *bytes, size_t length, const char **advice)
{
	const content *found = content_find(bytes, length);
	*advice = found ? found->advice : NULL;
	return found ? found->name : NULL;
}

/* Runs a fuzzer without libFuzzer: every file of a folder, then random changes to them, the same ones each time.
 *
 *     fuzz_tag CORPUS-FOLDER [MUTATIONS [SEED]]
 *
 * The run is bounded by its number of inputs, and each input by processor time, so that a loaded machine fails
 * nothing. What fails is left in fuzz-failed.bin in the working folder: fuzz_tag FOLDER-WITH-IT 0 repeats it. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/time.h>

#include "fuzz.h"
#include "support.h"

enum { INPUTS = 256, LENGTH_MOST = 4096, SECONDS_MOST = 10 };

typedef struct input {
	uint8_t *bytes;
	size_t length;
} input;

static input corpus[INPUTS];
static size_t corpus_count;

/* The input at hand, for the one who looks at a failure. */
static const uint8_t *current;
static size_t current_length;

static void keep_failed(int number)
{
	int file = open("fuzz-failed.bin", O_WRONLY | O_CREAT | O_TRUNC, 0666);
	ssize_t written = file >= 0 ? write(file, current, current_length) : 0;
	if (number == SIGPROF) {
		static const char slow[] = "the input in fuzz-failed.bin takes too long\n";
		written = write(STDERR_FILENO, slow, sizeof slow - 1);
	}
	(void)written;
	signal(number, SIG_DFL);
	raise(number);
}

/* Restarts the processor time that the next input may take; SIGPROF ends one that takes more. */
static void start_timer(void)
{
	const struct itimerval limit = {.it_value.tv_sec = SECONDS_MOST};
	setitimer(ITIMER_PROF, &limit, NULL);
}

static void try(const uint8_t *bytes, size_t length)
{
	/* In memory of its own size, so that reading past it is seen. */
	uint8_t *exact = malloc(length ? length : 1);
	if (length) {
		memcpy(exact, bytes, length);
	}
	current = exact;
	current_length = length;
	start_timer();
	LLVMFuzzerTestOneInput(exact, length);
	free(exact);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void read_corpus(const char *folder)
{
	struct dirent **files;
	int count = scandir(folder, &files, NULL, by_name);
	for (int i = 0; i < count; i++) {
		char path[4096];
		size_t length;
		snprintf(path, sizeof path, "%s/%s", folder, files[i]->d_name);
		char *bytes = files[i]->d_name[0] != '.' && corpus_count < INPUTS ? read_file(path, &length) : NULL;
		if (bytes) {
			corpus[corpus_count++] = (input){(uint8_t *)bytes, length};
		}
		free(files[i]);
	}
	if (count >= 0) {
		free(files);
	}
}

/* One change: a byte turned, put in, taken out, a piece doubled, or the tail of another input. */
static size_t mutate(uint8_t *bytes, size_t length, uint64_t *seed)
{
	static const uint8_t telling[] = "\t\n\\ -|=:;,./()'#\0\xff\x1f\x8b\xc3\xe2\x80\x99sASCN0129iIvVxX";
	size_t at = length ? random_below(seed, length) : 0;
	const input *other = &corpus[random_below(seed, corpus_count)];
	switch (random_below(seed, 6)) {
	case 0:
		if (length) {
			bytes[at] ^= (uint8_t)(1u << random_below(seed, 8));
		}
		return length;
	case 1:
		if (length) {
			bytes[at] = telling[random_below(seed, sizeof telling)];
		}
		return length;
	case 2:
		if (length < LENGTH_MOST) {
			memmove(bytes + at + 1, bytes + at, length - at);
			bytes[at] = telling[random_below(seed, sizeof telling)];
			return length + 1;
		}
		return length;
	case 3: {
		size_t cut = length ? 1 + random_below(seed, length - at) : 0;
		memmove(bytes + at, bytes + at + cut, length - at - cut);
		return length - cut;
	}
	case 4: {
		size_t size = length ? 1 + random_below(seed, length - at) : 0;
		size = size < LENGTH_MOST - length ? size : LENGTH_MOST - length;
		memmove(bytes + at + size, bytes + at, length - at);
		return length + size;
	}
	default: {
		size_t from = other->length ? random_below(seed, other->length) : 0, size = other->length - from;
		size = size < LENGTH_MOST - at ? size : LENGTH_MOST - at;
		memcpy(bytes + at, other->bytes + from, size);
		return at + size;
	}
	}
}

int main(int count, char **arguments)
{
	size_t mutations = count > 2 ? strtoul(arguments[2], NULL, 10) : 1000;
	uint64_t seed = count > 3 ? strtoull(arguments[3], NULL, 10) : 1;
	if (count < 2) {
		fprintf(stderr, "usage: %s CORPUS-FOLDER [MUTATIONS [SEED]]\n", arguments[0]);
		return 2;
	}
	signal(SIGABRT, keep_failed);
	signal(SIGPROF, keep_failed);
	read_corpus(arguments[1]);
	if (!corpus_count) {
		fprintf(stderr, "%s: there is no corpus\n", arguments[1]);
		return 1;
	}
	for (size_t i = 0; i < corpus_count; i++) {
		try(corpus[i].bytes, corpus[i].length);
	}
	static uint8_t bytes[LENGTH_MOST + 1];
	for (size_t i = 0; i < mutations; i++) {
		const input *from = &corpus[random_below(&seed, corpus_count)];
		size_t length = from->length < LENGTH_MOST ? from->length : LENGTH_MOST;
		memcpy(bytes, from->bytes, length);
		for (size_t changes = 1 + random_below(&seed, 8); changes-- > 0;) {
			length = mutate(bytes, length, &seed);
		}
		try(bytes, length);
	}
	printf("%zu inputs, %zu mutations\n", corpus_count, mutations);
	for (size_t i = 0; i < corpus_count; i++) {
		free(corpus[i].bytes);
	}
	return 0;
}

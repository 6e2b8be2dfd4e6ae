/* For tools/bench --stages: the time of each step of tagging. bench-stages DICT TEXT
 *
 * Every line of the text is a document. The steps are the tagger's own, whose source is included; the clock is read
 * between them. Prints the best of ROUNDS rounds after one warm-up: for each stage its seconds, and nanoseconds a
 * kilobyte. */
#include "tagger.c"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { TOKENS, ALTERNATIVES, SCAN, RESOLVE, MENTIONS, WRITE, STAGES };
enum { ROUNDS = 5 };

static const char *const stage_names[STAGES] = {"tokens", "alternatives", "scan", "resolve", "mentions", "write"};

typedef struct bench {
	onto_dictionary *dictionary;
	onto_tagger *tagger;
	onto_writer *writer;
	char *text;
	size_t length, mentions;
	uint64_t spent[STAGES];
	onto_error error;
} bench;

static uint64_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static onto_status tag_line(bench *self, const char *line, size_t length)
{
	onto_tagger *t = self->tagger;
	analysis *doc = &t->analysis;
	uint64_t times[STAGES + 1] = {now()};
	const char *bytes;
	size_t written;
	TRY(analysis_read(doc, &t->scanner.cache, line, length, &self->error));
	times[TOKENS + 1] = now();
	TRY(find_alternatives(t, &self->error));
	times[ALTERNATIVES + 1] = now();
	TRY(scan_candidates(&t->scanner, doc, &self->error));
	times[SCAN + 1] = now();
	TRY(choose_mentions(t, &self->error));
	times[RESOLVE + 1] = now();
	mentions_clear(&t->mentions);
	TRY(mentions_make(&t->mentions, &self->error));
	TRY(mentions_add_abbreviations(&t->mentions, &t->abbreviations, &self->error));
	times[MENTIONS + 1] = now();
	onto_document document = {.size = sizeof(onto_document), .id = "", .text = line, .length = length};
	onto_tags tags = {.mentions = t->mentions.items.items,
	                  .mention_count = t->mentions.items.count,
	                  .abbreviations = t->mentions.pairs.items,
	                  .abbreviation_count = t->mentions.pairs.count};
	TRY(onto_writer_document(self->writer, &document, &tags, &bytes, &written, &self->error));
	times[WRITE + 1] = now();
	for (int stage = 0; stage < STAGES; stage++) {
		self->spent[stage] += times[stage + 1] - times[stage];
	}
	self->mentions += tags.mention_count;
	return ONTO_OK;
}

static onto_status tag_text(bench *self)
{
	memset(self->spent, 0, sizeof self->spent);
	self->mentions = 0;
	for (size_t at = 0; at < self->length;) {
		const char *line = self->text + at, *end = memchr(line, '\n', self->length - at);
		size_t length = end ? (size_t)(end - line) : self->length - at;
		TRY(tag_line(self, line, length));
		at += length + 1;
	}
	return ONTO_OK;
}

static onto_status run(bench *self)
{
	uint64_t best[STAGES], least = UINT64_MAX;
	for (int round = 0; round <= ROUNDS; round++) {
		TRY(tag_text(self));
		uint64_t sum = 0;
		for (int stage = 0; stage < STAGES; stage++) {
			sum += self->spent[stage];
		}
		if (round && sum < least) {
			least = sum;
			memcpy(best, self->spent, sizeof best);
		}
	}
	printf("stage,seconds,ns_per_kb,share\n");
	for (int stage = 0; stage < STAGES; stage++) {
		printf("%s,%.4f,%.0f,%.3f\n", stage_names[stage], (double)best[stage] / 1e9,
		       (double)best[stage] * 1000 / (double)self->length, (double)best[stage] / (double)least);
	}
	printf("all,%.4f,%.0f,1\n", (double)least / 1e9, (double)least * 1000 / (double)self->length);
	return ONTO_OK;
}

static bool read_text(bench *self, const char *path)
{
	FILE *file = fopen(path, "rb");
	bool good = file && fseek(file, 0, SEEK_END) == 0;
	long size = good ? ftell(file) : -1;
	if (size >= 0) {
		rewind(file);
		self->text = malloc((size_t)size + 1);
		self->length = self->text ? fread(self->text, 1, (size_t)size, file) : 0;
	}
	if (file) {
		fclose(file);
	}
	return size > 0 && self->length == (size_t)size;
}

int main(int argc, char **argv)
{
	bench self = {0};
	int code = 1;
	if (argc != 3 || !read_text(&self, argv[2])) {
		fputs("usage: bench-stages DICT TEXT\n", stderr);
	} else if (onto_dictionary_load(&(const char *){argv[1]}, 1, NULL, &self.dictionary, &self.error) != ONTO_OK ||
	           onto_tagger_new(self.dictionary, NULL, &self.tagger, &self.error) != ONTO_OK ||
	           onto_writer_new("jsonl", NULL, &self.writer, &self.error) != ONTO_OK || run(&self) != ONTO_OK) {
		fprintf(stderr, "bench-stages: %s: %s\n", self.error.file, self.error.message);
	} else {
		code = 0;
	}
	onto_writer_free(self.writer);
	onto_tagger_free(self.tagger);
	onto_dictionary_free(self.dictionary);
	free(self.text);
	return code;
}

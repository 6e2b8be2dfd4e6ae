/* What a document had before is found again, in whatever order it stands there, and nothing else is. */
#include "format/existing.h"

#include <string.h>

#include "format/annotation_type.h"
#include "support.h"

enum { ANNOTATIONS = 60, PLACES = 12, TYPES = 3 };

/* A mention of a type at some parts of the text. */
static onto_mention mention_at(const onto_span *spans, size_t count, onto_type type)
{
	return (onto_mention){
		.start = spans[0].start, .end = spans[count - 1].end, .spans = spans, .span_count = count, .type = type};
}

static bool stands_there(const onto_document *d, const onto_mention *m)
{
	for (size_t i = 0; i < d->annotation_count; i++) {
		const onto_annotation *a = &d->annotations[i];
		if (a->span_count == m->span_count && strcmp(a->type, annotation_type(m)) == 0 &&
		    memcmp(a->spans, m->spans, m->span_count * sizeof *m->spans) == 0) {
			return true;
		}
	}
	return false;
}

static void annotations_in_any_order(void **state)
{
	(void)state;
	uint64_t seed = 11;
	existing known = {0};
	size_t found = 0, absent = 0;
	for (int round = 0; round < 200; round++) {
		onto_span spans[ANNOTATIONS][2];
		onto_annotation annotations[ANNOTATIONS];
		onto_document d = {
			.size = sizeof d, .annotations = annotations, .annotation_count = random_below(&seed, ANNOTATIONS)};
		for (size_t i = 0; i < d.annotation_count; i++) {
			onto_mention m = {.type = (onto_type)random_below(&seed, TYPES)};
			size_t start = random_below(&seed, PLACES), end = start + 1 + random_below(&seed, 3);
			spans[i][0] = (onto_span){start, end};
			spans[i][1] = (onto_span){end + 1, end + 2};
			annotations[i] =
				(onto_annotation){spans[i], 1 + random_below(&seed, 2), annotation_type(&m), "", "", ""};
		}
		assert_true(existing_read(&known, &d));
		for (size_t start = 0; start < PLACES; start++) {
			for (size_t length = 1; length <= 3; length++) {
				for (size_t kind = 0; kind < 2 * TYPES; kind++) {
					const onto_span parts[] = {{start, start + length}, {start + length + 1, start + length + 2}};
					onto_mention m = mention_at(parts, 1 + kind % 2, (onto_type)(kind / 2));
					bool there = stands_there(&d, &m);
					assert_int_equal(existing_says(&known, &m), there);
					found += there;
					absent += !there;
				}
			}
		}
	}
	assert_true(found > 1000 && absent > 1000);
	existing_free(&known);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(annotations_in_any_order)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

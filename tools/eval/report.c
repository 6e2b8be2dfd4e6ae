/* Figures as a table or as JSON. */
#include "eval/report.h"

#include <math.h>
#include <string.h>
#include <utf8proc.h>

static size_t shown(const report *self)
{
	return self->errors->count < self->most ? self->errors->count : self->most;
}

static const char *type_of(const difference *d)
{
	return d->type < ONTO_TYPES_MAX ? onto_type_word(d->type) : "pair";
}

/* ---- text ---------------------------------------------------------------------------------------------------- */

static void text_share(double share, FILE *out)
{
	if (isnan(share)) {
		fprintf(out, " %8s", "-");
	} else {
		fprintf(out, " %8.4f", share);
	}
}

static void text_head(const report *self, FILE *out)
{
	fprintf(out, "%s: %zu document%s", self->gold, self->documents, self->documents == 1 ? "" : "s");
	for (size_t i = 0; i < self->vocabulary_count; i++) {
		fprintf(out, "%s%s", i ? ", " : "; codes of ", self->vocabularies[i]);
	}
	fputs("\n", out);
	if (self->replaced_gold || self->replaced_predicted) {
		fprintf(out, "counted through the codes that replaced them: %zu of the gold, %zu predicted\n",
		        self->replaced_gold, self->replaced_predicted);
	}
	if (self->unknown_gold) {
		fprintf(out, "codes of the gold that are no concept of the dictionary: %zu\n", self->unknown_gold);
	}
	if (self->other_types) {
		fprintf(out, "annotations of the gold whose type is not tagged: %zu\n", self->other_types);
	}
	if (self->not_in_gold) {
		fprintf(out, "documents of the predictions that the gold does not have: %zu\n", self->not_in_gold);
	}
}

static void text_errors(const report *self, FILE *out)
{
	size_t count = shown(self);
	fprintf(out,
	        "\nthe %zu commonest of %zu differences\ncount\ttype\tkind\ttext\tgold\tpredicted\tdocument\tcontext\n",
	        count, self->errors->count);
	for (size_t i = 0; i < count; i++) {
		const difference *d = &self->errors->items[i];
		fprintf(out, "%zu\t%s\t%s\t%s\t%s\t%s%s%s\t%s\t%s\n", d->count, type_of(d), error_word(d->kind), d->text,
		        *d->gold ? d->gold : "-", *d->predicted ? d->predicted : "-", *d->predicted_text ? " " : "",
		        d->predicted_text, d->document, d->context);
	}
}

void report_text(const report *self, FILE *out)
{
	text_head(self, out);
	fprintf(out, "\n%-9s %-12s %9s %9s %9s %9s %8s %8s %8s\n", "type", "measure", "gold", "found", "predicted",
	        "right", "P", "R", "F");
	for (size_t i = 0; i < self->row_count; i++) {
		const report_row *row = &self->rows[i];
		fprintf(out, "%-9s %-12s %9zu %9zu %9zu %9zu", row->type, row->measure, row->count.gold, row->count.found,
		        row->count.predicted, row->count.right);
		text_share(count_precision(&row->count), out);
		text_share(count_recall(&row->count), out);
		text_share(count_f(&row->count), out);
		fputc('\n', out);
	}
	if (self->errors) {
		text_errors(self, out);
	}
}

/* ---- JSON ---------------------------------------------------------------------------------------------------- */

static void json_text(const char *key, const char *text, FILE *out)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
	fprintf(out, "%s\"", key);
	while (*at) {
		utf8proc_int32_t point;
		utf8proc_ssize_t size = utf8proc_iterate(at, -1, &point);
		if (size <= 0) {
			fputs("\\ufffd", out);
			at++;
			continue;
		}
		if (point == '"' || point == '\\') {
			fputc('\\', out);
		}
		if (point < 0x20) {
			fprintf(out, "\\u%04x", (unsigned)point);
		} else {
			fwrite(at, 1, (size_t)size, out);
		}
		at += size;
	}
	fputc('"', out);
}

static void json_share(const char *key, double share, FILE *out)
{
	if (isnan(share)) {
		fprintf(out, "%snull", key);
	} else {
		fprintf(out, "%s%.6f", key, share);
	}
}

static void json_row(const report_row *row, FILE *out)
{
	json_text("{\"type\":", row->type, out);
	json_text(",\"measure\":", row->measure, out);
	fprintf(out, ",\"gold\":%zu,\"found\":%zu,\"predicted\":%zu,\"right\":%zu", row->count.gold, row->count.found,
	        row->count.predicted, row->count.right);
	json_share(",\"precision\":", count_precision(&row->count), out);
	json_share(",\"recall\":", count_recall(&row->count), out);
	json_share(",\"f\":", count_f(&row->count), out);
	fputc('}', out);
}

static void json_difference(const difference *d, FILE *out)
{
	fprintf(out, "{\"count\":%zu", d->count);
	json_text(",\"type\":", type_of(d), out);
	json_text(",\"kind\":", error_word(d->kind), out);
	json_text(",\"text\":", d->text, out);
	json_text(",\"gold\":", d->gold, out);
	json_text(",\"predicted\":", d->predicted, out);
	json_text(",\"predicted_text\":", d->predicted_text, out);
	json_text(",\"document\":", d->document, out);
	json_text(",\"context\":", d->context, out);
	fputc('}', out);
}

void report_json(const report *self, FILE *out)
{
	json_text("{\"file\":", self->gold, out);
	fprintf(out, ",\"documents\":%zu,\"vocabularies\":[", self->documents);
	for (size_t i = 0; i < self->vocabulary_count; i++) {
		json_text(i ? "," : "", self->vocabularies[i], out);
	}
	fprintf(
		out,
		"],\"replaced\":{\"gold\":%zu,\"predicted\":%zu},\"unknown\":%zu,\"other_types\":%zu,\"not_in_gold\":%zu,"
		"\"scores\":[",
		self->replaced_gold, self->replaced_predicted, self->unknown_gold, self->other_types, self->not_in_gold);
	for (size_t i = 0; i < self->row_count; i++) {
		fputs(i ? "," : "", out);
		json_row(&self->rows[i], out);
	}
	fputc(']', out);
	for (size_t i = 0; self->errors && i < shown(self); i++) {
		fputs(i ? "," : ",\"errors\":[", out);
		json_difference(&self->errors->items[i], out);
	}
	fputs(self->errors ? (shown(self) ? "]" : ",\"errors\":[]") : "", out);
	fputs("}\n", out);
}

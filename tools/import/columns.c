/* Tab-separated columns found by their header. */
#include "columns.h"

#include <stdint.h>
#include <string.h>

char *columns_cut(char **rest, char separator)
{
	char *piece = *rest;
	char *at = strchr(piece, separator);
	if (at) {
		*at++ = '\0';
	}
	*rest = at;
	return piece;
}

const char *columns_header(columns *self, const char *const *wanted, size_t count, size_t required, char *line)
{
	self->wanted = count;
	self->last = self->count = 0;
	for (size_t i = 0; i < count; i++) {
		self->at[i] = SIZE_MAX;
	}

	char *rest = line;
	for (size_t column = 0; rest; column++) {
		self->count++;
		const char *name = columns_cut(&rest, '\t');
		for (size_t i = 0; i < count; i++) {
			if (self->at[i] != SIZE_MAX || strcmp(name, wanted[i])) {
				continue;
			}
			self->at[i] = column;
			self->last = column;
		}
	}
	self->last_required = 0;
	for (size_t i = 0; i < required; i++) {
		if (self->at[i] == SIZE_MAX) {
			return wanted[i];
		}
		if (self->at[i] > self->last_required) {
			self->last_required = self->at[i];
		}
	}
	return NULL;
}

bool columns_complete(const columns *self, const char *line)
{
	size_t count = 1;
	for (const char *at = line; (at = strchr(at, '\t')); at++) {
		count++;
	}
	return count == self->count;
}

bool columns_row(const columns *self, char *line, char **values)
{
	char *nothing = line + strlen(line);
	for (size_t i = 0; i < self->wanted; i++) {
		values[i] = nothing;
	}

	char *rest = line;
	size_t column = 0;
	for (; rest && column <= self->last; column++) {
		char *field = columns_cut(&rest, '\t');
		for (size_t i = 0; i < self->wanted; i++) {
			if (self->at[i] == column) {
				values[i] = field;
			}
		}
	}
	return column > self->last_required;
}

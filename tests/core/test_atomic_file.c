/* A file appears whole or not at all, with and without files that have no name. */
#include "core/atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

/* The library's calls of open come here. */
static bool nameless;       /* the file system knows files without a name */
static const char *planted; /* a file of this name is made just before one is opened to be written to */
static size_t plants;

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);

int __wrap_open(const char *path, int flags, ...)
{
	if ((flags & O_TMPFILE) == O_TMPFILE && !nameless) {
		errno = EOPNOTSUPP;
		return -1;
	}
	if (planted && (flags & O_CREAT) && plants < 3) {
		plants++;
		assert_int_equal(symlink(planted, path), 0);
	}
	return __real_open(path, flags, 0666);
}

static char folder[64], path[100];

static int start(void **state)
{
	(void)state;
	make_folder(folder);
	snprintf(path, sizeof path, "%s/x", folder);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	remove_folder(folder);
	planted = NULL;
	plants = 0;
	return 0;
}

static void check_content(const char *expected)
{
	size_t length;
	char *bytes = read_file(path, &length);
	assert_string_equal(bytes, expected);
	free(bytes);
}

static void whole_or_not_at_all(void **state)
{
	(void)state;
	for (int way = 0; way < 2; way++) {
		atomic_file file;
		onto_error error = {0};
		nameless = way;
		write_file(path, "old", 3);
		must(atomic_file_open(&file, path, &error), &error);
		assert_int_equal(files_in(folder), nameless ? 1 : 2);
		must(atomic_file_write(&file, "new", 3, &error), &error);
		check_content("old");
		atomic_file_abandon(&file);
		atomic_file_abandon(&file);
		assert_int_equal(files_in(folder), 1);
		check_content("old");
		must(atomic_file_open(&file, path, &error), &error);
		must(atomic_file_write(&file, "new", 3, &error), &error);
		must(atomic_file_commit(&file, &error), &error);
		atomic_file_abandon(&file);
		assert_int_equal(files_in(folder), 1);
		check_content("new");
	}
}

/* Rights are those of any new file, not those of a secret. */
static void rights(void **state)
{
	(void)state;
	for (int way = 0; way < 2; way++) {
		atomic_file file;
		onto_error error = {0};
		struct stat about;
		nameless = way;
		mode_t mask = umask(027);
		must(atomic_file_open(&file, path, &error), &error);
		must(atomic_file_commit(&file, &error), &error);
		umask(mask);
		assert_int_equal(stat(path, &about), 0);
		assert_int_equal(about.st_mode & 0777, 0640);
	}
}

/* Somebody who guesses the name gains nothing: what lies there is neither followed nor written to. */
static void a_planted_link_is_not_followed(void **state)
{
	(void)state;
	char victim[100];
	atomic_file file;
	onto_error error = {0};
	snprintf(victim, sizeof victim, "%s/victim", folder);
	write_file(victim, "precious", 8);
	nameless = false;
	planted = victim;
	must(atomic_file_open(&file, path, &error), &error);
	must(atomic_file_write(&file, "new", 3, &error), &error);
	must(atomic_file_commit(&file, &error), &error);
	assert_int_equal(plants, 3);
	size_t length;
	char *bytes = read_file(victim, &length);
	assert_string_equal(bytes, "precious");
	free(bytes);
	check_content("new");
	assert_int_equal(files_in(folder), 5);
}

/* Two processes that write one file do not meet; the last that is complete stays. */
static void names_are_all_different(void **state)
{
	(void)state;
	enum { FILES = 50 };
	for (int way = 0; way < 2; way++) {
		atomic_file files[FILES];
		onto_error error = {0};
		char last[8];
		nameless = way;
		for (int i = 0; i < FILES; i++) {
			must(atomic_file_open(&files[i], path, &error), &error);
			snprintf(last, sizeof last, "%d", i);
			must(atomic_file_write(&files[i], last, strlen(last), &error), &error);
		}
		for (int i = 0; i < FILES; i++) {
			must(atomic_file_commit(&files[i], &error), &error);
		}
		check_content(last);
		assert_int_equal(files_in(folder), 1);
	}
}

/* What a killed process leaves is found; what another one writes is not touched. */
static void what_is_left_can_be_cleared(void **state)
{
	(void)state;
	atomic_file file;
	onto_error error = {0};
	nameless = false;
	pid_t child = fork();
	if (child == 0) {
		atomic_file_open(&file, path, &error);
		_exit(0);
	}
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(files_in(folder), 1);
	must(atomic_file_open(&file, path, &error), &error);
	assert_int_equal(files_in(folder), 2);
	assert_false(onto_atomic_file_clear(file.temporary));
	char command[300], left[200];
	snprintf(command, sizeof command, "ls %s | grep -v %s", folder, strrchr(file.temporary, '/') + 1);
	FILE *list = popen(command, "r");
	char name[100] = "";
	assert_int_equal(fscanf(list, "%99s", name), 1);
	pclose(list);
	snprintf(left, sizeof left, "%s/%s", folder, name);
	assert_true(onto_atomic_file_clear(left));
	assert_false(onto_atomic_file_clear(left));
	must(atomic_file_commit(&file, &error), &error);
	assert_int_equal(files_in(folder), 1);
	static const char *const others[] = {"x.part", "a.xyz.part", "a.01234567890123456.part",
	                                     ".part",  "a.0123",     "0123.part"};
	for (size_t i = 0; i < COUNT(others); i++) {
		snprintf(left, sizeof left, "%s/%s", folder, others[i]);
		write_file(left, "", 0);
		assert_false(onto_atomic_file_clear(left));
	}
	snprintf(left, sizeof left, "%s/a.jsonl.4711.part", folder);
	write_file(left, "", 0);
	assert_true(onto_atomic_file_clear(left));
	assert_int_equal(symlink("x", left), 0);
	assert_false(onto_atomic_file_clear(left));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(whole_or_not_at_all, start, stop),
		cmocka_unit_test_setup_teardown(rights, start, stop),
		cmocka_unit_test_setup_teardown(a_planted_link_is_not_followed, start, stop),
		cmocka_unit_test_setup_teardown(names_are_all_different, start, stop),
		cmocka_unit_test_setup_teardown(what_is_left_can_be_cleared, start, stop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* At build time: files as arrays of a C source. embed OUT.c NAME FILE [NAME FILE]... */
#include <stdio.h>

static int embed(FILE *out, const char *name, const char *path)
{
	FILE *in = fopen(path, "rb");
	if (!in) {
		perror(path);
		return 1;
	}
	size_t size = 0;
	int byte;
	fprintf(out,
	        "extern const unsigned char embedded_%s[];\nextern const size_t embedded_%s_size;\n"
	        "const unsigned char embedded_%s[] = {",
	        name, name, name);
	while ((byte = getc(in)) != EOF) {
		fprintf(out, "%s%d,", size++ % 24 ? "" : "\n", byte);
	}
	fprintf(out, "\n};\nconst size_t embedded_%s_size = %zu;\n", name, size);
	int failed = ferror(in);
	fclose(in);
	return failed;
}

int main(int argc, char **argv)
{
	FILE *out = argc > 3 && argc % 2 == 0 ? fopen(argv[1], "w") : NULL;
	if (!out) {
		fputs("usage: embed OUT.c NAME FILE [NAME FILE]...\n", stderr);
		return 1;
	}
	fputs("#include <stddef.h>\n", out);
	int failed = 0;
	for (int i = 2; i + 1 < argc; i += 2) {
		failed |= embed(out, argv[i], argv[i + 1]);
	}
	failed |= ferror(out);
	return fclose(out) != 0 || failed;
}

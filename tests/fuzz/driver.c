/* SPDX-License-Identifier: MIT */
/* Runs a harness over a corpus and a fixed number of changed inputs: the same ones each time.
 *
 *	fuzz_X FOLDER [ROUNDS]		ROUNDS changed inputs for each file, 5,000 by default */
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define INPUT_MAX 8192

static uint8_t input[INPUT_MAX], changed[INPUT_MAX], other[INPUT_MAX];
static size_t changed_size;
static char path_now[1024];
static uint64_t state;

/* xorshift: quick, and the same everywhere */
static uint32_t
draw(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return below == 0 ? 0 : (uint32_t)(state >> 16) % below;
}

/* Says which input it was; only calls that a signal handler may make. */
static void
say_input(int number)
{
	static const char words[] = "the input that failed stands in fuzz-failed\n";
	FILE *f = fopen("fuzz-failed", "we"); /* the program is lost anyway */

	if (f != NULL) {
		(void)fwrite(changed, 1, changed_size, f);
		(void)fclose(f);
	}
	(void)!write(STDERR_FILENO, path_now, strlen(path_now));
	(void)!write(STDERR_FILENO, ": ", 2);
	(void)!write(STDERR_FILENO, words, sizeof(words) - 1);
	(void)signal(number, SIG_DFL);
	(void)raise(number);
}

static size_t
read_file(const char *path, uint8_t *ret_bytes)
{
	FILE *f = fopen(path, "re");
	size_t size = 0;

	if (f != NULL) {
		size = fread(ret_bytes, 1, INPUT_MAX, f);
		(void)fclose(f);
	}
	return size;
}

static void
insert(size_t at, const uint8_t *bytes, size_t count)
{
	if (count > INPUT_MAX - changed_size)
		return;
	memmove(changed + at + count, changed + at, changed_size - at);
	memcpy(changed + at, bytes, count);
	changed_size += count;
}

/* One change at a random place. */
static void
change(size_t other_size)
{
	static const char *const words[] = { "\"", "\\", "{", "}", "[", "]", "\\u0000", "\\ud800",
		"\xff", "\xc3\xa9", "\xe2\x80\xae", "%", "%u", "=", ";", ":", "-", "1e999", "true",
		"null", "allow", "deny", "active", "/*", "#", "\n", "push", "999999999999999999999",
		"0", "-1", "begin", "silent", "@include \"x\"", "\x1e" };
	size_t at = draw((uint32_t)changed_size + 1);
	uint32_t word = draw(sizeof(words) / sizeof(words[0]));
	size_t count;
	uint8_t byte = (uint8_t)draw(256);

	switch (draw(6)) {
	case 0: /* another byte */
		if (at < changed_size)
			changed[at] = byte;
		return;
	case 1: /* one bit */
		if (at < changed_size)
			changed[at] = (uint8_t)(changed[at] ^ 1u << (byte & 7));
		return;
	case 2: /* a word that means something somewhere */
		insert(at, (const uint8_t *)words[word], strlen(words[word]));
		return;
	case 3: /* a piece less */
		count = draw((uint32_t)(changed_size - at < 16 ? changed_size - at : 16) + 1);
		memmove(changed + at, changed + at + count, changed_size - at - count);
		changed_size -= count;
		return;
	case 4: /* a piece of itself again */
		count = draw((uint32_t)(changed_size - at < 64 ? changed_size - at : 64) + 1);
		memcpy(other, changed + at, count);
		insert(draw((uint32_t)changed_size + 1), other, count);
		return;
	default: /* the end of another input */
		if (other_size == 0)
			return;
		count = draw((uint32_t)other_size);
		changed_size = at;
		insert(at, input + count, other_size - count);
		return;
	}
}

static void
run(const uint8_t *bytes, size_t size)
{
	/* a copy of exact size, so that a sanitizer sees one byte too far */
	uint8_t *exact = malloc(size > 0 ? size : 1);

	EXPECT(exact != NULL);
	memcpy(exact, bytes, size);
	(void)LLVMFuzzerTestOneInput(exact, size);
	free(exact);
}

static unsigned long
run_file(unsigned rounds)
{
	size_t size = read_file(path_now, input);

	state = 88172645463325252ull + size;
	memcpy(changed, input, size);
	changed_size = size;
	run(changed, changed_size);
	for (unsigned i = 0; i < rounds; i++) {
		memcpy(changed, input, size);
		changed_size = size;
		for (uint32_t n = draw(4) + 1; n > 0; n--)
			change(size);
		run(changed, changed_size);
	}
	return rounds + 1;
}

int
main(int argc, char **argv)
{
	unsigned rounds = argc > 2 ? (unsigned)atoi(argv[2]) : 5000;
	struct dirent **files = NULL;
	unsigned long runs = 0;
	int count = argc > 1 ? scandir(argv[1], &files, NULL, alphasort) : -1;

	if (count < 0) {
		(void)fputs("usage: fuzz_X FOLDER [ROUNDS]\n", stderr);
		return 2;
	}
	(void)signal(SIGABRT, say_input);
	(void)signal(SIGSEGV, say_input);
	for (int i = 0; i < count; i++) {
		if (files[i]->d_name[0] != '.') {
			(void)snprintf(path_now, sizeof(path_now), "%s/%s", argv[1],
				files[i]->d_name);
			runs += run_file(rounds);
		}
		free(files[i]);
	}
	free(files);
	(void)printf("%s: %lu inputs\n", argv[1], runs);
	return runs > 0 ? 0 : 1; /* an empty corpus has tested nothing */
}

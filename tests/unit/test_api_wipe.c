/* SPDX-License-Identifier: MIT */
/* After a call no copy of a code is left in the process, nor of a key after the client is gone. */
#include "tests/unit/api_remote.h"
#include "tests/unit/flight_stage.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#define MASK	   0x55 /* the test's own copies of secrets must not be found */
#define CHUNK	   (1u << 20)
#define REGION_MAX (1ul << 30) /* the sanitizers' own maps are larger */

/* "271828182" and "wipe-this-secret-key", masked. */
static const char code_masked[] = { '2' ^ MASK, '7' ^ MASK, '1' ^ MASK, '8' ^ MASK, '2' ^ MASK,
	'8' ^ MASK, '1' ^ MASK, '8' ^ MASK, '2' ^ MASK };
static const char key_masked[] = { 'w' ^ MASK, 'i' ^ MASK, 'p' ^ MASK, 'e' ^ MASK, '-' ^ MASK,
	't' ^ MASK, 'h' ^ MASK, 'i' ^ MASK, 's' ^ MASK, '-' ^ MASK, 'k' ^ MASK, 'e' ^ MASK,
	'y' ^ MASK };

static void
unmask(char *dst, const char *masked, size_t len)
{
	for (size_t i = 0; i < len; i++)
		dst[i] = (char)(masked[i] ^ MASK);
	dst[len] = '\0';
}

static int
count_in(const char *bytes, size_t size, const char *masked, size_t len)
{
	const char *at = bytes, *end = bytes + size;
	int found = 0;

	while ((at = memchr(at, masked[0] ^ MASK, (size_t)(end - at))) != NULL &&
		(size_t)(end - at) >= len) {
		size_t same = 1;

		while (same < len && (at[same] ^ MASK) == masked[same])
			same++;
		found += same == len ? 1 : 0;
		at++;
	}
	return found;
}

/* How often the masked text is in this process' writable memory, in the clear. */
static int
count_copies(const char *masked, size_t len)
{
	char *chunk = mmap(NULL, CHUNK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[512];
	int found = 0;

	assert_true(chunk != MAP_FAILED && memory >= 0 && maps != NULL);
	while (fgets(line, sizeof(line), maps) != NULL) {
		unsigned long start, end;
		char write_flag;

		if (sscanf(line, "%lx-%lx %*c%c", &start, &end, &write_flag) != 3 ||
			write_flag != 'w' || end - start > REGION_MAX ||
			start == (unsigned long)chunk)
			continue;
		for (unsigned long at = start; at < end; at += CHUNK - 64) {
			size_t want = end - at < CHUNK ? end - at : CHUNK;
			ssize_t got = pread(memory, chunk, want, (off_t)at);

			if (got > 0)
				found += count_in(chunk, (size_t)got, masked, len);
		}
	}
	(void)fclose(maps);
	(void)close(memory);
	(void)munmap(chunk, CHUNK);
	return found;
}

static struct api_client *
secretive_client(const struct remote *r, int signature)
{
	struct api_config config = {
		.host = "localhost",
		.port = r->port,
		.ca_file = r->ca_file,
		.signature = signature,
		.admin = { .ikey = "DIADMINADMINADMINADM" },
		.auth = { .ikey = "DIAUTHAUTHAUTHAUTHAU" },
	};
	struct api_client *c;
	char key[64];
	struct err e;

	unmask(key, key_masked, sizeof(key_masked));
	assert_int_equal(secret_set(&config.auth.skey, key, sizeof(key_masked), &e), 0);
	assert_int_equal(secret_set(&config.admin.skey, key, sizeof(key_masked), &e), 0);
	explicit_bzero(key, sizeof(key));
	c = stage_client(&config);
	secret_clear(&config.auth.skey);
	secret_clear(&config.admin.skey);
	return c;
}

static void
the_search_finds_what_is_there(void **state)
{
	char *copy = malloc(sizeof(code_masked) + 1);

	(void)state;
	assert_int_equal(count_copies(code_masked, sizeof(code_masked)), 0);
	unmask(copy, code_masked, sizeof(code_masked));
	assert_int_equal(count_copies(code_masked, sizeof(code_masked)), 1);
	explicit_bzero(copy, sizeof(code_masked));
	free(copy);
}

static void
no_code_stays_behind(void **state)
{
	static const char *const operations[] = { "authauth", "createuserbypasscodes" };

	for (size_t i = 0; i < 4; i++) {
		struct api_client *c = secretive_client(*state, i < 2 ? 5 : 2);
		char code[16];
		const struct api_arg auth[] = { { "username", "a" }, { "factor", "passcode" },
			{ "passcode", code }, { NULL, NULL } };
		const struct api_arg codes[] = { { "user_id", "DU1" }, { "codes", code },
			{ NULL, NULL } };
		auto_api_answer answer = { 0 };
		struct err e;

		unmask(code, code_masked, sizeof(code_masked));
		if (stage_call(c, operations[i % 2], i % 2 == 0 ? auth : codes, LONG_MS, &answer,
			    &e) != 0)
			fail_msg("%s", e.msg);
		explicit_bzero(code, sizeof(code));
		/* the connection is still open, and still holds nothing */
		if (count_copies(code_masked, sizeof(code_masked)) != 0)
			fail_msg("%s left a code behind, signature %d", operations[i % 2],
				i < 2 ? 5 : 2);
		api_client_free(c);
	}
}

/* The same for one whom nobody waits for: the thread, its handle and the connection are kept. */
static void
no_code_stays_in_the_air(void **state)
{
	for (int i = 0; i < 3; i++) {
		struct api_client *c = secretive_client(*state, i % 2 == 0 ? 5 : 2);
		struct api_flights *f = stage_flights(c, 4);
		char code[16];
		const struct api_arg auth[] = { { "username", "a" }, { "factor", "passcode" },
			{ "passcode", code }, { NULL, NULL } };
		auto_api_answer answer = { 0 };
		struct err e;

		unmask(code, code_masked, sizeof(code_masked));
		/* the last one has no time: what was made ready for it goes, too */
		if (stage_flight(f, "authauth", auth, i < 2 ? LONG_MS : 0, &answer, &e) !=
			(i < 2 ? 0 : -1))
			fail_msg("%s", e.msg);
		explicit_bzero(code, sizeof(code));
		/* it has landed, and a moment later is freed: the next one lands after that */
		api_answer_clear(&answer);
		assert_int_equal(stage_flight(f, "authping", NULL, 0, &answer, &e), -1);
		if (count_copies(code_masked, sizeof(code_masked)) != 0)
			fail_msg("flight %d left a code behind", i);
		api_flights_free(f);
		api_client_free(c);
	}
}

static void
no_key_stays_behind(void **state)
{
	struct api_client *c = secretive_client(*state, 5);
	auto_api_answer answer = { 0 };
	struct err e;

	assert_int_equal(stage_call(c, "authcheck", NULL, LONG_MS, &answer, &e), 0);
	/* one for each application, both inside the client */
	assert_int_equal(count_copies(key_masked, sizeof(key_masked)), 2);
	api_client_free(c);
	assert_int_equal(count_copies(key_masked, sizeof(key_masked)), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_search_finds_what_is_there),
		cmocka_unit_test(no_code_stays_behind),
		cmocka_unit_test(no_code_stays_in_the_air),
		cmocka_unit_test(no_key_stays_behind),
	};

	return cmocka_run_group_tests(tests, start_remote, stop_remote);
}

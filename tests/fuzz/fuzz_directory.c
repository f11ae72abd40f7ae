/* SPDX-License-Identifier: MIT */
/* The directory file in the NSS module's hands: whatever stands in it, answers lie in the caller's
 * buffer and have the words that libc expects.
 *
 * Sums and the file's length are put right first, in every second input only those of the header:
 * else nothing behind them would ever be reached. */
#include "tests/fuzz/fuzz.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define DIRECTORY_FILE fuzz_path
static char fuzz_folder[] = "/tmp/doorward-fuzz-XXXXXX";
static char fuzz_path[sizeof(fuzz_folder) + 16];

#include "nss/enumerate.c"
#include "nss/group.c"
#include "nss/initgroups.c"
#include "nss/lookup.c"
#include "nss/passwd.c"

#define BUFFER 2048

static void
remove_folder(void)
{
	(void)unlink(fuzz_path);
	(void)rmdir(fuzz_folder);
}

static void
write_input(const unsigned char *bytes, size_t size)
{
	static int fd = -1;

	if (fd < 0) {
		EXPECT(mkdtemp(fuzz_folder) != NULL);
		(void)snprintf(fuzz_path, sizeof(fuzz_path), "%s/file", fuzz_folder);
		fd = open(fuzz_path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
		EXPECT(fd >= 0 && atexit(remove_folder) == 0);
	}
	EXPECT(ftruncate(fd, (off_t)size) == 0);
	EXPECT(pwrite(fd, bytes, size, 0) == (ssize_t)size);
}

static void
seal(unsigned char *data, size_t fixed, size_t len)
{
	uint64_t sum;

	if (len < fixed)
		return;
	sum = directory_sum(0, data + 4, fixed - 4);
	directory_put32(data, directory_sum_end(directory_sum(sum, data + fixed, len - fixed)));
}

static void
seal_records(unsigned char *bytes, size_t size)
{
	for (size_t at = DIRECTORY_HEADER_AT + HEADER_LENGTH; at + 9 < size;) {
		size_t key = directory_get32(bytes + at), len = directory_get32(bytes + at + 4);
		unsigned char *data = bytes + at + 8 + key;

		if (key < 1 || key > size - at - 8 || len > size - at - 8 - key)
			return;
		seal(data, strchr("ie", bytes[at + 8]) != NULL ? (size_t)LIST_ENTRIES
							       : (size_t)PERSON_TEXT, len);
		at += 8 + key + len;
	}
}

static void
seal_header(unsigned char *bytes, size_t size)
{
	unsigned char *h = bytes + DIRECTORY_HEADER_AT;

	memcpy(h, DIRECTORY_MAGIC, 8);
	directory_put32(h + HEADER_VERSION, DIRECTORY_VERSION);
	directory_put32(h + HEADER_SIZE, (uint32_t)size);
	directory_put32(h + HEADER_SUM, directory_sum_end(directory_sum(0, h + HEADER_VERSION,
		HEADER_DIGEST - HEADER_VERSION)));
}

/* ---- promises ------------------------------------------------------------------------------ */

static void
check_status(enum nss_status status, int error)
{
	EXPECT(status >= NSS_STATUS_TRYAGAIN && status <= NSS_STATUS_SUCCESS);
	EXPECT(status != NSS_STATUS_TRYAGAIN || error == ERANGE || error == ENOMEM);
	EXPECT(status != NSS_STATUS_UNAVAIL || error == EIO);
	EXPECT(errno == 4242);
}

static void
check_string(const char *s, const char *buffer, size_t size)
{
	EXPECT(s >= buffer && s < buffer + size);
	EXPECT(memchr(s, '\0', (size_t)(buffer + size - s)) != NULL);
}

static void
check_person(const struct passwd *p, const char *buffer, size_t size)
{
	check_string(p->pw_name, buffer, size);
	check_string(p->pw_gecos, buffer, size);
	check_string(p->pw_dir, buffer, size);
	check_string(p->pw_shell, buffer, size);
	check_string(p->pw_passwd, buffer, size);
	EXPECT(strcmp(p->pw_passwd, "*") == 0);
	EXPECT(directory_name_ok(p->pw_name));
	EXPECT(directory_id_ok(p->pw_uid) && directory_id_ok(p->pw_gid));
}

static void
check_group(const struct group *g, const char *buffer, size_t size)
{
	check_string(g->gr_name, buffer, size);
	check_string(g->gr_passwd, buffer, size);
	EXPECT((uintptr_t)g->gr_mem % alignof(char *) == 0);
	EXPECT(directory_name_ok(g->gr_name) && directory_id_ok(g->gr_gid));
	for (char **m = g->gr_mem;; m++) {
		EXPECT((char *)m >= buffer && (char *)(m + 1) <= buffer + size);
		if (*m == NULL)
			return;
		check_string(*m, buffer, size);
	}
}

static const char *const names[] = { "anna", "a.nna", "ben", "cleo", "staff", "ops", "x" };
static const uint32_t ids[] = { 2001000001, 2001000002, 2001000003, 2001000100, 2001000101 };

static void
look_up(char *buffer, size_t size)
{
	struct passwd p;
	struct group g;
	int error;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		enum nss_status status;

		error = 0;
		status = _nss_doorward_getpwnam_r(names[i], &p, buffer, size, &error);
		check_status(status, error);
		if (status == NSS_STATUS_SUCCESS)
			check_person(&p, buffer, size);
		status = _nss_doorward_getgrnam_r(names[i], &g, buffer, size, &error);
		check_status(status, error);
		if (status == NSS_STATUS_SUCCESS)
			check_group(&g, buffer, size);
	}
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		enum nss_status status = _nss_doorward_getpwuid_r(ids[i], &p, buffer, size, &error);

		check_status(status, error);
		EXPECT(status != NSS_STATUS_SUCCESS || p.pw_uid == ids[i]);
		if (status == NSS_STATUS_SUCCESS)
			check_person(&p, buffer, size);
		status = _nss_doorward_getgrgid_r(ids[i], &g, buffer, size, &error);
		check_status(status, error);
		EXPECT(status != NSS_STATUS_SUCCESS || g.gr_gid == ids[i]);
		if (status == NSS_STATUS_SUCCESS)
			check_group(&g, buffer, size);
	}
}

static void
look_up_groups(void)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		gid_t *gids = calloc(1, sizeof(*gids));
		long start = 1, size = 1;
		int error = 0;
		enum nss_status status;

		EXPECT(gids != NULL);
		gids[0] = 7;
		status = _nss_doorward_initgroups_dyn(names[i], (gid_t)-1, &start, &size, &gids, 200,
			&error);
		check_status(status, error);
		EXPECT(start >= 1 && start <= size && size <= 200 && gids[0] == 7);
		for (long n = 1; n < start; n++)
			EXPECT(gids[n] != 11 && directory_id_ok(gids[n]));
		free(gids);
	}
}

static void
list_all(char *buffer, size_t size)
{
	enum nss_status status;
	struct passwd p;
	struct group g;
	int error = 0, rounds = 0;

	(void)_nss_doorward_setpwent(0);
	while ((status = _nss_doorward_getpwent_r(&p, buffer, size, &error)) ==
		NSS_STATUS_SUCCESS) {
		check_person(&p, buffer, size);
		EXPECT(++rounds < 10000);
	}
	check_status(status, error);
	(void)_nss_doorward_setgrent(0);
	while ((status = _nss_doorward_getgrent_r(&g, buffer, size, &error)) ==
		NSS_STATUS_SUCCESS) {
		check_group(&g, buffer, size);
		EXPECT(++rounds < 20000);
	}
	check_status(status, error);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned char *bytes;
	char *buffer;

	if (size < DIRECTORY_HEADER_AT + HEADER_LENGTH)
		return 0;
	bytes = malloc(size);
	EXPECT(bytes != NULL);
	memcpy(bytes, data, size);
	if ((bytes[DIRECTORY_HEADER_AT + HEADER_DIGEST] & 1) == 0)
		seal_records(bytes, size);
	seal_header(bytes, size);
	write_input(bytes, size);
	errno = 4242;
	for (size_t room = 16; room <= BUFFER; room *= 2) {
		buffer = malloc(room); /* exact: a sanitizer sees one byte too far */
		EXPECT(buffer != NULL);
		look_up(buffer, room);
		if (room == 512)
			list_all(buffer, room);
		free(buffer);
	}
	look_up_groups();
	free(bytes);
	return 0;
}

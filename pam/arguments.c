/* SPDX-License-Identifier: MIT */
/* Reads the module's arguments; a word it does not know is an error and never a default. */
#include "pam/arguments.h"

#include <string.h>
#include <sys/un.h>

#include "base/text.h"

#define NAME_MAX_BYTES 256
#define UID_HIGHEST    4294967294 /* the one above means "none" */

enum kind { KIND_WORD, KIND_NUMBER, KIND_PATH, KIND_NAME };

struct row {
	const char *name;
	enum kind kind;
	int64_t min, max;
	size_t offset;
};

/* Refuses to compile for a member of another type. */
#define MEMBER(type, member)                                                                       \
	(offsetof(struct arguments, member) +                                                      \
		0 * sizeof(char[__builtin_types_compatible_p(                                      \
				       __typeof__(((struct arguments *)0)->member), type) ?        \
				       1 :                                                         \
				       -1]))

static const struct row rows[] = {
	{ .name = "socket", .kind = KIND_PATH, .offset = MEMBER(const char *, socket) },
	{ .name = "broker", .kind = KIND_NAME, .offset = MEMBER(const char *, broker) },
	{ .name = "timeout",
		.kind = KIND_NUMBER,
		.min = 1,
		.max = 60,
		.offset = MEMBER(int64_t, timeout) },
	{ .name = "auth_timeout",
		.kind = KIND_NUMBER,
		.min = 5,
		.max = 600,
		.offset = MEMBER(int64_t, auth_timeout) },
	{ .name = "min_uid",
		.kind = KIND_NUMBER,
		.min = 0,
		.max = UID_HIGHEST,
		.offset = MEMBER(int64_t, min_uid) },
	{ .name = "after_password", .kind = KIND_WORD, .offset = MEMBER(bool, after_password) },
	{ .name = "after_publickey", .kind = KIND_WORD, .offset = MEMBER(bool, after_publickey) },
	{ .name = "use_first_pass", .kind = KIND_WORD, .offset = MEMBER(bool, first_pass) },
	{ .name = "try_first_pass", .kind = KIND_WORD, .offset = MEMBER(bool, first_pass) },
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

/* The row of "name" or "name=value", NULL when there is none. */
static const struct row *
find_row(const char *word)
{
	size_t len = strcspn(word, "=");

	for (size_t i = 0; i < ROWS; i++)
		if (strlen(rows[i].name) == len && memcmp(rows[i].name, word, len) == 0)
			return &rows[i];
	return NULL;
}

/* value is NULL when the word had no '='. Returns 0, or -1 with the error. */
static int
store_value(struct arguments *a, const struct row *row, const char *value, struct err *e)
{
	void *member = (char *)a + row->offset;

	switch (row->kind) {
	case KIND_WORD:
		if (value != NULL)
			return err_set(e, ERR_USAGE, "argument %s takes no value", row->name);
		*(bool *)member = true;
		return 0;
	case KIND_NUMBER:
		if (value == NULL || text_to_int(value, row->min, row->max, member) != 0)
			return err_set(e, ERR_USAGE,
				"argument %s needs a whole number from %lld to %lld", row->name,
				(long long)row->min, (long long)row->max);
		return 0;
	case KIND_PATH:
		if (value == NULL || value[0] != '/' ||
			strlen(value) >= sizeof(((struct sockaddr_un *)0)->sun_path))
			return err_set(e, ERR_USAGE,
				"argument %s needs an absolute path of at most %zu bytes",
				row->name, sizeof(((struct sockaddr_un *)0)->sun_path) - 1);
		*(const char **)member = value;
		return 0;
	case KIND_NAME:
		if (value == NULL || value[0] == '\0' || strlen(value) > NAME_MAX_BYTES)
			return err_set(e, ERR_USAGE, "argument %s needs a user's name", row->name);
		*(const char **)member = value;
		return 0;
	}
	return err_set(e, ERR_USAGE, "argument %s has no parser", row->name);
}

int
arguments_parse(struct arguments *a, int argc, const char **argv, struct err *e)
{
	unsigned seen = 0;

	_Static_assert(ROWS <= sizeof(seen) * 8, "one bit for each row");
	*a = (struct arguments){
		.socket = "/run/doorward/login.sock",
		.broker = "doorward",
		.timeout = 5,
		.auth_timeout = 90,
	};
	for (int i = 0; i < argc; i++) {
		const struct row *row = find_row(argv[i]);
		const char *equals = strchr(argv[i], '=');
		char shown[64];

		if (row == NULL)
			return err_set(e, ERR_USAGE, "argument %s is not known",
				text_quote(shown, sizeof(shown), argv[i]));
		if ((seen & 1u << (row - rows)) != 0)
			return err_set(e, ERR_USAGE, "argument %s is there twice", row->name);
		seen |= 1u << (row - rows);
		if (store_value(a, row, equals == NULL ? NULL : equals + 1, e) != 0)
			return -1;
	}
	return 0;
}

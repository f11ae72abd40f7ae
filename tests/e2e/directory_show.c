/* SPDX-License-Identifier: MIT */
/* Checks a directory file as a whole and prints what is in it, one line each; sorted, two files with
 * the same content print the same. directory-show FILE */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "helper/directory/reader.h"

static void
show_person(const char *key, size_t key_len, const unsigned char *data)
{
	const char *name = (const char *)data + PERSON_TEXT, *gecos = name + strlen(name) + 1;
	const char *home = gecos + strlen(gecos) + 1, *shell = home + strlen(home) + 1;

	(void)printf("user %.*s is %s:%" PRIu32 ":%" PRIu32 ":%s:%s:%s\n", (int)key_len, key, name,
		directory_get32(data + PERSON_UID), directory_get32(data + PERSON_GID), gecos, home,
		shell);
}

static void
show_group(const unsigned char *data, size_t len)
{
	const char *text = (const char *)data + GROUP_TEXT;

	(void)printf("group %s:%" PRIu32 ":", text, directory_get32(data + GROUP_GID));
	for (text += strlen(text) + 1; text < (const char *)data + len; text += strlen(text) + 1)
		(void)printf("%s ", text);
	(void)printf("\n");
}

static int
show(void *context, char letter, const void *key, size_t key_len, const unsigned char *data,
	size_t len)
{
	const char *text = (const char *)data + MAP_TEXT;

	(void)context;
	if (letter == 'n')
		show_person(key, key_len, data);
	else if (letter == 'g')
		show_group(data, len);
	else if (letter == 'm') {
		text += strlen(text) + 1;
		(void)printf("map %.*s to %s, %s\n", (int)key_len, (const char *)key, text,
			text + strlen(text) + 1);
	}
	return 0;
}

int
main(int argc, char **argv)
{
	struct directory_info info;
	struct err e = { 0 };

	if (argc != 2 || directory_verify(argv[1], &info, &e) != 0 ||
		directory_walk(argv[1], show, NULL, &e) != 0) {
		(void)fprintf(stderr, "directory-show: %s\n", e.msg);
		return 1;
	}
	return 0;
}

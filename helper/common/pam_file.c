/* SPDX-License-Identifier: MIT */
/* Reads PAM files no further than to the first line of ours. */
#include "helper/common/pam_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "helper/common/text_file.h"

#define DEPTH_MAX 16 /* of includes, as libpam */
#define PATH_SIZE 512

static bool names_us(const char *file, unsigned depth);

static bool
is_module(const char *path)
{
	const char *slash = strrchr(path, '/');

	return strcmp(slash != NULL ? slash + 1 : path, "pam_doorward.so") == 0;
}

static bool
line_names_us(char *line, unsigned depth)
{
	const char *type, *control, *path;

	line[strcspn(line, "#")] = '\0';
	type = text_word(&line);
	if (type == NULL)
		return false;
	control = text_word(&line);
	if (control == NULL)
		return false;
	if (strcasecmp(type, "@include") == 0)
		return names_us(control, depth + 1);
	path = text_word(&line);
	if (path == NULL)
		return false;
	if (strcmp(control, "include") == 0 || strcmp(control, "substack") == 0)
		return names_us(path, depth + 1);
	return is_module(path);
}

static int
read_file(const char *file, char **ret_text)
{
	static const char *const folders[] = { "/etc/pam.d", "/usr/lib/pam.d" };
	char path[PATH_SIZE];
	struct err e = { 0 };

	if (file[0] == '/')
		return text_file_read(file, ret_text, &e);
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		if (snprintf(path, sizeof(path), "%s/%s", folders[i], file) >= (int)sizeof(path))
			return -1;
		if (text_file_read(path, ret_text, &e) == 0)
			return 0;
		if (e.code != ERR_NOT_FOUND) /* it is there, and libpam would use no other */
			return -1;
	}
	return -1;
}

static bool
names_us(const char *file, unsigned depth)
{
	auto_str text = NULL;
	unsigned line = 0;
	char *cursor, *one;

	if (depth == DEPTH_MAX || read_file(file, &text) != 0)
		return false;
	for (cursor = text; (one = text_file_line(&cursor, &line, true)) != NULL;)
		if (line_names_us(one, depth))
			return true;
	return false;
}

bool
pam_file_names_us(const char *service)
{
	return service[0] != '\0' && service[0] != '.' && strchr(service, '/') == NULL &&
		names_us(service, 0);
}

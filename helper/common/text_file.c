/* SPDX-License-Identifier: MIT */
/* Reads other programs' files no more strictly than they do, but never more than a bounded lot. */
#include "helper/common/text_file.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"

int
text_file_read(const char *path, char **ret_text, struct err *e)
{
	auto_fd fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	auto_str text = NULL;
	struct stat st;
	size_t len = 0;
	ssize_t n;

	if (fd < 0 || fstat(fd, &st) != 0)
		return err_sys(e, errno == ENOENT ? ERR_NOT_FOUND : ERR_OTHER, errno, "%s", path);
	if (!S_ISREG(st.st_mode) || st.st_size > TEXT_FILE_MAX)
		return err_set(e, ERR_OTHER, "%s: is no file of at most %u bytes", path,
			TEXT_FILE_MAX);
	text = malloc((size_t)st.st_size + 1);
	if (text == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	while (len < (size_t)st.st_size && (n = read(fd, text + len, (size_t)st.st_size - len)) > 0)
		len += (size_t)n;
	text[len] = '\0'; /* one that shrank meanwhile ends earlier */
	*ret_text = take_ptr(text);
	return 0;
}

char *
text_file_line(char **cursor, unsigned *line, bool join)
{
	char *start = *cursor, *from = *cursor, *end;

	if (*start == '\0')
		return NULL;
	for (;;) {
		end = from + strcspn(from, "\n");
		++*line;
		*cursor = *end == '\0' ? end : end + 1;
		if (!join || *end == '\0' || end == from || end[-1] != '\\')
			break;
		end[-1] = *end = ' ';
		from = *cursor;
	}
	*end = '\0';
	return start;
}

char *
text_word(char **cursor)
{
	char *start = *cursor + strspn(*cursor, " \t\r");
	char *end = start;

	if (*start == '\0')
		return NULL;
	if (*start == '[') {
		while (*end != '\0' && (*end != ']' || end[-1] == '\\'))
			end++;
		end += *end == ']' ? 1 : 0;
	} else {
		end += strcspn(start, " \t\r");
	}
	*cursor = *end == '\0' ? end : end + 1;
	*end = '\0';
	return start;
}

unsigned
text_file_find(const char *path, const char *word)
{
	auto_str text = NULL;
	struct err e;
	unsigned line = 0;
	char *cursor, *at;

	if (text_file_read(path, &text, &e) != 0)
		return 0;
	cursor = text;
	while ((at = text_file_line(&cursor, &line, false)) != NULL) {
		at += strspn(at, " \t");
		if (strncmp(at, word, strlen(word)) == 0 &&
			!isalnum((unsigned char)at[strlen(word)]) && at[strlen(word)] != '_')
			return line;
	}
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* Breaks prose into lines, see wrap.h. */
#include "conf/wrap.h"

#include <string.h>

void
wrap_print(FILE *f, size_t tabs, const char *prefix, const char *text)
{
	size_t used = 0;

	while (*text != '\0') {
		size_t len = strcspn(text, " ");

		if (used > 0 && used + 1 + len > WRAP_WIDTH) {
			(void)fputc('\n', f);
			used = 0;
		}
		if (used == 0) {
			for (size_t i = 0; i < tabs; i++)
				(void)fputc('\t', f);
			(void)fputs(prefix, f);
			used = tabs * 8 + strlen(prefix);
		} else {
			(void)fputc(' ', f);
			used++;
		}
		(void)fprintf(f, "%.*s", (int)len, text);
		used += len;
		text += len;
		text += strspn(text, " ");
	}
	if (used > 0)
		(void)fputc('\n', f);
}

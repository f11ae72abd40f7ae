/* SPDX-License-Identifier: MIT */
/* The lines that all of help is made of. */
#include <stdio.h>
#include <string.h>

#include "helper/cli/help/help.h"
#include "helper/cli/operation/argument_list.h"
#include "helper/cli/operation/extra.h"

#define LEFT_WIDTH  26
#define RIGHT_WIDTH 50 /* together below 80 columns */

void
help_line(const char *left, const char *right)
{
	bool long_left = strlen(left) > LEFT_WIDTH;

	(void)printf("  %-*s", LEFT_WIDTH, left);
	if (long_left)
		(void)printf("\n  %-*s", LEFT_WIDTH, "");
	for (;;) {
		size_t len = strlen(right);

		if (len > RIGHT_WIDTH) {
			for (len = RIGHT_WIDTH; len > 0 && right[len] != ' '; len--)
				continue;
			if (len == 0)
				len = strcspn(right, " ");
		}
		(void)printf(" %.*s\n", (int)len, right);
		right += len;
		right += strspn(right, " ");
		if (*right == '\0')
			return;
		(void)printf("  %-*s", LEFT_WIDTH, "");
	}
}

void
help_operands(const struct api_op *op, struct text_buf *out)
{
	const struct api_param *p;
	char word[64];

	for (size_t n = 0; (p = arguments_operand(op, n)) != NULL; n++) {
		bool optional = extra_chooses(op, p);

		text_buf_printf(out, " %s%s%s%s", optional ? "[" : "",
			arguments_operand_word(word, p->name), optional ? "]" : "",
			arguments_repeat(p) ? "..." : "");
	}
}

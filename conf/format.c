/* SPDX-License-Identifier: MIT */
/* Writes values as they would stand in the file. */
#include "conf/options.h"

#include <inttypes.h>
#include <string.h>

/* Seconds with as few decimals as the milliseconds need. */
void
option_format_seconds(struct text_buf *b, int64_t ms)
{
	text_buf_printf(b, "%" PRId64, ms / 1000);
	if (ms % 1000 == 0)
		return;
	text_buf_printf(b, ".%03" PRId64, ms % 1000);
	while (b->len > 0 && b->data[b->len - 1] == '0')
		b->data[--b->len] = '\0';
}

static void
format_string(struct text_buf *b, const char *s)
{
	text_buf_puts(b, "\"");
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			text_buf_puts(b, "\\");
		text_buf_add(b, s, 1);
	}
	text_buf_puts(b, "\"");
}

static void
format_list(struct text_buf *b, const struct names *n)
{
	text_buf_puts(b, "[ ");
	for (size_t i = 0; i < n->count; i++) {
		if (i > 0)
			text_buf_puts(b, ", ");
		format_string(b, n->name[i]);
	}
	text_buf_puts(b, n->count > 0 ? " ]" : "]");
}

void
option_format_member(const struct option *o, const void *member, struct text_buf *b)
{
	union {
		char *string;
		int64_t number;
		bool flag;
		int choice;
	} v;

	switch (o->type) {
	case OPTION_STRING:
	case OPTION_HOST:
	case OPTION_PATH:
		memcpy(&v.string, member, sizeof(v.string));
		format_string(b, v.string);
		break;
	case OPTION_INTEGER:
		memcpy(&v.number, member, sizeof(v.number));
		text_buf_printf(b, "%" PRId64, v.number);
		break;
	case OPTION_DURATION:
		memcpy(&v.number, member, sizeof(v.number));
		option_format_seconds(b, v.number);
		break;
	case OPTION_BOOLEAN:
		memcpy(&v.flag, member, sizeof(v.flag));
		text_buf_puts(b, v.flag ? "true" : "false");
		break;
	case OPTION_CHOICE:
		memcpy(&v.choice, member, sizeof(v.choice));
		for (const struct option_choice *choice = o->choices; choice->word != NULL;
			choice++)
			if (choice->value == v.choice)
				format_string(b, choice->word);
		break;
	case OPTION_LIST:
		format_list(b, member);
		break;
	case OPTION_SERVICES: /* its rows hold members: service_print.c */
		break;
	}
}

/* SPDX-License-Identifier: MIT */
/* A bounded, growing string that wipes what it leaves behind, because some of it is secret. */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Makes room for len more bytes and a terminator. Not realloc: that would leave an unwiped copy. */
static bool
text_buf_reserve(struct text_buf *b, size_t len)
{
	size_t limit = b->limit != 0 ? b->limit : TEXT_BUF_LIMIT;
	size_t size = b->size != 0 ? b->size : 256;
	char *data;

	if (b->failed || len > limit || b->len > limit - len) {
		b->failed = true;
		return false;
	}
	while (size < b->len + len + 1)
		size *= 2;
	if (size > limit)
		size = limit + 1;
	if (size == b->size)
		return true;
	data = malloc(size);
	if (data == NULL) {
		b->failed = true;
		return false;
	}
	if (b->data != NULL) {
		memcpy(data, b->data, b->len);
		explicit_bzero(b->data, b->size);
		free(b->data);
	}
	b->data = data;
	b->size = size;
	return true;
}

void
text_buf_add(struct text_buf *b, const char *s, size_t len)
{
	bool fits = !b->failed && len < b->size - b->len; /* as it does nearly always */

	if (!fits && !text_buf_reserve(b, len))
		return;
	memcpy(b->data + b->len, s, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void
text_buf_puts(struct text_buf *b, const char *s)
{
	text_buf_add(b, s, strlen(s));
}

void
text_buf_printf(struct text_buf *b, const char *fmt, ...)
{
	va_list ap, again;
	size_t room;
	int len;

	if (!text_buf_reserve(b, b->size == 0 ? 1 : 0))
		return;
	room = b->size - b->len;
	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(b->data + b->len, room, fmt, ap);
	va_end(ap);
	if (len >= 0 && (size_t)len < room) { /* as it does nearly always */
		b->len += (size_t)len;
	} else {
		b->data[b->len] = '\0'; /* what did not fit counts as never written */
		if (len < 0)
			b->failed = true;
		else if (text_buf_reserve(b, (size_t)len)) {
			(void)vsnprintf(b->data + b->len, (size_t)len + 1, fmt, again);
			b->len += (size_t)len;
		}
	}
	va_end(again);
}

void
text_buf_clear(struct text_buf *b)
{
	if (b->data != NULL) {
		explicit_bzero(b->data, b->size);
		free(b->data);
	}
	*b = (struct text_buf){ .limit = b->limit };
}

/* SPDX-License-Identifier: MIT */
/* MCP on two descriptors: a message is a line, and nothing else is ever written. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "helper/mcp/mcp.h"

struct lines {
	int fd;
	char *data;   /* MCP_REQUEST_MAX and room for a NUL */
	size_t len;   /* bytes that were read */
	size_t start; /* of the line that comes next */
	bool ended;
	bool skipping; /* the rest of a line that was too long */
};

enum line { LINE_READY, LINE_TOO_LONG, LINE_END };

static int
write_all(int fd, const char *data, size_t len, struct err *e)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(e, ERR_OTHER, errno, "standard output");
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

/* Reads more behind what is there. */
static void
fill(struct lines *l)
{
	ssize_t n;

	if (l->start > 0) {
		memmove(l->data, l->data + l->start, l->len - l->start);
		l->len -= l->start;
		l->start = 0;
	}
	do
		n = read(l->fd, l->data + l->len, MCP_REQUEST_MAX - l->len);
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		l->ended = true;
	else
		l->len += (size_t)n;
}

/* The next line, whose end becomes a NUL; the last one need not have an end. */
static enum line
next_line(struct lines *l, char **ret_text, size_t *ret_len)
{
	for (;;) {
		char *text = l->data + l->start, *end;

		end = memchr(text, '\n', l->len - l->start);
		if (end == NULL && l->len - l->start == MCP_REQUEST_MAX) {
			bool told = l->skipping;

			l->skipping = true;
			l->start = l->len;
			if (!told)
				return LINE_TOO_LONG;
			continue;
		}
		if (end == NULL && !l->ended) {
			fill(l);
			continue;
		}
		if (end == NULL && l->len == l->start)
			return LINE_END;
		if (end == NULL)
			end = l->data + l->len;
		l->start = end < l->data + l->len ? (size_t)(end + 1 - l->data) : l->len;
		if (l->skipping) {
			l->skipping = false;
			continue;
		}
		*end = '\0';
		*ret_text = text;
		*ret_len = (size_t)(end - text);
		return LINE_READY;
	}
}

/* Between its tokens an answer may have line breaks, which here would end the message. */
static int
send_reply(int out, struct text_buf *body, struct err *e)
{
	if (body->len == 0)
		return 0;
	for (size_t i = 0; i < body->len; i++)
		if (body->data[i] == '\n' || body->data[i] == '\r')
			body->data[i] = ' ';
	text_buf_puts(body, "\n");
	if (body->failed)
		return err_set(e, ERR_OTHER, "mcp: out of memory");
	return write_all(out, body->data, body->len, e);
}

static int
answer_line(const struct mcp_server *server, char *text, size_t len, bool too_long, int out,
	struct err *e)
{
	struct mcp_reply reply = { 0 };
	int rc = 0;

	if (too_long)
		mcp_too_long(&reply);
	else if (strspn(text, " \t\r") == len)
		return 0;
	else
		rc = mcp_handle(server, text, len, NULL, &reply, e);
	if (rc == 0)
		rc = send_reply(out, &reply.body, e);
	text_buf_clear(&reply.body);
	return rc;
}

int
mcp_stdio(const struct mcp_server *server, int in, int out, struct err *e)
{
	auto_free char *data = malloc(MCP_REQUEST_MAX + 1);
	struct lines lines = { .fd = in, .data = data };
	enum line line;
	char *text = NULL;
	size_t len = 0;
	int rc = 0;

	if (data == NULL)
		return err_set(e, ERR_OTHER, "mcp: out of memory");
	while (rc == 0 && (line = next_line(&lines, &text, &len)) != LINE_END)
		rc = answer_line(server, text, len, line == LINE_TOO_LONG, out, e);
	explicit_bzero(data, MCP_REQUEST_MAX);
	return rc;
}

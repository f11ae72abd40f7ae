/* SPDX-License-Identifier: MIT */
/* Speaks to journald in datagrams. */
#include "helper/common/log_journal.h"

#include <ctype.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/text.h"

#define JOURNAL_PATH "/run/systemd/journal/socket"
#define VALUE_SIZE   2048
#define NAME_SIZE    64 /* journald takes no longer ones */
#define SIZE_MAX_ALL (64u << 10)

/* A socket for each line: lines are few, and journald may have been started anew. */
static int
connect_journal(void)
{
	static const struct sockaddr_un address = { .sun_family = AF_UNIX,
		.sun_path = JOURNAL_PATH };
	auto_fd fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof(address)) != 0)
		return -1;
	return take_fd(&fd);
}

/* "old.status" becomes DOORWARD_OLD_STATUS. */
static void
add_field(struct text_buf *b, const struct log_pair *p)
{
	char name[NAME_SIZE], value[VALUE_SIZE];

	(void)snprintf(name, sizeof(name), "DOORWARD_%s", p->key);
	for (char *s = name; *s != '\0'; s++)
		*s = isalnum((unsigned char)*s) ? (char)toupper((unsigned char)*s) : '_';
	if (p->text == NULL)
		text_buf_printf(b, "%s=%lld\n", name, (long long)p->number);
	else
		text_buf_printf(b, "%s=%s\n", name, text_clean(value, sizeof(value), p->text));
}

bool
log_journal(const char *program, int priority, const char *text, const struct log_pairs *pairs)
{
	auto_text_buf b = { .limit = SIZE_MAX_ALL };
	auto_fd fd = connect_journal();

	if (fd < 0)
		return false;
	text_buf_printf(&b, "MESSAGE=%s\nPRIORITY=%d\nSYSLOG_FACILITY=%d\nSYSLOG_IDENTIFIER=%s\n"
		"SYSLOG_PID=%d\n", text, priority, LOG_AUTHPRIV >> 3, program, (int)getpid());
	for (size_t i = 0; i < pairs->count; i++)
		add_field(&b, &pairs->pair[i]);
	return !b.failed && send(fd, b.data, b.len, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0;
}

bool
log_journal_ready(void)
{
	auto_fd fd = connect_journal();
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	return fd >= 0 && poll(&p, 1, 0) > 0 && (p.revents & (POLLERR | POLLHUP)) == 0;
}

/* SPDX-License-Identifier: MIT */
/* Who has the places of a listener: where they run short, whoever has shown no right goes first, so
 * that a crowd that says nothing only pushes itself out. */
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/deadline.h"
#include "base/wire.h"
#include "helper/serve/http_private.h"

static struct connection *
connection_new(struct listener *l, struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct connection *c = calloc(1, sizeof(*c));
	struct err ignored;

	if (c == NULL || info == NULL) {
		if (info != NULL) /* nobody could end it when it is slow */
			(void)shutdown(info->connect_fd, SHUT_RDWR);
		free(c);
		return NULL;
	}
	c->listener = l;
	c->fd = info->connect_fd;
	c->has_uid = l->local && wire_peer(c->fd, &c->uid, &c->pid, &ignored) == 0;
	c->until_ms = clock_ms() + HTTP_HEAD_MS;
	if (c->has_uid && (c->uid == 0 || c->uid == geteuid()))
		c->standing = STANDING_RESERVE; /* the others: once they say something */
	return c;
}

/* Its descriptor is open as long as it is in the list, and its thread ends it. */
static void
cut(struct connection *c)
{
	(void)shutdown(c->fd, SHUT_RDWR);
	c->until_ms = 0;
	c->cut = true;
}

/* The one that goes first: of the least standing, and of these the oldest. One that has shown a
 * right goes only between two requests. user limits it to connections of that one; NULL = all. */
static struct connection *
find_least(const struct http_server *s, const struct listener *l, const struct connection *user)
{
	struct connection *least = NULL;

	for (struct connection *c = s->connections; c != NULL; c = c->next) /* the newest first */
		if (c->listener == l && !c->cut && c->until_ms != 0 &&
			(c->standing == STANDING_NONE || !c->asks) &&
			(user == NULL || (c->has_uid && c->uid == user->uid)) &&
			(least == NULL || c->standing <= least->standing))
			least = c;
	return least;
}

static size_t
count_of_user(const struct http_server *s, const struct connection *user)
{
	size_t count = 0;

	for (const struct connection *c = s->connections; c != NULL; c = c->next)
		if (!c->cut && c->has_uid && c->uid == user->uid)
			count++;
	return count;
}

static size_t
count_of_listener(const struct http_server *s, const struct listener *l, enum standing least)
{
	size_t count = 0;

	for (const struct connection *c = s->connections; c != NULL; c = c->next)
		if (!c->cut && c->listener == l && c->standing >= least)
			count++;
	return count;
}

/* Makes place for one more, which is not in the list yet; cuts it where there is none. */
static void
make_place(struct http_server *s, struct connection *wanted)
{
	struct connection *least = NULL;
	bool crowded = wanted->has_uid && wanted->uid != 0 &&
		count_of_user(s, wanted) >= HTTP_PER_USER;

	if (!crowded && count_of_listener(s, wanted->listener, STANDING_NONE) <
			s->config.connections)
		return;
	least = find_least(s, wanted->listener, crowded ? wanted : NULL);
	cut(least != NULL ? least : wanted);
}

void
places_cut_slow(struct http_server *s)
{
	int64_t now = clock_ms();

	(void)pthread_mutex_lock(&s->lock);
	for (struct connection *c = s->connections; c != NULL; c = c->next)
		if (c->until_ms != 0 && now > c->until_ms)
			cut(c);
	(void)pthread_mutex_unlock(&s->lock);
}

void
place_head_begins(struct http_server *s, struct connection *c)
{
	int64_t until_ms = clock_ms() + HTTP_HEAD_MS;

	(void)pthread_mutex_lock(&s->lock);
	c->asks = true;
	if (c->until_ms > until_ms)
		c->until_ms = until_ms;
	(void)pthread_mutex_unlock(&s->lock);
}

int
place_keep(struct http_server *s, struct connection *c, bool reserved)
{
	size_t places = s->config.connections;
	bool full = false;

	(void)pthread_mutex_lock(&s->lock);
	if (reserved)
		c->standing = STANDING_RESERVE;
	else if (c->standing == STANDING_NONE) {
		full = c->listener->local && count_of_listener(s, c->listener, STANDING_RIGHT) >=
			places - places / HTTP_RESERVE_PART;
		c->standing = full ? STANDING_NONE : STANDING_RIGHT;
	}
	(void)pthread_mutex_unlock(&s->lock);
	return full ? -1 : 0;
}

void
place_body_begins(struct http_server *s, struct connection *c)
{
	(void)pthread_mutex_lock(&s->lock);
	if (!c->cut)
		c->until_ms = clock_ms() + HTTP_READ_MS;
	(void)pthread_mutex_unlock(&s->lock);
}

void
connection_notify(void *closure, struct MHD_Connection *mhd, void **state,
	enum MHD_ConnectionNotificationCode what)
{
	struct listener *l = closure;
	struct http_server *s = l->server;
	struct connection *c = *state;

	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		c = connection_new(l, mhd);
		*state = c;
		if (c == NULL)
			return;
		(void)pthread_mutex_lock(&s->lock);
		make_place(s, c);
		c->next = s->connections;
		if (c->next != NULL)
			c->next->previous = c;
		s->connections = c;
		(void)pthread_mutex_unlock(&s->lock);
		return;
	}
	*state = NULL;
	if (c == NULL)
		return;
	(void)pthread_mutex_lock(&s->lock);
	if (c->next != NULL)
		c->next->previous = c->previous;
	if (c->previous != NULL)
		c->previous->next = c->next;
	else
		s->connections = c->next;
	(void)pthread_mutex_unlock(&s->lock);
	free(c);
}

/* SPDX-License-Identifier: MIT */
/* Which of four things is wrong when Duo refuses us: identity, key, clock or kind of application. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <curl/curl.h>

#include "api/service.h"

#define WAY_SIZE 320

#define CODE_IKEY      40102
#define CODE_SIGNATURE 40103
#define OTHER_KIND     "Wrong integration type" /* message_detail of a 40301 begins so */

/* " (from …)", or "" when nobody said it. */
static const char *
origin(const char *from, char (*buf)[API_ORIGIN_SIZE + 16])
{
	(void)snprintf(*buf, sizeof(*buf), from[0] != '\0' ? " (%s)" : "%s", from);
	return *buf;
}

static void
say_clock(const struct api_client *c, const char *date, char *way, size_t size)
{
	time_t theirs = date[0] != '\0' ? curl_getdate(date, NULL) : -1;
	int64_t ahead = c->world.wall_seconds(c->world.ctx) - (int64_t)theirs;

	if (theirs == -1)
		(void)snprintf(way, size, "set this host's clock");
	else
		(void)snprintf(way, size, "this host's clock is %" PRId64 " s %s the directory's",
			ahead < 0 ? -ahead : ahead, ahead < 0 ? "behind" : "ahead of");
}

static void
say_credentials(const struct api_client *c, const struct api_op *op, const struct api_answer *a,
	const char *date, char *way, size_t size)
{
	const struct api_credentials *own = op->application == API_ADMIN ? &c->admin : &c->auth;
	const char *other = op->application == API_ADMIN ? "duo.auth" : "duo.admin";
	char ikey[API_ORIGIN_SIZE + 16], skey[API_ORIGIN_SIZE + 16];

	(void)origin(own->ikey_origin, &ikey);
	(void)origin(own->skey_origin, &skey);
	if (c->relayed)
		(void)snprintf(way, size, "the keys or the clock of doorward serve are wrong");
	else if (a->code == CODE_IKEY)
		(void)snprintf(way, size, "no such integration key%s, or it is that of %s", ikey,
			other);
	else if (a->code == CODE_SIGNATURE)
		(void)snprintf(way, size, "the secret key%s is not that of the integration key%s",
			skey, ikey);
	else if (a->code == c->service->code_bad_time)
		say_clock(c, date, way, size);
	else
		(void)snprintf(way, size, "check integration key%s, secret key%s and this host's clock",
			ikey, skey);
}

void
duo_refused(const struct api_client *c, const struct api_op *op, const struct api_answer *a,
	const char *date, struct err *e)
{
	char way[WAY_SIZE];

	if (e->code == ERR_CREDENTIALS)
		say_credentials(c, op, a, date, way, sizeof(way));
	else if (strncmp(a->detail, OTHER_KIND, strlen(OTHER_KIND)) == 0)
		(void)snprintf(way, sizeof(way), "these are keys of another kind of application; are "
			"those of duo.admin and duo.auth swapped?");
	else if (op->permission != NULL)
		(void)snprintf(way, sizeof(way), "the application needs: %s", op->permission);
	else
		(void)snprintf(way, sizeof(way), "the application lacks a permission");
	(void)err_add(e, "%s", way);
}

/* SPDX-License-Identifier: MIT */
/* A client that talks to a test server, and calls written in one line. */
#ifndef UNIT_API_STAGE_H
#define UNIT_API_STAGE_H

#include "tests/unit/unit.h"

#include "api/client.h"
#include "tests/unit/https_server.h"

#define STAGE_ARGS_MAX 6

/* What a client for this server is configured with; tests change what they are about. */
static inline struct api_config
stage_config(struct server *s)
{
	struct api_config config = {
		.host = "localhost",
		.port = server_port(s),
		.ca_file = server_ca_file(s),
		.proxy = "",
		.user_agent = "doorward-test/1",
		.signature = 5,
		.admin = { .ikey = "DIADMINADMINADMINADM" },
		.auth = { .ikey = "DIAUTHAUTHAUTHAUTHAU" },
	};
	struct err e;

	assert_int_equal(secret_set(&config.admin.skey, "admin-secret", 12, &e), 0);
	assert_int_equal(secret_set(&config.auth.skey, "auth-secret", 11, &e), 0);
	return config;
}

static inline struct api_client *
stage_client(const struct api_config *config)
{
	struct api_client *c = NULL;
	struct err e;

	if (api_client_new(config, &c, &e) != 0)
		fail_msg("%s", e.msg);
	return c;
}

static inline size_t
stage_count(const struct api_arg *args)
{
	size_t count = 0;

	while (args != NULL && count < STAGE_ARGS_MAX && args[count].name != NULL)
		count++;
	return count;
}

/* One call; args end with a NULL name. */
static inline int
stage_call(struct api_client *c, const char *op, const struct api_arg *args, int64_t deadline_ms,
	struct api_answer *ret_answer, struct err *e)
{
	const struct api_call call = {
		.op = api_op_find(op),
		.args = args,
		.arg_count = stage_count(args),
		.deadline = deadline_in(deadline_ms),
	};

	*e = (struct err){ 0 };
	return api_call(c, &call, ret_answer, e);
}

#define LONG_MS 20000	   /* a deadline that is not meant to pass */
#define NOW	1345570158 /* Tue, 21 Aug 2012 17:29:18 -0000 */

/* A world in which time is a number and waiting takes none. */
struct world {
	int64_t now;
	int64_t paused_ms;
};

static inline int64_t
world_now(void *ctx)
{
	return ((struct world *)ctx)->now;
}

static inline unsigned
world_jitter(void *ctx)
{
	(void)ctx;
	return 7;
}

static inline void
world_pause(void *ctx, int ms)
{
	((struct world *)ctx)->paused_ms += ms;
}

static inline struct api_client *
world_client(struct server *s, struct world *w, int signature)
{
	struct api_config config = stage_config(s);
	struct api_client *c;

	config.signature = signature;
	c = stage_client(&config);
	c->world = (struct api_world){ world_now, world_jitter, world_pause, w };
	return c;
}

/* A complete HTTP answer; the server puts the right length in. */
#define HTTP(status, headers, body)                                                                \
	"HTTP/1.1 " status "\r\n" headers                                                          \
	"Content-Type: application/json\r\nContent-Length: @\r\n\r\n" body

static const struct api_arg passcode_args[] = { { "username", "alice" }, { "factor", "passcode" },
	{ "passcode", "314159265" }, { NULL, NULL } };

#define CONSUMED "314159265" /* what a request that may use up a code holds */

#endif

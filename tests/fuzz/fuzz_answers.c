/* SPDX-License-Identifier: MIT */
/* A directory that may answer anything: what the door learns, and what a code or push proves.
 *
 * Input: lines. The first is what the person types; each further one is the body of one answer. */
#include "tests/fuzz/fuzz.h"

#include <cjson/cJSON.h>
#include <pwd.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/client.h"
#include "base/wire.h"
#include "conf/conf.h"
#include "helper/broker/server.h"
#include "helper/broker/watch.h"
#include "helper/common/log.h"

static char *rest;	 /* answers that are still to be given */
static char *last = NULL; /* the one given last */
static bool allowed;	 /* one of those given said so */

static void read_plainly(char ret_result[32]);

/* In the place of the network: the next line is the body, judged by the code under test. */
int
api_call(struct api_client *c, const struct api_call *call, struct api_answer *ret_answer,
	struct err *e)
{
	char result[32];

	(void)c;
	*ret_answer = (struct api_answer){ .next_offset = -1, .status = 200 };
	EXPECT(call->op != NULL);
	last = strsep(&rest, "\n");
	if (last == NULL)
		return err_set(e, ERR_TIMEOUT, "no answer in time");
	read_plainly(result);
	allowed = allowed || strcmp(result, "allow") == 0;
	text_buf_puts(&ret_answer->body, last);
	return answer_read(call->op, "fuzz", false, ret_answer, NULL, e);
}

int
api_flights_new(struct api_client *c, unsigned connections, struct api_flights **ret_flights,
	struct err *e)
{
	(void)c, (void)connections, (void)ret_flights, (void)e;
	return -1; /* the site below is made by hand */
}

void
api_flights_free(struct api_flights *f)
{
	(void)f;
}

void
api_flight_cancel(struct api_flights *f, uint64_t id)
{
	(void)f, (void)id;
}

/* Lands at once. The status is always the same: what is tried is what a factor's answers prove. */
int
api_fly(struct api_flights *f, const struct api_call *call,
	void (*landed)(void *ctx, struct api_answer *answer, const struct err *e), void *ctx,
	uint64_t *ret_id, struct err *e)
{
	static const char active[] = "{\"stat\":\"OK\",\"response\":[{\"status\":\"active\","
		"\"is_enrolled\":true}]}";
	struct api_answer answer = { .next_offset = -1, .status = 200 };
	struct err how = { 0 };
	int rc;

	(void)f, (void)e;
	*ret_id = 1;
	if (strcmp(call->op->name, "listusers") == 0) {
		text_buf_puts(&answer.body, active);
		rc = answer_read(call->op, "fuzz", false, &answer, NULL, &how);
		EXPECT(rc == 0);
	} else {
		rc = api_call(NULL, call, &answer, &how);
	}
	if (rc == 0)
		how.code = ERR_NONE;
	landed(ctx, &answer, &how);
	api_answer_clear(&answer);
	return 0;
}

/* What a plain reading of the last answer says; "" when it says nothing. */
static void
read_plainly(char ret_result[32])
{
	cJSON *root = last != NULL ? cJSON_Parse(last) : NULL;
	const cJSON *stat = cJSON_GetObjectItemCaseSensitive(root, "stat");
	const cJSON *result = cJSON_GetObjectItemCaseSensitive(
		cJSON_GetObjectItemCaseSensitive(root, "response"), "result");

	ret_result[0] = '\0';
	if (cJSON_IsString(stat) && strcmp(stat->valuestring, "OK") == 0 && cJSON_IsString(result))
		(void)snprintf(ret_result, 32, "%s", result->valuestring);
	cJSON_Delete(root);
}

static void
look_up(const char *text, bool has_admin)
{
	struct source_duo source = { .has_admin = has_admin, .limit_ms = 1000 };
	struct standing s = { .finding = FINDING_ACCEPTED };
	char *copy = strdup(text), result[32];
	struct err e = { 0 };

	EXPECT(copy != NULL);
	rest = copy;
	if (source_duo_look_up(&source, "alice", deadline_in(1000), &s, &e) != 0) {
		EXPECT(e.code != ERR_NONE && e.msg[0] != '\0');
	} else {
		EXPECT(s.finding == FINDING_UNKNOWN || s.finding == FINDING_ACTIVE ||
			s.finding == FINDING_BYPASS || s.finding == FINDING_NOT_ENROLLED ||
			s.finding == FINDING_DISABLED || s.finding == FINDING_PENDING_DELETION ||
			s.finding == FINDING_LOCKED_OUT || s.finding == FINDING_DENIED ||
			s.finding == FINDING_STATUS_NOT_KNOWN);
		EXPECT(text_is_utf8(s.text, strlen(s.text)));
		read_plainly(result);
		if (!has_admin && s.finding == FINDING_BYPASS)
			EXPECT(strcmp(result, "allow") == 0);
	}
	free(copy);
}

/* A broker without a network, and a site in which whoever runs this is alice. */
static struct server *
broker(void)
{
	static struct server *server;
	static struct sites former;
	static char map[512];
	const struct passwd *me = getpwuid(getuid());
	struct cache *cache;
	struct watch *watch;
	struct site *site;
	struct err e = { 0 };

	if (server != NULL)
		return server;
	log_open("fuzz", LOG_TARGET_SYSLOG, LOG_FORMAT_TEXT, LOG_LEVEL_ERR); /* nobody reads it */
	cache = cache_new(clock_age_ms);
	watch = watch_new("fuzz", cache);
	EXPECT(me != NULL && cache != NULL && watch != NULL && sites_open(&former, &e) == 0);
	cache_set_limits(cache, &(struct cache_limits){ .entries = 10, .breaker.failures = 1000000 });
	site = site_broken(cache, watch, &former);
	EXPECT(site != NULL);
	(void)snprintf(map, sizeof(map), "%s=alice", me->pw_name);
	site->broken = false;
	site->duo.has_admin = true;
	free(site->conf->duo.auth.ikey);
	site->conf->duo.auth.ikey = strdup("DIFUZZ");
	EXPECT(site->conf->duo.auth.ikey != NULL);
	site->conf->login.min_uid = 0;
	site->conf->login.push_interval_ms = 0;
	site->conf->cache.fresh_ms = 0;
	site->conf->broker.asks = 100000000;
	EXPECT(names_add(&site->conf->map.users, map) == 0);
	EXPECT(server_new(-1, -1, site, &server, &e) == 0);
	return server;
}

static void
ask(const char *typed, const char *text)
{
	const struct passwd *me = getpwuid(getuid());
	char *copy = strdup(text);
	struct wire_msg m = { .count = 0 };
	struct server *s = broker();
	enum verdict verdict;
	struct err e = { 0 };
	int fd[2];

	EXPECT(copy != NULL && me != NULL);
	EXPECT(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd) == 0);
	EXPECT(wire_send(fd[1], deadline_in(1000), &e, "begin", WIRE_VERSION, "auth", "sshd",
		me->pw_name, "192.0.2.1", "", "", "proof", NULL) == 0);
	for (int64_t i = 0; i < server_site(s)->conf->login.prompts; i++)
		EXPECT(wire_send(fd[1], deadline_in(1000), &e, "answer", typed, NULL) == 0);
	rest = copy;
	last = NULL;
	allowed = false;
	server_serve_one(s, fd[0]);
	do {
		EXPECT(wire_receive(fd[1], deadline_in(1000), &m, &e) == 0);
		EXPECT(strlen(m.field[1]) < WIRE_TEXT);
	} while (strcmp(m.field[0], "verdict") != 0);
	EXPECT(m.count == 4 && verdict_parse(m.field[1], &verdict) == 0);
	EXPECT((verdict != VERDICT_ALLOW && verdict != VERDICT_IGNORE) || allowed);
	(void)close(fd[1]);
	free(copy);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1), *answers = text, *typed;

	EXPECT(text != NULL);
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	typed = strsep(&answers, "\n");
	if (answers != NULL) {
		look_up(answers, true);
		look_up(answers, false);
		if (strlen(typed) < WIRE_ANSWER && text_is_utf8(typed, strlen(typed)))
			ask(typed, answers);
	}
	free(text);
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* A directory that may answer anything: what the door learns, and what a code or push proves.
 *
 * Input: lines. The first is what the person types; each further one is the body of one answer. */
#include "tests/fuzz/fuzz.h"

#include <cjson/cJSON.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/client.h"
#include "base/wire.h"
#include "conf/conf.h"
#include "helper/broker/login.h"

static char *rest;	 /* answers that are still to be given */
static char *last = NULL; /* the one given last */

/* In the place of the network: the next line is the body, judged by the code under test. */
int
api_call(struct api_client *c, const struct api_call *call, struct api_answer *ret_answer,
	struct err *e)
{
	(void)c;
	*ret_answer = (struct api_answer){ .next_offset = -1, .status = 200 };
	EXPECT(call->op != NULL);
	last = strsep(&rest, "\n");
	if (last == NULL)
		return err_set(e, ERR_TIMEOUT, "no answer in time");
	text_buf_puts(&ret_answer->body, last);
	return answer_read(call->op, "fuzz", false, ret_answer, NULL, e);
}

/* The parts of a conversation that factors.c wants from others. */
int
login_tick(void *login)
{
	(void)login;
	return 0;
}

struct deadline
login_step(const struct login *l)
{
	(void)l;
	return deadline_in(1000);
}

void
login_say(struct login *l, const char *text)
{
	(void)l;
	EXPECT(text_is_utf8(text, strlen(text)) && strlen(text) < WIRE_TEXT);
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

static void
ask(const char *typed, const char *text)
{
	static struct conf *conf; /* made once: parsing takes longer than everything else here */
	struct cache *cache = cache_new(clock_ms);
	struct door door = { .cache = cache };
	struct login l = { .door = &door, .id = "fuzz", .factor = "none",
		.request = { .service = "sshd", .user = "alice", .rhost = "192.0.2.1", .tty = "",
			.caller = "", .command = "", .proof = true },
		.c = { .directory_user = "alice" } };
	char *copy = strdup(text), ikey[] = "DIFUZZ", result[32], *kept;
	struct err e = { 0 };
	enum finding f;
	int fd[2];

	if (conf == NULL)
		conf = conf_defaults();
	EXPECT(conf != NULL && cache != NULL && copy != NULL);
	door.conf = conf;
	EXPECT(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd) == 0);
	kept = conf->duo.auth.ikey;
	conf->duo.auth.ikey = ikey;
	conf->login.push_interval_ms = 0;
	for (int64_t i = 0; i < conf->login.prompts; i++)
		EXPECT(wire_send(fd[1], deadline_in(1000), &e, "answer", typed, NULL) == 0);
	(void)shutdown(fd[1], SHUT_WR);
	cache_set_limits(cache, &(struct cache_limits){ .entries = 10, .breaker.failures = 1 });
	l.fd = fd[0];
	rest = copy;
	last = NULL;
	f = factors_ask(&l);
	read_plainly(result);
	EXPECT(f < FINDING_COUNT);
	EXPECT(f != FINDING_ACCEPTED || strcmp(result, "allow") == 0);
	EXPECT(f != FINDING_ACTIVE && f != FINDING_EXEMPT && f != FINDING_UNMAPPED);
	EXPECT(text_is_utf8(l.shown, strlen(l.shown)));
	conf->duo.auth.ikey = kept;
	cache_free(cache);
	(void)close(fd[0]);
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

/* SPDX-License-Identifier: MIT */
/* Walks a login through the broker's own code, with a client of our own and an empty cache. */
#include "helper/cli/host/explain.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "helper/cli/connect.h"
#include "helper/cli/host/host.h"
#include "helper/common/duo.h"
#include "helper/print/print.h"

#define SERVICE_DEFAULT "sshd"

/* The directory's object for the subject; without it the explanation is only less detailed. Returns
 * -1 only when doorward serve, which logins do not ask, is not there or does not serve us: that is
 * our trouble and nothing that a login would meet. */
static int
fetch_user(struct explanation *x, const struct door *d, struct err *ret_e)
{
	bool relayed = x->conf->via_socket != NULL;
	struct api_arg arg = { .name = "username", .value = x->c.directory_user };
	struct api_call call = { .op = api_op_find("listusers"), .args = &arg, .arg_count = 1,
		.deadline = deadline_in(x->conf->deadline.api_ms) };
	auto_api_answer answer = { 0 };
	struct err e;

	if (api_call(d->api, &call, &answer, &e) == 0) {
		if (cJSON_GetArraySize(answer.response) == 1)
			x->user = cJSON_Duplicate(answer.response->child, true);
		return 0;
	}
	if (!relayed || answer.own_words || (answer.status != 0 && e.code != ERR_PERMISSION))
		return 0;
	*ret_e = e;
	return -1;
}

static void
decide_phase(struct explanation *x, const struct door *d, enum phase phase)
{
	struct door_case c = x->c;

	x->request.phase = phase;
	x->decided[phase] = true;
	x->verdict[phase] = door_decide(d, &x->request, &c);
	if (x->verdict[phase] == VERDICT_ASK && x->conf->duo.auth.ikey[0] == '\0') {
		c.finding = FINDING_NO_FACTORS; /* as the broker does when it would have to ask */
		x->verdict[phase] = door_decide(d, &x->request, &c);
	}
	x->finding[phase] = c.finding;
}

static void
ask_preauth(struct explanation *x, const struct door *d)
{
	if (!x->decided[PHASE_AUTH] || x->verdict[PHASE_AUTH] != VERDICT_ASK || d->api == NULL)
		return;
	x->preauth_asked = true;
	(void)!duo_preauth(d->api, x->c.directory_user, NULL,
		deadline_in(x->conf->deadline.api_ms), &x->preauth, &x->preauth_err);
}

/* Machinery never waits for the directory: it is shown what the broker would know afterwards. */
static void
look_up(struct explanation *x, const struct door *d)
{
	struct deadline deadline = deadline_in(x->conf->deadline.broker_ms);
	int64_t before = clock_ms();

	if (x->c.service_class == CLASS_MACHINERY)
		x->request.phase = PHASE_AUTH; /* the phase in which it is asked live */
	door_look_up(d, &x->request, deadline, &x->c);
	x->took_ms = clock_ms() - before;
}

static int
walk(struct explanation *x, struct door *d, bool has_admin, const enum phase *only, struct err *e)
{
	bool relayed = x->conf->via_socket != NULL;

	x->asked = door_identify(d, &x->request, &x->c);
	if (x->asked && relayed && fetch_user(x, d, e) != 0)
		return -1;
	if (x->asked)
		look_up(x, d);
	if (x->asked && !relayed && has_admin && x->c.known.origin == ORIGIN_LIVE)
		(void)fetch_user(x, d, e); /* what was to be asked has been asked */
	for (unsigned p = 0; p < PHASE_COUNT; p++)
		if (only == NULL || *only == (enum phase)p)
			decide_phase(x, d, (enum phase)p);
	ask_preauth(x, d);
	return 0;
}

static int
show(const struct cli *cli, const struct explanation *x, struct err *e)
{
	auto_printer printer = { 0 };
	struct print_options options = { .format = cli->options.print.format,
		.fields = cli->options.print.fields, .file = stdout, .single = true,
		.typed = cli->options.print.fields != NULL };
	cJSON *json;
	int rc;

	if (cli->options.print.format == NULL || strcmp(cli->options.print.format, "table") == 0)
		return explain_print(x, stdout, e);
	json = explain_json(x);
	if (json == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	rc = print_open(&printer, &options, e);
	if (rc == 0)
		rc = print_row(&printer, json, e);
	if (rc == 0)
		rc = print_close(&printer, e);
	cJSON_Delete(json);
	return rc;
}

/* A person of this host is explained; whom the directory knows is another question. */
static int
check_user(const char *name, struct err *e)
{
	struct host_user user;
	char clean[HOST_NAME_SIZE];
	int found = host_user_find(name, &user, e);

	if (found != 0)
		return found < 0 ? -1 : 0;
	return err_set(e, ERR_NOT_FOUND,
		"this host has no user \"%s\", so no login of that name gets as far as Doorward; "
		"see \"doorward user get\" for what the directory knows",
		text_clean(clean, sizeof(clean), name));
}

static int
prepare(const struct cli *cli, struct explanation *x, const enum phase **only, enum phase *phase,
	struct err *e)
{
	const char *service = cli_param_value(cli, "service");
	const char *caller = cli_param_value(cli, "caller");
	const char *word = cli_param_value(cli, "phase");

	if (word != NULL && phase_parse(word, phase) != 0)
		return err_set(e, ERR_USAGE, "--phase: takes auth or account");
	*only = word != NULL ? phase : NULL;
	x->request = (struct door_request){ .user = cli->word[0], .rhost = "", .tty = "",
		.service = service != NULL ? service : SERVICE_DEFAULT,
		.caller = caller != NULL ? caller : "", .peer_uid = 0, .command = "" };
	if (check_user(cli->word[0], e) != 0)
		return -1;
	return caller != NULL && check_user(caller, e) != 0 ? err_where(e, "--caller") : 0;
}

/* Both applications where they are configured; the environment may bring the admin's. */
static int
make_client(const struct conf *conf, struct api_client **ret_client, bool *ret_has_admin,
	struct err *e)
{
	*ret_has_admin = duo_has_admin(conf) || connect_from_environment(conf);
	return connect_client_all(conf, ret_client, e);
}

int
explain_run(const struct cli *cli, struct err *e)
{
	struct explanation x = { 0 };
	const enum phase *only = NULL;
	enum phase phase = PHASE_AUTH;
	auto_conf conf = NULL;
	auto_client client = NULL;
	struct cache *cache;
	struct source_duo duo = { 0 };
	int rc;

	if (prepare(cli, &x, &only, &phase, e) != 0 || connect_conf(cli, &conf, e) != 0 ||
		make_client(conf, &client, &duo.has_admin, e) != 0)
		return -1;
	cache = cache_new(clock_age_ms);
	if (cache == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	duo.api = client;
	duo.limit_ms = conf->deadline.api_ms;
	cache_set_limits(cache, &(struct cache_limits){ .negative_ms = 1, .entries = 16,
		.breaker = { .failures = conf->breaker.failures,
			.pause_ms = conf->breaker.pause_ms } });
	x.conf = conf;
	rc = walk(&x, &(struct door){ .conf = conf, .api = client, .cache = cache,
			      .source = { .look_up = source_duo_look_up, .ctx = &duo } },
		duo.has_admin, only, e);
	if (rc == 0)
		rc = show(cli, &x, e);
	cJSON_Delete(x.user);
	cache_free(cache);
	return rc;
}

/* SPDX-License-Identifier: MIT */
/* Where credentials come from: the files that the configuration names, or three variables. */
#include "helper/cli/connect.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "helper/common/duo.h"
#include "helper/common/log.h"
#include "helper/common/service.h"

#define USER_AGENT "doorward/" PACKAGE_VERSION

const char *
connect_path(const struct cli *cli)
{
	return cli->options.config != NULL ? cli->options.config : CONF_PATH;
}

/* "" counts as not set. */
static const char *
environment(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0' ? value : NULL;
}

static int
take_host(struct conf *c, struct err *e)
{
	const char *host = environment(CONNECT_ENV_HOST);
	char *copy;

	if (host == NULL)
		return 0;
	if (strlen(host) > 253 || host[0] == '-' || host[0] == '.')
		return err_set(e, ERR_USAGE, CONNECT_ENV_HOST ": is not the name of a host");
	for (const char *s = host; *s != '\0'; s++)
		if (!isalnum((unsigned char)*s) && *s != '-' && *s != '.')
			return err_set(e, ERR_USAGE, CONNECT_ENV_HOST
				": takes a host name alone, without scheme, port or path");
	copy = strdup(host);
	if (copy == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	free(c->duo.host);
	c->duo.host = copy;
	return 0;
}

static int
tell_faults(const char *path, const struct conf_faults *faults, struct err *e)
{
	if (faults->count == 0)
		return err_set(e, ERR_CONFIG, "%s: cannot be used", path);
	(void)err_set(e, ERR_CONFIG, "%s", faults->fault[0].msg);
	if (faults->count > 1)
		return err_set(e, ERR_CONFIG, "%.400s; and %zu more: see doorward config check",
			faults->fault[0].msg, faults->count - 1);
	return -1;
}

/* The socket of --via-socket: the one that was named, else that of the configuration. */
static int
take_relay(const struct cli *cli, struct conf *c, struct err *e)
{
	const char *path = cli->options.via_socket;

	if (cli->options.profile != NULL)
		return err_set(e, ERR_USAGE, "--via-socket and --profile exclude each other: "
			"doorward serve has connections of its own");
	if (path[0] == '\0')
		path = c->serve.socket;
	if (path[0] == '\0')
		return err_set(e, ERR_CONFIG, "serve.socket is empty; name one: --via-socket=PATH");
	c->via_socket = strdup(path);
	return c->via_socket != NULL ? 0 : err_set(e, ERR_OTHER, "out of memory");
}

int
connect_conf(const struct cli *cli, struct conf **ret_conf, struct err *e)
{
	auto_free struct conf_faults *faults = calloc(1, sizeof(*faults));
	const char *path = connect_path(cli);
	auto_conf conf = NULL;
	const char *profile = cli->options.profile;
	bool relayed = cli->options.via_socket != NULL;
	bool complete = relayed || (profile == NULL && environment(CONNECT_ENV_IKEY) != NULL &&
		environment(CONNECT_ENV_SKEY) != NULL && environment(CONNECT_ENV_HOST) != NULL);

	if (faults == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (cli->options.config == NULL && complete && access(path, F_OK) != 0 && errno == ENOENT) {
		conf = conf_defaults();
		if (conf == NULL)
			return err_set(e, ERR_OTHER, "out of memory");
	} else if (conf_load(path, &conf, faults) != 0) {
		return tell_faults(path, faults, e);
	}
	if (profile != NULL && conf_use_profile(conf, profile, e) != 0)
		return err_where(e, "--profile");
	if (relayed && take_relay(cli, conf, e) != 0)
		return -1;
	if (!relayed && profile == NULL && take_host(conf, e) != 0)
		return -1;
	*ret_conf = take_ptr(conf);
	return 0;
}

void
connect_audit(const struct conf *c, struct audit_who *ret_who)
{
	log_open("doorward", LOG_TARGET_SYSLOG, (enum log_format)c->log.format, LOG_LEVEL_INFO);
	log_system_only();
	audit_this_process(ret_who, "cli");
	ret_who->silent = c->via_socket != NULL; /* doorward serve writes it */
}

bool
connect_from_environment(const struct conf *c)
{
	if (c->profile != NULL) /* asked for by name, so it is that or nothing */
		return false;
	return environment(CONNECT_ENV_IKEY) != NULL || environment(CONNECT_ENV_SKEY) != NULL;
}

static int
admin_from_environment(struct api_credentials *ret_credentials, struct err *e)
{
	const char *ikey = environment(CONNECT_ENV_IKEY), *skey = environment(CONNECT_ENV_SKEY);

	if (ikey == NULL || skey == NULL)
		return err_set(e, ERR_USAGE, "%s is set and %s is not: both are needed",
			ikey != NULL ? CONNECT_ENV_IKEY : CONNECT_ENV_SKEY,
			ikey != NULL ? CONNECT_ENV_SKEY : CONNECT_ENV_IKEY);
	if (text_copy(ret_credentials->ikey, sizeof(ret_credentials->ikey), ikey) != 0)
		return err_set(e, ERR_USAGE, CONNECT_ENV_IKEY ": is too long");
	if (secret_set(&ret_credentials->skey, skey, strlen(skey), e) != 0)
		return err_where(e, CONNECT_ENV_SKEY);
	(void)snprintf(ret_credentials->ikey_origin, sizeof(ret_credentials->ikey_origin),
		CONNECT_ENV_IKEY);
	(void)snprintf(ret_credentials->skey_origin, sizeof(ret_credentials->skey_origin),
		CONNECT_ENV_SKEY);
	return 0;
}

/* Nobody at a terminal has to guess why nothing happens. */
static void
tell_wait(void *ctx, int ms)
{
	(void)ctx;
	(void)fprintf(stderr, "doorward: the directory asks us to wait %d s\n", (ms + 999) / 1000);
}

/* "Not found" is for what was asked for; a secret that is not where the configuration says is a
 * fault of the configuration, and of which part of it. */
static int
judge(const struct conf *c, int rc, struct api_client *client, struct err *e)
{
	if (rc == 0 && isatty(STDERR_FILENO))
		api_client_waits(client, tell_wait, NULL);
	if (rc != 0 && e->sys == EACCES && geteuid() != 0)
		(void)err_add(e, "sudo, or --via-socket where doorward serve runs");
	if (rc != 0 && e->code == ERR_NOT_FOUND)
		e->code = ERR_CONFIG;
	return rc != 0 && c->profile != NULL ? err_where(e, "profile %s", c->profile) : rc;
}

static int
make_client(const struct conf *c, bool admin, bool auth, struct api_client **ret_client,
	struct err *e)
{
	static char none[] = "";
	struct conf view = *c; /* borrows everything */
	struct api_credentials from_environment = { 0 };
	bool overridden = admin && c->via_socket == NULL && connect_from_environment(c);
	int rc;

	if (!admin || overridden)
		view.duo.admin.ikey = none;
	if (!auth)
		view.duo.auth.ikey = none;
	if (overridden && admin_from_environment(&from_environment, e) != 0)
		return -1;
	rc = duo_client_new(
		&view, USER_AGENT, overridden ? &from_environment : NULL, ret_client, e);
	secret_clear(&from_environment.skey);
	return judge(c, rc, rc == 0 ? *ret_client : NULL, e);
}

int
connect_client(const struct conf *c, enum api_application a, struct api_client **ret_client,
	struct err *e)
{
	if (c->profile != NULL && !service_is_configured(c, API_DUO))
		return err_set(e, ERR_CONFIG, "profile %s: does not set duo", c->profile);
	if (a == API_ADMIN && !duo_has_admin(c) && !connect_from_environment(c))
		return err_set(e, ERR_CONFIG,
			"duo.admin: no Admin API application is configured, and this command "
			"needs one");
	if (a == API_AUTH && c->via_socket == NULL && !duo_has_auth(c))
		return err_set(e, ERR_CONFIG,
			"duo.auth: no Auth API application is configured, and this command needs "
			"one");
	return make_client(c, a == API_ADMIN, a == API_AUTH, ret_client, e);
}

int
connect_service(const struct conf *c, enum api_service service, struct api_client **ret_client,
	struct err *e)
{
	int rc;

	if (c->profile != NULL && !service_is_configured(c, service))
		return err_set(e, ERR_CONFIG, "profile %s: does not set %s", c->profile,
			api_service_name(service));
	rc = service_client_new(c, service, USER_AGENT, ret_client, e);
	return judge(c, rc, rc == 0 ? *ret_client : NULL, e);
}

int
connect_operation(const struct conf *c, const struct api_op *op, struct api_client **ret_client,
	struct err *e)
{
	return op->service == API_DUO ? connect_client(c, op->application, ret_client, e)
				      : connect_service(c, op->service, ret_client, e);
}

int
connect_client_all(const struct conf *c, struct api_client **ret_client, struct err *e)
{
	return make_client(c, true, true, ret_client, e);
}

/* SPDX-License-Identifier: MIT */
/* Every service with every credential: is it in reach, are we who we say, what may we read? */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "helper/common/duo.h"
#include "helper/common/probe.h"
#include "helper/common/service.h"
#include "helper/doctor/doctor.h"

/* One application of one service. */
struct access_row {
	const char *name;
	enum api_service service;
	enum api_application application;
	const char *first; /* the operation that logins need, or that shows whether the key counts */
};

static const struct access_row accesses[] = {
	{ "duo.admin", API_DUO, API_ADMIN, "listusers" },
	{ "duo.auth", API_DUO, API_AUTH, "authcheck" },
	{ "allthenticate", API_ALLTHENTICATE, API_KEY, "allthenticate_multipleusers" },
	{ "sentinelone", API_SENTINELONE, API_KEY, "sentinelone_getme" },
};

static bool
is_configured(const struct conf *c, const struct access_row *row)
{
	if (row->service != API_DUO)
		return service_is_configured(c, row->service);
	return row->application == API_ADMIN ? duo_has_admin(c) : duo_has_auth(c);
}

/* With the credentials of this application alone: a fault of another one is not its fault. */
static int
make_client(const struct conf *c, const struct access_row *row, struct api_client **ret_client,
	struct err *e)
{
	static char none[] = "";
	struct conf view = *c; /* borrows everything */

	if (row->service != API_DUO)
		return service_client_new(c, row->service, "doorward/" PACKAGE_VERSION, ret_client,
			e);
	if (row->application != API_ADMIN)
		view.duo.admin.ikey = none;
	if (row->application != API_AUTH)
		view.duo.auth.ikey = none;
	return duo_client_new(&view, "doorward/" PACKAGE_VERSION, NULL, ret_client, e);
}

static struct probe
probe(const struct doctor *d, struct api_client *client, const struct api_op *op)
{
	int64_t limit = d->wish->timeout_ms;

	return probe_call(client, op, limit < DOCTOR_API_MS ? limit : DOCTOR_API_MS);
}

/* Can it be called without knowing anything? */
static bool
needs_nothing(const struct api_op *op)
{
	for (const struct api_param *p = op->params; p->name != NULL; p++)
		if ((p->flags & (API_REQUIRED | API_PATH)) != 0)
			return false;
	return true;
}

static void
say_failure(struct doctor *d, const struct access_row *row, const struct err *e)
{
	doctor_say(d, SEVERITY_ERROR, "directory.answer", "%s: %s", row->name, e->msg);
	if (e->code == ERR_CREDENTIALS || e->code == ERR_CONFIG || e->code == ERR_NOT_FOUND)
		doctor_write(d, d->conf_path, 0, "the keys that the service shows for %s",
			row->name);
	else if (e->code == ERR_PERMISSION)
		doctor_run_this(d, "doorward doctor, once that is granted");
	else
		doctor_run_this(d, "doorward status");
}

/* What of the rest may be read; logins do without. */
static void
check_reading(struct doctor *d, const struct access_row *row, struct api_client *client)
{
	for (const struct api_op *op = api_operations; op->name != NULL; op++) {
		struct probe p;

		if (op->service != row->service || op->application != row->application ||
			op->risk != API_READ || !needs_nothing(op) ||
			strcmp(op->name, row->first) == 0)
			continue;
		p = probe(d, client, op);
		if (p.rc == 0)
			continue;
		if (p.err.code != ERR_PERMISSION) {
			doctor_say(d, SEVERITY_WARNING, "directory.operation", "%s: %s", row->name,
				p.err.msg);
			doctor_run_this(d, "doorward api %s", op->name);
			return; /* the others would wait in vain, too */
		}
		doctor_say(d, SEVERITY_NOTICE, "directory.permission",
			"%s: logins do without, but: %s", row->name, p.err.msg);
		doctor_run_this(d, "doorward api %s, once that is granted", op->name);
	}
}

static void
check_access(struct doctor *d, const struct access_row *row)
{
	auto_client client = NULL;
	struct err e = { 0 };
	struct probe p;

	if (!is_configured(d->conf, row)) {
		if (row->service == API_DUO)
			doctor_say(d, SEVERITY_OK, "directory.off", "%s is not configured%s",
				row->name, row->application == API_AUTH
					? ": no codes, no pushes" : "");
		return;
	}
	if (make_client(d->conf, row, &client, &e) != 0) {
		doctor_say(d, SEVERITY_NOTICE, "directory.untried", "%s was not tried: %s",
			row->name, e.msg);
		doctor_run_this(d, "doorward doctor, once the secret can be read");
		return;
	}
	p = probe(d, client, api_op_find(row->first));
	if (p.rc != 0) {
		say_failure(d, row, &p.err);
		return;
	}
	doctor_say(d, SEVERITY_OK, "directory.answer", "%s: answered in %" PRId64 " ms", row->name,
		p.took_ms);
	check_reading(d, row, client);
}

/* Returns whether it is worth asking Duo for more. */
static bool
check_clock(struct doctor *d)
{
	static const struct access_row nobody = { .name = "duo", .application = API_NONE };
	auto_client client = NULL;
	struct probe p = { .rc = -1 };
	char words[PROBE_CLOCK_SIZE];

	if (make_client(d->conf, &nobody, &client, &p.err) == 0)
		p = probe(d, client, api_op_find("authping"));
	if (p.rc != 0) {
		say_failure(d, &nobody, &p.err);
		return p.err.code != ERR_UNREACHABLE && p.err.code != ERR_TIMEOUT;
	}
	if (p.told_time && probe_clock_off(&p)) {
		doctor_say(d, SEVERITY_WARNING, "directory.clock", "%s", probe_clock_say(&p, words));
		doctor_run_this(d, "timedatectl set-ntp true");
	} else if (p.told_time) {
		doctor_say(d, SEVERITY_OK, "directory.clock", "the clocks agree");
	}
	return true;
}

static void
check_proxy(struct doctor *d)
{
	const char *proxy = d->conf->duo.proxy, *secret = strrchr(proxy, '@');
	struct stat st;

	if (proxy[0] == '\0')
		return;
	if (secret != NULL && stat(d->conf_path, &st) == 0 && (st.st_mode & S_IROTH) != 0) {
		doctor_say(d, SEVERITY_WARNING, "directory.proxy",
			"duo.proxy holds a password, and everybody may read this file");
		doctor_write_option(d, "duo.proxy", "\"http://HOST:PORT\"");
	} else {
		doctor_say(d, SEVERITY_OK, "directory.proxy", "through %s",
			secret != NULL ? secret + 1 : proxy);
	}
}

void
check_api(struct doctor *d)
{
	bool duo;

	check_proxy(d);
	duo = check_clock(d);
	for (size_t i = 0; i < sizeof(accesses) / sizeof(accesses[0]); i++)
		if (duo || accesses[i].service != API_DUO)
			check_access(d, &accesses[i]);
}

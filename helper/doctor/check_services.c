/* SPDX-License-Identifier: MIT */
/* Says of every service that asks Doorward what its row of the table makes of people there: as whom it
 * asks, and whether it can ask them. */
#include "helper/doctor/doctor.h"

#include <string.h>

#include "helper/door/peers.h"

#define VALUE_SIZE 400

/* As whom one service asks. */
struct asker {
	const struct conf *conf;
	const char *service;
	struct host_user refused, allowed; /* the first of each; name "" = none */
};

static void
try_account(const char *account, bool owned, void *ctx)
{
	struct asker *a = ctx;
	struct host_user user;
	struct err e;

	(void)owned;
	if (host_user_find(account, &user, &e) != 1 || user.uid == 0)
		return;
	if (peers_have(&a->conf->services, a->service, user.uid)) {
		if (a->allowed.name[0] == '\0')
			a->allowed = user;
	} else if (a->refused.name[0] == '\0') {
		a->refused = user;
	}
}

/* A row of the table, as a setting: for names that may be those of groups, and all rows of ours are. */
static void
write_row(struct doctor *d, const char *service, const char *column, const char *value)
{
	char key[VALUE_SIZE], setting[2 * VALUE_SIZE];

	(void)snprintf(key, sizeof(key), "services.%.100s", service);
	(void)snprintf(setting, sizeof(setting), "{ %s = %s; }", column, value);
	doctor_write_option(d, key, setting);
}

static void
check_set_peers(struct doctor *d, const char *service, const struct names *peers, struct asker *a)
{
	char option[VALUE_SIZE];

	for (size_t i = 0; i < peers->count; i++) {
		struct host_user user;
		struct err e;

		if (host_user_find(peers->name[i], &user, &e) == 1) {
			try_account(peers->name[i], true, a);
			continue;
		}
		doctor_say(d, SEVERITY_WARNING, "services.peers", "%s names \"%s\", whom this host "
			"does not know",
			service_option(service, "peers", option, sizeof(option)), peers->name[i]);
		write_row(d, service, "peers", "[ \"ACCOUNT\" ]");
	}
}

static void
check_peers(struct doctor *d, const char *service, const struct service_row *row)
{
	struct asker a = { .conf = d->conf, .service = service };
	char value[VALUE_SIZE];

	if (row->peers.set)
		check_set_peers(d, service, &row->peers, &a);
	else
		peers_usual(row, try_account, &a);
	if (a.allowed.name[0] != '\0') {
		doctor_say(d, SEVERITY_OK, "services.peers", "%s: %s (uid %u) may ask about anybody "
			"for it", service, a.allowed.name, (unsigned)a.allowed.uid);
		return;
	}
	if (a.refused.name[0] == '\0')
		return;
	doctor_say(d, SEVERITY_ERROR, "services.peers", "%s asks as %s (uid %u), which may ask about "
		"itself alone: everybody is refused there", service, a.refused.name,
		(unsigned)a.refused.uid);
	(void)snprintf(value, sizeof(value), "[ \"%s\" ]", a.refused.name);
	write_row(d, service, "peers", value);
}

static void
check_asking(struct doctor *d, const char *service, const struct service_row *row)
{
	enum service_class class = service_classify(&d->conf->services, service);

	if (class == CLASS_MACHINERY || class == CLASS_EXEMPT || row->ask == ASK_PERSON)
		return;
	if (row->ask != ASK_DENY) {
		doctor_say(d, SEVERITY_OK, "services.ask", "%s: %s", service, row->ask == ASK_PUSH
			? "one push is sent, and nobody is asked for a code"
			: "the status alone decides, and nobody is asked for a code");
		return;
	}
	doctor_say(d, SEVERITY_WARNING, "services.ask", "%s cannot ask a person for a code: whoever "
		"would have to show one is refused there", service);
	write_row(d, service, "ask", "\"status\"");
}

void
check_services(struct doctor *d)
{
	for (size_t i = 0; i < d->pam.count; i++) {
		const struct pam_service *s = &d->pam.service[i];
		const struct service_row *row = service_row_find(&d->conf->services, s->name);

		if (s->included || s->fault.code != ERR_NONE || !pam_service_asks(s))
			continue;
		check_peers(d, s->name, row);
		if (s->stack[PAM_TYPE_AUTH].ours > 0)
			check_asking(d, s->name, row);
	}
}

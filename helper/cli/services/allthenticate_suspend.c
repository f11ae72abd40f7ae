/* SPDX-License-Identifier: MIT */
/* suspend and unsuspend over a call that only toggles: look, toggle once, look again. */
#include "helper/cli/services/allthenticate.h"

#include <string.h>
#include <strings.h>

enum standing { STANDING_UNKNOWN, STANDING_ACTIVE, STANDING_SUSPENDED };

static const char *const words[] = { "in no visible state", "active", "suspended" };

/* Which field shows a suspension is not documented: any of these may. */
static enum standing
standing_of(const cJSON *row)
{
	static const char *const fields[] = { "status", "ad_status", "email_status" };
	enum standing s = STANDING_UNKNOWN;

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		const char *text = json_string(row, fields[i]);

		if (text != NULL && strcasecmp(text, "SUSPENDED") == 0)
			return STANDING_SUSPENDED;
		if (text != NULL && strcasecmp(text, "ACTIVE") == 0)
			s = STANDING_ACTIVE;
	}
	return s;
}

/* Sends the one toggle. Returns 0 when it was answered, 1 when it is not known whether it was
 * carried out (with the reason in *ret_why), -1 when it was refused. */
static int
toggle(const struct service_run *r, const struct person *p, struct err *ret_why, struct err *e)
{
	auto_api_answer answer = { 0 };

	if (service_call(r, "allthenticate_togglesuspension",
		    (struct api_arg[]){ { "email_id", p->found.id }, { NULL, NULL } }, &answer,
		    e) == 0)
		return 0;
	if (!cli_effect_unknown(e))
		return err_where(e, "%s", p->found.label);
	*ret_why = *e;
	return 1;
}

/* Says what is after the toggle; nothing is sent any more. */
static int
report(const struct service_run *r, const struct person *before, enum standing wanted,
	const struct err *why, struct err *e)
{
	auto_person after = { 0 };
	enum standing now;

	if (person_reread(r, before->found.id, &after, e) != 0) {
		e->code = ERR_UNREACHABLE; /* whatever it was, the state is not known */
		return err_where(e, "%s: the toggle was sent%s, and the state cannot be read",
			before->found.label, why != NULL ? " and not answered" : "");
	}
	now = standing_of(after.found.object);
	if (now == wanted) {
		service_tell(r, before->found.label, words[wanted],
			why != NULL ? "  the call was not answered, but it was carried out\n" : "");
		return 0;
	}
	if (why != NULL)
		return err_set(e, why->code,
			"%.160s: the toggle was not answered, and the person is %s; it may still "
			"be "
			"carried out, so look again before trying again (%.120s)",
			before->found.label, words[now], why->msg);
	return err_set(e, ERR_CONFLICT,
		"%s: the toggle was answered, but the person is shown %s; it is not sent again",
		before->found.label, words[now]);
}

int
allthenticate_suspend_run(const struct cli *cli, struct err *e)
{
	enum standing wanted =
		strcmp(service_verb(cli), "suspend") == 0 ? STANDING_SUSPENDED : STANDING_ACTIVE;
	bool force = cli_param_value(cli, "force_toggle") != NULL;
	auto_service r = { 0 };
	auto_person p = { 0 };
	struct err why = { 0 };
	enum standing before;
	char changes[80];
	int rc;

	if (service_begin(cli, API_ALLTHENTICATE, &r, e) != 0 ||
		person_find(&r, cli->word[0], false, &p, e) != 0)
		return -1;
	before = standing_of(p.found.object);
	if (before == wanted) {
		service_tell(&r, p.found.label, "unchanged", "");
		return 0;
	}
	if (before == STANDING_UNKNOWN && !force)
		return err_set(e, ERR_REFUSED,
			"%s: no field shows whether this person is suspended, and the service can "
			"only toggle; --force-toggle does that",
			p.found.label);
	(void)snprintf(changes, sizeof(changes), "  %s -> %s\n", words[before], words[wanted]);
	if (cli->options.dry_run)
		return service_preview(&r, p.found.label, changes, "allthenticate_togglesuspension",
			(struct api_arg[]){ { "email_id", p.found.id }, { NULL, NULL } }, e);
	rc = toggle(&r, &p, &why, e);
	if (rc < 0)
		return -1;
	if (before == STANDING_UNKNOWN && rc == 0) { /* nothing to be seen before or after */
		service_tell(&r, p.found.label, "toggled", "");
		return 0;
	}
	return report(&r, &p, wanted, rc > 0 ? &why : NULL, e);
}

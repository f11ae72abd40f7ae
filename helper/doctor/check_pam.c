/* SPDX-License-Identifier: MIT */
/* Puts every service that asks Doorward through libpam, with every answer, and names what is wrong.
 */
#include "helper/doctor/check_pam.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "helper/doctor/pam_walk.h"

enum want { WANT_IN, WANT_OUT, WANT_UNASKED };

enum when {
	ALWAYS,
	PEOPLE,	   /* services that are no machinery */
	MACHINERY, /* cron and the like */
	WITHOUT_KEY, /* not where after_publickey says that ssh has proven a key */
	NO_AUTH,     /* where applications set credentials without auth: sshd after a key, cron */
};

/* Who comes, and what is done; else a person of this host whose password is right. */
enum {
	ROOT = 1 << 0,
	UNPROVEN = 1 << 1,    /* without the password, or whatever the first factor is */
	CREDENTIALS = 1 << 2, /* they are set behind the account phase */
};

/* What must come of which answer. The first row of a phase tells whether Doorward is asked at all.
 */
static const struct rule {
	enum pam_type type;
	const char *code;
	enum when when;
	unsigned flags;
	enum want want;
	enum pam_wrong wrong; /* the finding otherwise */
} rules[] = {
	{ PAM_TYPE_AUTH, "perm_denied", ALWAYS, 0, WANT_OUT, PAM_REFUSED_ENTERS },
	{ PAM_TYPE_AUTH, "auth_err", ALWAYS, 0, WANT_OUT, PAM_REFUSED_ENTERS },
	{ PAM_TYPE_AUTH, "maxtries", ALWAYS, 0, WANT_OUT, PAM_REFUSED_ENTERS },
	{ PAM_TYPE_AUTH, "abort", ALWAYS, 0, WANT_OUT, PAM_REFUSED_ENTERS },
	{ PAM_TYPE_AUTH, "user_unknown", ALWAYS, 0, WANT_OUT, PAM_REFUSED_ENTERS },
	{ PAM_TYPE_AUTH, "service_err", ALWAYS, 0, WANT_OUT, PAM_REFUSED_ENTERS },
	{ PAM_TYPE_AUTH, "conv_err", ALWAYS, 0, WANT_OUT, PAM_CTRL_C_ENTERS },
	{ PAM_TYPE_AUTH, "authinfo_unavail", ALWAYS, 0, WANT_OUT, PAM_OUTAGE_ENTERS },
	{ PAM_TYPE_AUTH, "success", ALWAYS, 0, WANT_IN, PAM_ALLOWED_REFUSED },
	{ PAM_TYPE_AUTH, "ignore", ALWAYS, 0, WANT_IN, PAM_EXEMPT_REFUSED },
	{ PAM_TYPE_AUTH, "success", ALWAYS, ROOT, WANT_IN, PAM_ROOT_NEVER },
	{ PAM_TYPE_AUTH, "authinfo_unavail", ALWAYS, ROOT, WANT_IN, PAM_ROOT_REFUSED },
	{ PAM_TYPE_AUTH, "success", WITHOUT_KEY, UNPROVEN, WANT_OUT, PAM_CODE_ALONE },
	{ PAM_TYPE_AUTH, "ignore", ALWAYS, UNPROVEN, WANT_OUT, PAM_EXEMPT_ALONE },
	{ PAM_TYPE_AUTH, "perm_denied", WITHOUT_KEY, UNPROVEN, WANT_UNASKED, PAM_BEFORE_PASSWORD },

	{ PAM_TYPE_ACCOUNT, "perm_denied", ALWAYS, 0, WANT_OUT, PAM_REFUSED_ENTERS },
	{ PAM_TYPE_ACCOUNT, "acct_expired", ALWAYS, 0, WANT_OUT, PAM_REFUSED_ENTERS },
	{ PAM_TYPE_ACCOUNT, "user_unknown", ALWAYS, 0, WANT_OUT, PAM_REFUSED_ENTERS },
	{ PAM_TYPE_ACCOUNT, "service_err", ALWAYS, 0, WANT_OUT, PAM_REFUSED_ENTERS },
	{ PAM_TYPE_ACCOUNT, "authinfo_unavail", PEOPLE, 0, WANT_OUT, PAM_OUTAGE_ENTERS },
	{ PAM_TYPE_ACCOUNT, "authinfo_unavail", MACHINERY, 0, WANT_IN, PAM_OUTAGE_STOPS_JOBS },
	{ PAM_TYPE_ACCOUNT, "success", ALWAYS, 0, WANT_IN, PAM_ALLOWED_REFUSED },
	{ PAM_TYPE_ACCOUNT, "ignore", ALWAYS, 0, WANT_IN, PAM_EXEMPT_REFUSED },
	{ PAM_TYPE_ACCOUNT, "success", ALWAYS, ROOT, WANT_IN, PAM_ROOT_NEVER },
	{ PAM_TYPE_ACCOUNT, "authinfo_unavail", ALWAYS, ROOT, WANT_IN, PAM_ROOT_REFUSED },
	{ PAM_TYPE_ACCOUNT, "success", NO_AUTH, CREDENTIALS, WANT_IN, PAM_CREDENTIALS_REFUSED },
};

/* One try, and what it was for. */
struct trial {
	const struct pam_service *service;
	const struct rule *rule;
};

struct trials {
	size_t count;
	struct trial *trial;
	struct pam_try *try;
};

static bool
all_after_key(const struct pam_stack *stack)
{
	for (size_t i = 0; i < stack->count; i++)
		if (stack->entry[i].is_ours && !stack->entry[i].arguments.after_publickey)
			return false;
	return true;
}

static bool
applies(const struct doctor *d, const struct rule *rule, const struct pam_service *s,
	bool machinery)
{
	bool sshd = strcmp(s->name, d->sshd.service) == 0;

	if (s->stack[rule->type].ours == 0)
		return false;
	switch (rule->when) {
	case ALWAYS:
		return true;
	case PEOPLE:
		return !machinery;
	case MACHINERY:
		return machinery;
	case WITHOUT_KEY:
		return !(sshd && all_after_key(&s->stack[PAM_TYPE_AUTH]));
	case NO_AUTH:
		return (sshd || machinery) && s->stack[PAM_TYPE_AUTH].count > 0;
	}
	return true;
}

/* Is there a line that says yes to some people and no to others? */
static bool
has_either(const struct pam_stack *stack)
{
	for (size_t i = 0; i < stack->count; i++)
		if (!stack->entry[i].is_ours && pam_answers_either(&stack->entry[i]))
			return true;
	return false;
}

/* All rules of a phase; contrary: once more, with the other answer of such lines. */
static void
add_phase(struct trials *t, const struct doctor *d, const struct pam_service *s, bool machinery,
	enum pam_type type, bool contrary)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		const struct rule *rule = &rules[i];

		if (rule->type != type || !applies(d, rule, s, machinery))
			continue;
		t->trial[t->count] = (struct trial){ .service = s, .rule = rule };
		t->try[t->count++] = (struct pam_try){
			.stack = { &s->stack[PAM_TYPE_AUTH], &s->stack[PAM_TYPE_ACCOUNT] },
			.type = rule->type,
			.credentials = (rule->flags & CREDENTIALS) != 0,
			.visitor = { .service = s->name, .root = (rule->flags & ROOT) != 0,
				.proven = (rule->flags & UNPROVEN) == 0,
				.contrary = contrary },
			.code = rule->code,
		};
	}
}

static void
add_trials(struct trials *t, const struct doctor *d, const struct pam_service *s, bool machinery)
{
	for (int type = 0; type < PAM_TYPES; type++) {
		add_phase(t, d, s, machinery, (enum pam_type)type, false);
		if (has_either(&s->stack[type]))
			add_phase(t, d, s, machinery, (enum pam_type)type, true);
	}
}

static bool
as_wanted(const struct rule *rule, const struct pam_try *t)
{
	switch (rule->want) {
	case WANT_IN:
		return t->result == 0;
	case WANT_OUT:
		return t->result != 0;
	case WANT_UNASKED:
		return !t->reached;
	}
	return false;
}

/* A line of ours that refuses everybody, whatever Doorward would answer. */
static bool
has_faulty(const struct pam_stack *stack)
{
	for (size_t i = 0; i < stack->count; i++)
		if (stack->entry[i].faulty)
			return true;
	return false;
}

/* The trials of one service and phase: count of them from the first; other: where the same begin with
 * the other answer of lines that have two, or the first where there are none. What refuses somebody
 * whom it should not, or asks too early, is wrong only if it is so with both; a door that opens for
 * the wrong person is wrong with either. */
static void
judge_phase(struct pam_report *r, const struct trials *t, size_t first, size_t other, size_t count)
{
	const struct pam_service *s = t->trial[first].service;
	enum pam_type type = t->trial[first].rule->type;
	bool fine = true, told = false; /* … why root is refused */

	/* with the first answer, to whom everything is right */
	if (!t->try[first].reached && !t->try[other].reached) {
		if (!has_faulty(&s->stack[type])) /* which has been told */
			pam_report_add(r, PAM_NOT_REACHED, s, type, t->try[first].code);
		return;
	}
	if (t->try[first].reached != t->try[other].reached) {
		pam_report_add(r, PAM_NOT_REACHED_BY_SOME, s, type, t->try[first].code);
		first = other = t->try[first].reached ? first : other;
	}
	for (size_t i = 0; i < count; i++) {
		const struct rule *rule = t->trial[first + i].rule;
		bool one = as_wanted(rule, &t->try[first + i]),
		     two = as_wanted(rule, &t->try[other + i]);

		if ((rule->want == WANT_OUT ? one && two : one || two) || (told &&
			(rule->wrong == PAM_ROOT_NEVER || rule->wrong == PAM_ROOT_REFUSED)))
			continue;
		told = told || rule->wrong == PAM_EXEMPT_REFUSED || rule->wrong == PAM_ROOT_NEVER;
		fine = fine && rule->wrong == PAM_ROOT_NEVER;
		pam_report_add(r, rule->wrong, s, type, rule->code);
	}
	if (fine)
		pam_report_add(r, PAM_FINE, s, type, "success");
}

/* How many from the first are of the same service, phase and answer. */
static size_t
run_of(const struct trials *t, size_t first)
{
	size_t n = 1;

	while (first + n < t->count && t->trial[first + n].service == t->trial[first].service &&
		t->trial[first + n].rule->type == t->trial[first].rule->type &&
		t->try[first + n].visitor.contrary == t->try[first].visitor.contrary)
		n++;
	return n;
}

static void
judge(struct pam_report *r, const struct trials *t)
{
	size_t count;

	for (size_t i = 0; i < t->count; i += count) {
		size_t next = i + run_of(t, i);
		bool twice = next < t->count && t->try[next].visitor.contrary;

		judge_phase(r, t, i, twice ? next : i, next - i);
		count = next - i + (twice ? run_of(t, next) : 0);
	}
}

/* Does `login` let root in while nobody answers? */
static bool
console_open(const struct doctor *d, const struct trials *t)
{
	const struct pam_service *login = pam_service_find(&d->pam, "login");

	if (login == NULL || login->fault.code != ERR_NONE)
		return false;
	for (size_t i = 0; i < t->count; i++)
		if (t->trial[i].service == login && !t->try[i].visitor.contrary &&
			(t->trial[i].rule->flags & ROOT) != 0 && t->try[i].result != 0)
			return false;
	return true;
}

/* Returns whether they were run. */
static bool
walk(struct doctor *d, struct trials *t)
{
	struct err e = { 0 };

	if (t->count == 0 ||
		pam_walk(t->try, t->count, deadline_in(DOCTOR_CHILD_MS), &e) == 0)
		return true;
	doctor_say(d, SEVERITY_WARNING, "pam.not-walked",
		"the stacks were read, but not tried with libpam: %s", e.msg);
	if (e.code != ERR_NOT_FOUND)
		doctor_run_this(d, "doorward doctor");
	else
		doctor_run_this(d, access("/usr/bin/dpkg", X_OK) == 0
			? "apt-get install libpam-modules" : "dnf install pam");
	return false;
}

static void
walk_services(struct doctor *d, const struct service_rules *classes, struct trials *t)
{
	struct pam_report report = { .d = d, .classes = classes };

	for (size_t i = 0; i < d->pam.count; i++) {
		const struct pam_service *s = &d->pam.service[i];

		if (!s->included && s->fault.code == ERR_NONE)
			add_trials(t, d, s,
				service_classify(classes, s->name) == CLASS_MACHINERY);
	}
	d->root_enters_console = true; /* unless it is seen otherwise */
	if (!walk(d, t))
		return;
	judge(&report, t);
	pam_report_say(&report);
	d->root_enters_console = console_open(d, t);
}

void
check_pam(struct doctor *d)
{
	const size_t most = 2 * sizeof(rules) / sizeof(rules[0]) * d->pam.count + 1;
	auto_conf defaults = conf_defaults();
	auto_free struct trial *trial = calloc(most, sizeof(*trial));
	auto_free struct pam_try *try = calloc(most, sizeof(*try));
	struct trials t = { .trial = trial, .try = try };

	if (defaults == NULL || trial == NULL || try == NULL) {
		d->failed = true;
		return;
	}
	if (d->pam.err.code != ERR_NONE) {
		doctor_say(d, SEVERITY_ERROR, "pam.folder", "%s", d->pam.err.msg);
		doctor_write(d, PAM_FOLDER "/sshd", 0,
			"account required pam_doorward.so min_uid=1000");
		return;
	}
	if (d->pam.more) {
		doctor_say(d, SEVERITY_WARNING, "pam.many",
			"only the first %d services of " PAM_FOLDER " are looked at",
			PAM_SERVICES_MAX);
		doctor_run_this(d, "ls " PAM_FOLDER);
	}
	if (d->pam.leftovers > 0) {
		doctor_say(d, SEVERITY_NOTICE, "pam.left-over",
			"%s is a copy that no application asks for, as its name shows; %zu more "
			"are like it, and none is judged", d->pam.leftover, d->pam.leftovers - 1);
		doctor_run_this(d, "mv '%s' /root/", d->pam.leftover);
	}
	pam_services_check(d);
	pam_lines_check(d);
	pam_sudo_check(d);
	walk_services(d, d->conf != NULL ? &d->conf->services : &defaults->services, &t);
}

/* SPDX-License-Identifier: MIT */
/* The table of checks, and what they find. */
#include "helper/doctor/doctor.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"

/* In the order in which they run and are shown: later ones use what earlier ones saw. */
static const struct check {
	const char *title;
	void (*run)(struct doctor *d);
	bool needs_conf; /* without a configuration that can be used it says nothing */
	bool network;	 /* left out with --offline */
} checks[] = {
	{ "configuration", check_configuration, false, false },
	{ "broker", check_broker, true, false },
	{ "secrets", check_secrets, true, false },
	{ "pam", check_pam, false, false },
	{ "sshd", check_sshd, false, false },
	{ "services", check_services, true, false },
	{ "people", check_people, true, false },
	{ "ways in", check_ways_in, true, false },
	{ "accounts", check_accounts, true, false },
	{ "directory", check_api, true, true },
};

/* The configuration as the broker reads it: the environment has no say. */
static void
load_configuration(struct doctor *d, struct conf **conf, struct conf_faults *faults)
{
	const char *profile = d->wish->profile;

	d->faults = faults;
	if (conf_load(d->conf_path, conf, faults) != 0)
		return;
	d->conf = *conf;
	if (profile != NULL) {
		struct err e = { 0 };

		if (conf_use_profile(*conf, profile, &e) != 0) {
			faults->count = 1;
			(void)snprintf(faults->fault[0].msg, sizeof(faults->fault[0].msg),
				"--profile: %.400s", e.msg);
			d->conf = NULL;
		}
	}
}

static void
look_around(struct doctor *d)
{
	const struct passwd *pw = getpwnam(DOCTOR_BROKER_USER);

	d->peer_uid = (uid_t)-1;
	d->broker_uid = pw != NULL ? pw->pw_uid : (uid_t)-1;
	sshd_config_read(&d->sshd, deadline_in(DOCTOR_CHILD_MS));
	pam_services_read(&d->pam, PAM_FOLDER);
}

static enum severity
worst(const struct doctor *d)
{
	enum severity s = SEVERITY_OK;

	for (size_t i = 0; i < d->count; i++)
		if (d->diagnosis[i].severity > s)
			s = d->diagnosis[i].severity;
	return s;
}

static void
doctor_clear(struct doctor *d)
{
	for (size_t i = 0; i < d->count; i++) {
		free(d->diagnosis[i].text);
		free(d->diagnosis[i].file);
		free(d->diagnosis[i].remedy);
	}
	free(d->diagnosis);
	sshd_config_clear(&d->sshd);
	pam_services_clear(&d->pam);
}

static void
run_checks(struct doctor *d)
{
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		d->check = checks[i].title;
		if ((d->conf != NULL || !checks[i].needs_conf) &&
			!(d->wish->offline && checks[i].network))
			checks[i].run(d);
	}
}

/* Errors end with 1; warnings alone with 8, "partly". */
static int
end(const struct doctor *d, struct err *e)
{
	enum severity s = worst(d);

	if (s < SEVERITY_WARNING)
		return 0;
	*e = (struct err){ .code = s == SEVERITY_ERROR ? ERR_OTHER : ERR_PARTLY };
	return -1; /* the findings have told it */
}

int
doctor_run(const struct doctor_wish *wish, struct err *e)
{
	auto_free struct conf_faults *faults = calloc(1, sizeof(*faults));
	auto_conf conf = NULL;
	struct doctor d = { .wish = wish, .conf_path = wish->conf_path };
	int rc;

	if (faults == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	load_configuration(&d, &conf, faults);
	look_around(&d);
	run_checks(&d);
	if (d.failed)
		rc = err_set(e, ERR_OTHER, "out of memory, or more than %d findings",
			DIAGNOSES_MAX);
	else
		rc = doctor_show(&d, e);
	if (rc == 0)
		rc = end(&d, e);
	doctor_clear(&d);
	return rc;
}

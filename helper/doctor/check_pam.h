/* SPDX-License-Identifier: MIT */
/* The parts of the check of PAM: what can be wrong, and what is said about it. */
#ifndef DOCTOR_CHECK_PAM_H
#define DOCTOR_CHECK_PAM_H

#include "helper/doctor/doctor.h"

/* What a stack can do that it should not. */
enum pam_wrong {
	PAM_FINE,
	PAM_NOT_REACHED,
	PAM_NOT_REACHED_BY_SOME,
	PAM_REFUSED_ENTERS,
	PAM_CTRL_C_ENTERS,
	PAM_OUTAGE_ENTERS,
	PAM_OUTAGE_STOPS_JOBS,
	PAM_ALLOWED_REFUSED,
	PAM_EXEMPT_REFUSED,
	PAM_ROOT_NEVER, /* whatever Doorward answers: then the next one says nothing new */
	PAM_ROOT_REFUSED,
	PAM_CODE_ALONE,
	PAM_EXEMPT_ALONE,
	PAM_BEFORE_PASSWORD,
	PAM_CREDENTIALS_REFUSED,
};

#define PAM_WRONGS (PAM_CREDENTIALS_REFUSED + 1)

#define PAM_JUDGEMENTS_MAX 512

/* Services of which the same is to be said share a finding. */
struct pam_judgement {
	enum pam_wrong wrong;
	enum pam_type type;
	bool machinery;
	const struct pam_service *service; /* the first one */
	const char *code;		   /* that showed it */
	const struct pam_entry *entry;	   /* to be changed */
	struct text_buf services;	   /* "cron, sshd" */
};

struct pam_report {
	struct doctor *d;
	const struct service_rules *classes;
	size_t count;
	struct pam_judgement judgement[PAM_JUDGEMENTS_MAX];
};

void pam_report_add(struct pam_report *r, enum pam_wrong wrong, const struct pam_service *s,
	enum pam_type type, const char *code);

/* Says all of it, and frees. */
void pam_report_say(struct pam_report *r);

/* The line itself, as it should be: with this control, and with more arguments behind its own. NULL
 * control: its own. The caller frees; NULL without memory. */
char *pam_line_text(const struct pam_entry *entry, enum pam_type type, const char *control,
	const char *more);

/* What can be seen without trying: services that do not ask, or cannot be read. */
void pam_services_check(struct doctor *d);

/* … and lines whose arguments are wrong. */
void pam_lines_check(struct doctor *d);

/* … and whether sudo has been told not to ask about accounts. */
void pam_sudo_check(struct doctor *d);

#endif

/* SPDX-License-Identifier: MIT */
/* `doorward doctor`: reads this host and says what will happen at its doors.
 *
 * Each check is a row of one table (doctor.c). A check says what it found, and for everything that
 * is not well how to mend it: a line to write in a file, or a command to run. Nothing on the host
 * is changed, no login takes place, and no secret is shown. */
#ifndef DOCTOR_DOCTOR_H
#define DOCTOR_DOCTOR_H

#include "base/deadline.h"
#include "conf/conf.h"
#include "helper/doctor/pam_stack.h"
#include "helper/doctor/sshd_config.h"
#include "helper/print/print.h"

enum severity {
	SEVERITY_OK,
	SEVERITY_NOTICE,  /* worth knowing */
	SEVERITY_WARNING, /* will hurt somebody some day */
	SEVERITY_ERROR,	  /* somebody gets in who should not, or is locked out */
};

#define DOCTOR_CHILD_MS 10000 /* for whatever runs in a process of its own */
#define DOCTOR_BROKER_USER "doorward" /* whom the units and the module expect */
#define DOCTOR_API_MS	5000  /* for one request to the directory */

struct diagnosis {
	const char *check; /* static: the row it comes from */
	const char *id;	   /* static and stable: "sshd.use-pam" */
	enum severity severity;
	char *text;
	char *file; /* where to write; NULL = nothing is to be written */
	unsigned line; /* there; 0 = anywhere */
	char *remedy; /* what to write, or else the command to run; NULL when all is well */
};

#define DIAGNOSES_MAX 1024

/* What was asked for. */
struct doctor_wish {
	const char *conf_path;
	const char *profile; /* NULL = the unnamed connections */
	int64_t timeout_ms;  /* of one request */
	bool offline;	     /* leave out what needs the network */
	bool quiet;	     /* tell only what is not well */
	struct print_choice print;
};

/* Reads this host and prints what it finds. Returns 0; or -1 with an error that has no text when
 * findings have told it: ERR_OTHER after an error among them, ERR_PARTLY after a warning. */
int doctor_run(const struct doctor_wish *wish, struct err *e) __attribute__((warn_unused_result));

/* What the checks share; filled before the first one runs. */
struct doctor {
	const struct doctor_wish *wish;
	const char *conf_path;
	const struct conf *conf; /* NULL: it cannot be used, so what follows from it is not checked */
	const struct conf_faults *faults;
	struct sshd_config sshd;
	struct pam_services pam;
	uid_t peer_uid;		  /* who serves the broker's socket; (uid_t)-1 = nobody of ours */
	uid_t broker_uid;	  /* whom secrets must be readable for; (uid_t)-1 = nobody known */
	bool root_enters_console; /* `login` lets root in while the broker is dead; set by "pam" */
	const char *check;	  /* the row that runs */
	size_t count;
	struct diagnosis *diagnosis; /* owned */
	bool failed;		     /* no memory: the list is not complete */
};

/* Notes a finding of the row that runs. "…; run: COMMAND" at the end of the text is what mends it,
 * unless one of the next three says better. */
void doctor_say(struct doctor *d, enum severity s, const char *id, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* What mends the finding just noted: a line to write at this place (line 0: anywhere in it) … */
void doctor_write(struct doctor *d, const char *file, unsigned line, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* … or a command to run. */
void doctor_run_this(struct doctor *d, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The same for an option of doorward.conf, by its key: the line that sets it now, or that of its
 * group, or else the file. */
void doctor_write_option(struct doctor *d, const char *key, const char *value);

/* Prints the findings, in the format that was asked for. Returns 0, or -1. */
int doctor_show(const struct doctor *d, struct err *e) __attribute__((warn_unused_result));

const char *severity_word(enum severity s);

/* The checks. */
void check_configuration(struct doctor *d);
void check_broker(struct doctor *d);
void check_secrets(struct doctor *d);
void check_pam(struct doctor *d);
void check_sshd(struct doctor *d);
void check_services(struct doctor *d);
void check_people(struct doctor *d);
void check_ways_in(struct doctor *d);
void check_accounts(struct doctor *d);
void check_api(struct doctor *d);

#endif

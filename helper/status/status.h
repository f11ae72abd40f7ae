/* SPDX-License-Identifier: MIT */
/* What the parts of `doorward status` share: a row for each thing that was looked at. */
#ifndef STATUS_STATUS_H
#define STATUS_STATUS_H

#include "helper/cli/cli.h"
#include "helper/metrics/ask.h"

/* The command. Returns 0, or -1 with an error that has no text when rows have told it. */
int status_run(const struct cli *cli, struct err *e);

#define STATUS_ROWS 16

struct status_row {
	const char *part;
	const char *state; /* "ok", "fails", "off", "held", "unknown" */
	char text[ERR_MSG_SIZE];
};

/* What the first line of the screen is made of. */
struct status_doors {
	bool usable;	    /* our configuration, so that we know where to ask */
	bool broker;	    /* it answered */
	bool broken;	    /* it has no configuration in force */
	bool answers;	    /* the directory, to the broker's last call or to us just now */
	bool silent;	    /* the broker's last call was not answered */
	bool refused;	    /* … or its credentials were refused */
	enum stance unreachable; /* login.unreachable */
};

struct status {
	const struct cli *cli;
	const struct conf *conf; /* defaults, where there is none that can be used */
	struct status_row row[STATUS_ROWS];
	size_t count;
	enum err_code worst; /* of the first part that fails; parts are in order of weight */
	struct status_doors doors;
};

/* Adds a row; code is ERR_NONE unless the part fails. */
void status_add(struct status *s, const char *part, const char *state, enum err_code code,
	const char *fmt, ...) __attribute__((format(printf, 5, 6)));

#define STATUS_SPAN_SIZE 32

/* A time span for people: "12 s", "5 min", "3 h", "4 days". Returns buf. */
const char *status_span(int64_t seconds, char buf[STATUS_SPAN_SIZE]);

/* What this program finds out by itself, with its own credentials. */
void status_probe_directory(struct status *s);
void status_probe_serve(struct status *s);
void status_accounts(struct status *s);
void status_map(struct status *s); /* a row only where map.file is not good */
void status_pushes(struct status *s); /* a row only where somebody gets none */

/* Rows out of the broker's report: the broker itself and its configuration, */
void status_broker(struct status *s, const struct report *r, int64_t took_ms);

/* how it fares with the directory, which takes into account what status_probe_directory found, */
void status_broker_directory(struct status *s, const struct report *r);

/* the cache and verdicts of the last minutes, */
void status_broker_logins(struct status *s, const struct report *r);

/* and its own sync. */
void status_broker_sync(struct status *s, const struct report *r);

/* Do doors work? One sentence, static; *ret_work is false when somebody must act. */
const char *status_doors_say(const struct status_doors *d, bool *ret_work);

#endif

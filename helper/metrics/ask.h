/* SPDX-License-Identifier: MIT */
/* Asks the broker how it is: its numbers, and the few things that take words.
 *
 * The question is `status` on the socket of logins (base/wire.h), so that what can be asked can
 * also be answered: whoever gets no report would get no verdict either. */
#ifndef METRICS_ASK_H
#define METRICS_ASK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/deadline.h"
#include "base/err.h"
#include "base/text.h"
#include "base/wire.h"

#define REPORT_FACTS	16
#define REPORT_VERDICTS 256

/* One word and what is behind it: "version", "configuration", "directory" (err_word of the last
 * call), "failure" (of the last call that failed), "sync" (how the last one ended), "minutes". */
struct report_fact {
	char name[32];
	char text[ERR_MSG_SIZE];
};

/* Verdicts of the last minutes. */
struct report_verdicts {
	char verdict[16], reason[24];
	int64_t count;
};

struct report {
	uid_t peer_uid; /* who serves the socket, also when no answer came; (uid_t)-1 = not known */
	struct text_buf metrics; /* text format 0.0.4 */
	size_t fact_count, verdicts_count;
	struct report_fact fact[REPORT_FACTS];
	struct report_verdicts verdicts[REPORT_VERDICTS];
};

/* Returns 0 with a report to be cleared, or -1 as wire_connect and wire_receive. */
int report_ask(const char *socket, struct deadline d, struct report *ret_report, struct err *e)
	__attribute__((warn_unused_result));

/* The text of a fact; "" when it was not told. */
const char *report_text(const struct report *r, const char *name);

/* Returns 0 with the sum of the series of that name, or of the one series if its labels are written
 * as well; -1 when none was told. */
int report_sum(const struct report *r, const char *series, double *ret_sum)
	__attribute__((warn_unused_result));

/* The same for counts, none of which is negative: -1 = not told. */
int64_t report_number(const struct report *r, const char *series);

/* Can be repeated. */
void report_clear(struct report *r);

#define auto_report __attribute__((cleanup(report_clear))) struct report

/* Appends doorward_broker_up and, if it is, what the broker tells. Returns 0, or -1 with the reason
 * why it is not; the text is whole in both cases. */
int report_metrics(const char *socket, struct deadline d, struct text_buf *b, struct err *e)
	__attribute__((warn_unused_result));

#endif

/* SPDX-License-Identifier: MIT */
/* Some rows of an import: who of them is there, who is created, and what became of each. */
#ifndef OPERATION_IMPORT_BATCH_H
#define OPERATION_IMPORT_BATCH_H

#include "helper/cli/operation/import.h"
#include "helper/common/audit.h"

#define BATCH_ROWS 100 /* the service takes no more in one call */

enum outcome { UNSETTLED, CREATED, UNCHANGED, CHANGED, DIFFERS, FAILED, OUTCOMES };

/* How rows are to be brought in. */
struct import_how {
	const struct import_table *table;
	struct api_client *client;
	const struct audit_who *who;
	int64_t timeout_ms; /* of one request */
	bool update;	    /* who is there and differs is edited */
	bool dry_run;	    /* nothing is changed */
};

struct batch {
	const struct import_how *how;
	size_t first, rows;
	enum outcome outcome[BATCH_ROWS];
	struct text_buf detail[BATCH_ROWS]; /* differences, or why it failed */
};

/* Settles every row. Returns 0, or -1 when everything has to stop; rows that are settled then are
 * still UNSETTLED in part. Clear it in either case. */
int batch_run(struct batch *b, struct err *e) __attribute__((warn_unused_result));

/* The username in row n of the batch. */
const char *batch_username(const struct batch *b, size_t n);

void batch_clear(struct batch *b);

#endif

/* SPDX-License-Identifier: MIT */
/* Work in a process of its own: what it does to itself ends with it, and so does it, in time. */
#ifndef DOCTOR_CHILD_H
#define DOCTOR_CHILD_H

#include "base/deadline.h"
#include "base/err.h"
#include "base/text.h"

/* Runs work(ctx) in a child whose standard output and error come back as one text, at most
 * out->limit bytes of it. Returns the child's exit status (what work returned, 0 to 255), or -1: it
 * could not be started, was killed by a signal, or took too long. */
int child_run(int (*work)(void *ctx), void *ctx, struct deadline d, struct text_buf *out,
	struct err *e) __attribute__((warn_unused_result));

#endif

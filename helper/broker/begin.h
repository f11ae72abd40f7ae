/* SPDX-License-Identifier: MIT */
/* The first message of a conversation (base/wire.h), from bytes of anybody to a request. */
#ifndef BROKER_BEGIN_H
#define BROKER_BEGIN_H

#include "base/wire.h"
#include "helper/door/door.h"

/* Fills *r from a begin message; its strings point into m. The peer's uid is left as it is.
 * Returns 0, or -1 with an error for the log that repeats nothing of the message. */
int begin_read(const struct wire_msg *m, struct door_request *r, struct err *e)
	__attribute__((warn_unused_result));

/* Is it the other question, how the broker is? */
bool begin_is_status(const struct wire_msg *m);

#endif

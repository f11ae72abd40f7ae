/* SPDX-License-Identifier: MIT */
/* Asks the broker of this host about ourselves: is it alive, who is it, what does it say? */
#ifndef HELPER_BROKER_H
#define HELPER_BROKER_H

#include "base/deadline.h"
#include "base/wire.h"
#include "conf/conf.h"
#include "helper/common/host.h"

struct broker_state {
	char user[HOST_NAME_SIZE]; /* whom it was asked about: the user who asks */
	char verdict[32];	   /* any word proves that it lives; "broken" = its configuration is */
	char reason[64];
	uid_t uid; /* of the process that serves the socket; (uid_t)-1 until it is connected */
};

/* Asks over broker.socket; service is how the broker logs it. Returns 0, or -1 with the error, and
 * then *ret_state is filled as far as it went. */
int broker_ask(const struct conf *c, const char *service, struct deadline d,
	struct broker_state *ret_state, struct err *e) __attribute__((warn_unused_result));

#endif

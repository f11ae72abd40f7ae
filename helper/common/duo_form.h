/* SPDX-License-Identifier: MIT */
/* Does what somebody copied from Duo's administration page look like what stands there? A form that
 * is unusual may be right, so nothing is refused for it; what the documentation puts in its place
 * is not. */
#ifndef HELPER_DUO_FORM_H
#define HELPER_DUO_FORM_H

#include "base/secret.h"
#include "conf/conf.h"

enum duo_form {
	DUO_FORM_ODD,	  /* likely a slip */
	DUO_FORM_EXAMPLE, /* the example's, in place of the tenant's own */
};

/* Tells each such value of the address and the integration keys: its option, and what is odd as the
 * rest of a sentence; both valid during the call. */
void duo_judge_forms(const struct conf *c,
	void (*tell)(void *ctx, enum duo_form form, const char *option, const char *what), void *ctx);

/* The same of a secret key: a static sentence's rest, or NULL. */
const char *duo_judge_secret(const struct secret *skey);

#endif

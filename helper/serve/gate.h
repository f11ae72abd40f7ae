/* SPDX-License-Identifier: MIT */
/* Decides who a peer is: by bearer token on TCP, by the kernel's word on the UNIX socket. */
#ifndef SERVE_GATE_H
#define SERVE_GATE_H

#include <sys/types.h>

#include "conf/conf.h"
#include "helper/serve/caller.h"

struct gate;

/* Keeps c. The token file need not exist: then nobody comes in by token. A file that cannot be
 * used is an error. Returns 0 or -1. */
int gate_new(const struct conf *c, struct gate **ret_gate, struct err *e)
	__attribute__((warn_unused_result));

void gate_free(struct gate *g);

/* How many tokens there are now. */
size_t gate_tokens(struct gate *g);

/* Reads the value of an Authorization header (NULL = none). The token file is read again when it
 * has changed; one that has become unusable lets nobody in. Returns 0, or -1 with
 * ERR_CREDENTIALS. */
int gate_by_token(struct gate *g, const char *authorization, struct caller *ret_caller,
	struct err *e) __attribute__((warn_unused_result));

/* Root, this program's own user, and serve.admin_groups may do everything; serve.read_groups may
 * read. Returns 0, or -1: ERR_PERMISSION, or ERR_OTHER when this host's users cannot be asked. */
int gate_by_uid(struct gate *g, uid_t uid, struct caller *ret_caller, struct err *e)
	__attribute__((warn_unused_result));

/* Counts one request. Returns false when the caller has used up serve.rate for now. */
bool gate_admit(struct gate *g, const struct caller *c);

#endif

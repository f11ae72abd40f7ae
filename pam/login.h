/* SPDX-License-Identifier: MIT */
/* One login as the application describes it, and how it is put to the broker. */
#ifndef PAM_LOGIN_H
#define PAM_LOGIN_H

#include <security/pam_modules.h>
#include <stdbool.h>

#include "base/deadline.h"
#include "base/err.h"
#include "pam/arguments.h"

#define LOGIN_ITEM 257 /* bytes of an item that is told, terminator included */

enum login_phase { LOGIN_AUTH, LOGIN_ACCOUNT };

struct login {
	pam_handle_t *pamh;
	const struct arguments *args;
	const char *user; /* the handle's; checked by login_describe */
	enum login_phase phase;
	bool silent; /* PAM_SILENT: show nothing, prompts excepted */
};

/* Fills l->user from the handle (in auth the application may ask for it). Returns 0, or -1 when
 * there is no name that may leave this process: it is empty, longer than 256 bytes, not UTF-8,
 * or holds a control character or '/'. The error says which, without the name. */
int login_describe(struct login *l, struct err *e) __attribute__((warn_unused_result));

/* The item as text, "" when it is absent. Lives as long as the handle keeps it. */
const char *login_item(const struct login *l, int item);

/* PAM_RHOST, cleaned, an address in its one spelling (base/address.h). Returns ret_rhost. */
char *login_rhost(const struct login *l, char ret_rhost[static LOGIN_ITEM]);

/* Sends "begin" (base/wire.h). Returns 0, or -1 with the error of wire_send. */
int login_send(const struct login *l, int fd, struct deadline d, struct err *e)
	__attribute__((warn_unused_result));

/* Are all whom this login is about below args->min_uid? That is the user, and the caller where
 * there is one (PAM_RUSER, or who started a set-user-id program), because su to root asks about the
 * caller. A name that NSS does not know is not. */
bool login_below_min_uid(const struct login *l);

/* Has ssh proven a key in this login already? */
bool login_has_publickey(const struct login *l);

#endif

/* SPDX-License-Identifier: MIT */
/* A connection that a Match line of sshd_config(5) is about, for `sshd -T -C`. */
#ifndef DOCTOR_SSHD_MATCH_H
#define DOCTOR_SSHD_MATCH_H

#include "base/err.h"

#define SSHD_CONNECTION_SIZE 512

/* Makes "user=alice,host=localhost,addr=192.0.2.1,laddr=192.0.2.2,lport=22,rdomain=" out of
 * "User alice": of each list the first name that is not excluded, wildcards filled in; of a group,
 * somebody who is in it. Whether the block applies to it is sshd's to say. Returns 0, or -1 with why
 * there is none. */
int sshd_match_connection(const char *criteria, char ret[SSHD_CONNECTION_SIZE], struct err *e)
	__attribute__((warn_unused_result));

#endif

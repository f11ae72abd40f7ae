/* SPDX-License-Identifier: MIT */
/* How long somebody has been at the door when the module is asked. */
#ifndef PAM_AGE_H
#define PAM_AGE_H

#include <stdint.h>
#include <sys/types.h>

/* Seconds since the process was started; -1 when that cannot be found out. */
int64_t age_of_process(pid_t pid);

/* Seconds since the connection that this process of sshd serves was made; -1 when that cannot be
 * found out. sshd makes a process for each connection, which leads a session of its own, and asks
 * questions in a child of it. */
int64_t age_of_connection(void);

#endif

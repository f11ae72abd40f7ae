/* SPDX-License-Identifier: MIT */
/* Changes of the directory and the line that each of them leaves, whatever way they came: command
 * line, socket, REST or MCP. doorward-serve(8) describes the line. */
#ifndef HELPER_AUDIT_H
#define HELPER_AUDIT_H

#include <sys/types.h>

#include "api/api.h"

#define AUDIT_BY_SIZE	128
#define AUDIT_FROM_SIZE 80

/* On whose behalf a call is made. All zero is nobody, over no way. */
struct audit_who {
	char by[AUDIT_BY_SIZE];	    /* "token:ci", "uid:1501(alice)" */
	char from[AUDIT_FROM_SIZE]; /* "192.0.2.7:40112", "uid:1501/pid:4242"; "" = not known */
	const char *role;	    /* the class: a word of api_risk_word() */
	const char *via;	    /* "cli", "socket", "rest", "mcp" */
	bool must;   /* a change is refused where the log takes no line */
	bool silent; /* whoever makes the call for us writes the line */
};

/* Names a user of this host: "uid:1501(alice)"; user is NULL where nobody knows a name. */
void audit_name_user(char ret_by[AUDIT_BY_SIZE], uid_t uid, const char *user);

/* A process at the other end, as the kernel knows it: "uid:1501/pid:4242". */
void audit_name_process(char ret_from[AUDIT_FROM_SIZE], uid_t uid, pid_t pid);

/* The user who runs this process. via is kept. */
void audit_this_process(struct audit_who *ret_who, const char *via);

/* api_call for a row of any class, and the contract of that; a change leaves a line for each subject,
 * whatever became of it. before is the object as it was, from a look at it just now, or NULL: then
 * it is asked for where there is such a call, which may fail without harm. ERR_OTHER before anything
 * was sent when who->must and the log takes no line. */
int audit_call(const struct audit_who *who, struct api_client *client, const struct api_call *call,
	const struct cJSON *before, struct api_answer *ret_answer, struct err *e)
	__attribute__((warn_unused_result));

/* The lines of a change that was refused before it was sent. */
void audit_refusal(const struct audit_who *who, const struct api_call *call, const struct err *e);

#endif

/* SPDX-License-Identifier: MIT */
/* Stacks put through the real libpam, with stand-ins for every module.
 *
 * A copy of the stack goes into a private folder: lines of pam_doorward become pam_debug, which
 * answers what it is told to, and others something that answers as they are likely to. libpam runs
 * it in a child without privileges. Nobody is looked up, nothing is asked, no module of the host
 * but pam_debug, pam_permit and pam_deny is loaded. */
#ifndef DOCTOR_PAM_WALK_H
#define DOCTOR_PAM_WALK_H

#include "base/deadline.h"
#include "helper/doctor/pam_answer.h"

struct pam_try {
	const struct pam_stack *stack[PAM_TYPES];
	enum pam_type type; /* the phase that is run */
	bool credentials;   /* … and pam_setcred behind it, as sshd does after a key */
	struct pam_visitor visitor;
	const char *code; /* what pam_doorward answers: "perm_denied", as in pam.conf(5) */
	const char *line; /* unless NULL, the only line, taken as it is */
	const struct pam_entry *probe; /* of the stack; unless NULL, reached is about this line */
	/* filled in: */
	int result;   /* of libpam; 0 = the door opens */
	/* a line of ours was asked; with "perm_denied" only, which no stand-in answers by itself */
	bool reached;
};

/* Runs them all. Returns 0, or -1: ERR_NOT_FOUND when this host has no pam_debug.so. */
int pam_walk(struct pam_try *tries, size_t count, struct deadline d, struct err *e)
	__attribute__((warn_unused_result));

/* Can libpam load the module at this path, which a line of ours names? It is told to step aside;
 * nobody is asked. Returns 0, or -1 with the error. */
int pam_walk_load(const char *path, struct deadline d, struct err *e)
	__attribute__((warn_unused_result));

#endif

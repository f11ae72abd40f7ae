/* SPDX-License-Identifier: MIT */
/* What has to change in this host's PAM stacks when Doorward takes the peer's place: line by line,
 * and what would come of it, service by service. Nothing is printed, nothing written. */
#ifndef MIGRATE_CHANGE_H
#define MIGRATE_CHANGE_H

#include "helper/doctor/pam_stack.h"

#define PEER_MODULE "pam_duo.so"

/* The control of our line in the auth phase. */
#define AUTH_CONTROL "[success=ok ignore=ignore default=die]"

#define CHANGES_MAX 512 /* of each kind of row; with more, nothing is advised */

enum change_kind {
	CHANGE_PEER,	  /* our line takes its place */
	CHANGE_GONE,	  /* was reached only when the peer said no */
	CHANGE_RUNS,	  /* the same, but it decides nothing: it may stay, and will run */
	CHANGE_REQUISITE, /* else a code is asked for behind a wrong password */
};

struct change {
	enum change_kind kind;
	const struct pam_entry *entry; /* of the services */
	bool password;		       /* of the peer: a first factor is proven above it */
	const struct pam_entry *requisite; /* … by this line, which must be requisite; or NULL */
};

/* Something that would be otherwise than today. */
struct hurdle {
	const char *service;
	bool stops; /* who should get in does not, or the other way about: no line is advised */
	const char *what;	       /* static */
	const struct pam_entry *entry; /* the line that is in the way */
};

struct changes {
	struct pam_services pam;
	bool groups_line; /* a further line goes above ours */
	bool tried;	  /* with libpam; else only what is read is known */
	struct err untried;
	size_t count, hurdles;
	struct change change[CHANGES_MAX];
	struct hurdle hurdle[CHANGES_MAX];
	bool more;
};

/* Is this a line of the peer? */
bool change_is_peer(const struct pam_entry *entry);

/* What becomes of this line, in any service; NULL = nothing of that kind. */
struct change *change_at(struct changes *c, enum change_kind kind, const char *file,
	unsigned line);

void change_hurdle(struct changes *c, const char *service, bool stops, const char *what,
	const struct pam_entry *entry);

/* Copies of a service's stack as it is, where the peer's lines answer what a trial says, and as it
 * would be. The caller frees ret->entry. Returns 0, or -1 without memory. */
int change_stack_old(const struct pam_stack *from, struct pam_stack *ret, struct err *e)
	__attribute__((warn_unused_result));
int change_stack_new(struct changes *c, const struct pam_service *s, enum pam_type type,
	struct pam_stack *ret, struct err *e) __attribute__((warn_unused_result));

/* Reads the folder and fills c->change for every service that asks the peer. Returns 0, or -1. The
 * caller clears c->pam. */
int change_find(struct changes *c, const char *folder, struct err *e)
	__attribute__((warn_unused_result));

/* Puts both stacks of each service that changes through the same trials: c->hurdle. Returns 0, or
 * -1. */
int change_try(struct changes *c, struct err *e) __attribute__((warn_unused_result));

#endif

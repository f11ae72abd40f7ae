/* SPDX-License-Identifier: MIT */
/* The PAM stacks of this host as libpam reads them: includes unfolded, substacks kept. */
#ifndef DOCTOR_PAM_STACK_H
#define DOCTOR_PAM_STACK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "pam/arguments.h"

#define PAM_FOLDER	  "/etc/pam.d"
#define PAM_MODULE	  "pam_doorward.so"
#define PAM_DEPTH_MAX	  16   /* of includes, as libpam */
#define PAM_SUBSTACKS_MAX 16   /* in one stack */
#define PAM_ENTRIES_MAX	  1024 /* in one stack */
#define PAM_SERVICES_MAX  256
#define PAM_ARGUMENTS_MAX 64   /* in one line */

enum pam_type { PAM_TYPE_AUTH, PAM_TYPE_ACCOUNT };

#define PAM_TYPES 2

const char *pam_type_word(enum pam_type t);

/* One line. Its strings belong to the services. */
struct pam_entry {
	const char *file;
	unsigned line;
	int group;    /* the substack it stands in, from 1; 0 = none */
	int substack; /* the one it calls; 0 = it names a module */
	bool may_be_missing; /* '-' before the type */
	const char *control; /* as written: "required", "[success=1 default=ignore]" */
	const char *path, *module; /* as written, and without folder; the file of a substack */
	const char *text; /* arguments as written, "" = none */
	size_t argument_count;
	const char **argument;
	bool is_ours; /* pam_doorward.so */
	bool faulty;  /* ours, and the module refuses these arguments: every login ends there */
	char fault[128];
	struct arguments arguments; /* of one that is ours */
};

struct pam_stack {
	size_t count, ours; /* entries, and those that are ours */
	struct pam_entry *entry;
	int substacks;
};

struct pam_service {
	const char *name;
	bool included; /* another one includes it: no application asks for it */
	struct pam_stack stack[PAM_TYPES];
	struct err fault; /* it cannot be read, so libpam refuses whoever asks; ERR_NONE = it can */
};

struct pam_word;

struct pam_services {
	struct err err; /* the folder cannot be read */
	const char *folder;
	size_t count;
	struct pam_service *service;
	struct pam_word *words; /* all strings */
	bool failed; /* no memory */
	bool more;   /* there are more services than are read */
	size_t leftovers;     /* copies that name our module, for which no application asks */
	const char *leftover; /* the first one; NULL = there is none */
};

/* Reads every file of this host's folder (PAM_FOLDER), which must stay, and of the vendor's. Always
 * fills *ret; pam_services_clear frees. */
void pam_services_read(struct pam_services *ret, const char *folder);
void pam_services_clear(struct pam_services *s);

/* NULL when there is none. */
const struct pam_service *pam_service_find(const struct pam_services *s, const char *name);

static inline bool
pam_service_asks(const struct pam_service *s)
{
	return s->stack[PAM_TYPE_AUTH].ours + s->stack[PAM_TYPE_ACCOUNT].ours > 0;
}

#endif

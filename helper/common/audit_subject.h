/* SPDX-License-Identifier: MIT */
/* Whom a change is about: one person or thing, or each of a list. */
#ifndef HELPER_AUDIT_SUBJECT_H
#define HELPER_AUDIT_SUBJECT_H

#include "api/api.h"
#include "helper/common/kind.h"

#define AUDIT_NAME_SIZE 96

/* One subject of a call. Trees are borrowed. */
struct audit_subject {
	const struct api_op *op;    /* what is done to it; NULL = a part of a list that no row does */
	const char *request;	    /* the path of such a part, "" = none */
	const char *name_key;	    /* "username", "name", …; kept */
	char name[AUDIT_NAME_SIZE]; /* "" = not known, as id */
	char id[AUDIT_NAME_SIZE];
	const struct cJSON *fields; /* what was sent for it; NULL = the arguments of the call */
	const struct cJSON *before; /* as it was; NULL = not known */
	const struct cJSON *result; /* its own envelope in the answer; NULL = that of the call */
};

/* What is known of the people and things of a call. All may be NULL. */
struct audit_facts {
	const struct api_call *call;
	const struct cJSON *list;   /* the parameter that is a list of subjects, parsed */
	const struct cJSON *before; /* an object, or a list of them */
	const struct cJSON *after;  /* the answer, when it was a good one */
};

/* The argument whose list names the subjects; NULL where there is one subject only. */
const char *audit_subject_list(const struct api_call *call);

/* How many there are: 1, or the elements of the list. */
size_t audit_subject_count(const struct audit_facts *f);

/* Fills what is known of number n. */
void audit_subject_read(const struct audit_facts *f, size_t n, struct audit_subject *ret_subject);

/* The call that shows the one object before it is changed, and the argument of it; NULL when there
 * is none. */
const struct api_op *audit_subject_getter(const struct api_call *call, struct api_arg *ret_arg);

#endif

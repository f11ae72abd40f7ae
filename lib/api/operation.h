/* SPDX-License-Identifier: MIT */
/* The operation table: one row for each call that the directory's services offer.
 *
 * A row holds only what cannot be derived. Argument checking, path expansion, signing, paging,
 * the command line, routes, tools, completion, manual and tests are all driven by it. */
#ifndef API_OPERATION_H
#define API_OPERATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What differs between them is a row each in lib/api/service.c. */
enum api_service { API_DUO, API_ALLTHENTICATE, API_SENTINELONE };

#define API_SERVICES 3

/* Whose credentials a call carries. */
enum api_application {
	API_NONE,  /* nobody's */
	API_ADMIN, /* Duo Admin API */
	API_AUTH,  /* Duo Auth API */
	API_KEY,   /* the one key of a service other than Duo */
};

/* Our own judgement; gates confirmation, tokens and exposure to agents. */
enum api_risk { API_READ, API_WRITE, API_DESTRUCTIVE };

enum api_type {
	API_STRING,
	API_INTEGER,   /* within min..max */
	API_BOOLEAN,   /* true or false */
	API_CHOICE,    /* one of choices, separated by '|' */
	API_JSON_LIST, /* JSON array sent as one string; min..max elements */
	API_CSV,       /* comma-separated, no empty element; min..max elements */
	API_ID,	       /* digits, of any size: text from end to end, never a number */
};

enum api_param_flag {
	API_REQUIRED = 1 << 0,	    /* with excludes: exactly one of them all is required */
	API_PATH = 1 << 1,	    /* fills {name} in the path; implies required */
	API_SECRET = 1 << 2,	    /* never in argv, never in a log or a dry run */
	API_UNDOCUMENTED = 1 << 3,  /* not offered, but accepted */
	API_QUERY = 1 << 4,	    /* in the query even of a POST */
	API_ARRAY = 1 << 5,	    /* an API_JSON_LIST that is a real array in a JSON body */
	API_OBJECTS = 1 << 6,	    /* an API_JSON_LIST of objects; others hold strings */
	API_NEW_NAME = 1 << 7,	    /* what somebody will be called, or a list of such objects */
};

struct api_param {
	const char *name; /* one that ends with ".*" stands for every name with that beginning */
	enum api_type type;
	unsigned flags;
	int64_t min, max;	   /* API_INTEGER; elements of lists; 0, 0 = no range */
	const char *choices;	   /* API_CHOICE */
	const char *grave; /* those, separated by '|', that make the call API_DESTRUCTIVE; or NULL */
	const char *each; /* the row that takes what each of these API_OBJECTS holds; or NULL */
	const char *default_value; /* what the service takes when it is left out; NULL = nothing */
	const char *excludes;	   /* names, separated by '|', that may not be given as well;
				    * each of them names this one in turn */
	const char *help;
};

enum api_op_flag {
	API_PAGED = 1 << 0,	   /* comes in pages, in the way of its service */
	API_CONSUMES = 1 << 1,	   /* may use up a code: never acted upon twice, see api_call */
	API_SECRET_ANSWER = 1 << 2,/* the answer holds codes: a terminal or a private file only */
	API_LONG_POLL = 1 << 3,	   /* may take a minute to answer; the caller's deadline rules */
	API_MAYBE_EMPTY = 1 << 4,  /* an answer without a body is a success too */
};

struct api_op {
	const char *name; /* as the adapters publish it, e.g. "listusers" */
	enum api_service service;
	enum api_application application;
	const char *method;
	const char *path; /* template behind the base, e.g. "/admin/v1/users/{user_id}" */
	const char *title;
	enum api_risk risk;
	unsigned flags;
	const char *permission; /* in the service's words, for the error after a 403 */
	const char *command;	/* "user list"; NULL = only by `doorward api NAME` */
	const char *columns;	/* of a table of the answer, separated by ','; NULL = none */
	const char *list_member; /* where in the response the rows are; NULL = it is the list */
	const struct api_param *params; /* ends with name == NULL */
};

/* So many rows, the first ones, are what the adapters publish to programs and agents. */
#define API_PUBLISHED 32

/* All rows, in the order of publication; ends with name == NULL. */
extern const struct api_op api_operations[];

/* NULL when there is none. */
const struct api_op *api_op_find(const char *name);
const struct api_op *api_op_by_command(const char *command);
/* Do the arguments of this row travel in the body? Else they are the query. */
bool api_op_has_body(const struct api_op *op);
/* "read", "write", "destructive": also what serve.mcp_allow and tokens say. Static. */
const char *api_risk_word(enum api_risk risk);
/* The name of a service, as in the configuration: "duo". Static. */
const char *api_service_name(enum api_service service);
/* What stands before the paths of its rows where doorward serve offers them: "" for Duo, whose
 * own paths they are, else "/NAME". Static. */
const char *api_service_root(enum api_service service);
const struct api_param *api_param_find(const struct api_op *op, const char *name);

#endif

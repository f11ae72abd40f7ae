/* SPDX-License-Identifier: MIT */
/* One run of a command that is several calls to a service beside Duo. */
#ifndef SERVICES_SERVICE_RUN_H
#define SERVICES_SERVICE_RUN_H

#include <cjson/cJSON.h>

#include "api/json.h"
#include "helper/cli/connect.h"
#include "helper/cli/output.h"

#define SERVICE_ID_SIZE	   65
#define SERVICE_LABEL_SIZE 384

/* What a word turned out to name. */
struct service_found {
	char id[SERVICE_ID_SIZE];
	char label[SERVICE_LABEL_SIZE]; /* for people */
	cJSON *object;			/* the row of the list, owned */
};

void service_found_clear(struct service_found *f);

#define auto_found __attribute__((cleanup(service_found_clear))) struct service_found

struct service_run {
	const struct cli *cli;
	struct conf *conf;
	struct api_client *client;
	struct audit_who who;
	struct output output;
};

/* Loads the configuration and makes a client for the service. Sends nothing. Returns 0 or -1; to
 * be ended in either case. */
int service_begin(const struct cli *cli, enum api_service service, struct service_run *ret_run,
	struct err *e) __attribute__((warn_unused_result));

/* Flushes what was printed. Returns 0 or -1. */
int service_finish(struct service_run *r, struct err *e) __attribute__((warn_unused_result));

void service_end(struct service_run *r);

#define auto_service __attribute__((cleanup(service_end))) struct service_run

/* Calls a row by its name; args end with a NULL name. Returns as api_call; the caller clears. */
int service_call(const struct service_run *r, const char *op, const struct api_arg *args,
	struct api_answer *ret_answer, struct err *e) __attribute__((warn_unused_result));

/* Walks a list as api_list does. */
int service_list(const struct service_run *r, const char *op, const struct api_arg *args,
	int (*row)(void *ctx, const struct cJSON *element, struct err *e), void *ctx, struct err *e)
	__attribute__((warn_unused_result));

/* Shows the request of a dry run, behind what would change. Returns 0 or -1. */
int service_preview(const struct service_run *r, const char *label, const char *changes,
	const char *op, const struct api_arg *args, struct err *e)
	__attribute__((warn_unused_result));

/* Prints an object, or each element of a list. columns: what tables show, unless --fields says
 * otherwise. Returns 0 or -1. */
int service_print(struct service_run *r, const cJSON *value, const char *columns, struct err *e)
	__attribute__((warn_unused_result));

/* May the question of this row be asked at all? To be called before anything is sent. Returns 0,
 * or -1 with ERR_USAGE. */
int service_confirm_possible(const struct cli *cli, const char *op, struct err *e)
	__attribute__((warn_unused_result));

/* Asks the question of this row about label; name is what has to be typed where a name is asked
 * for. Returns 0 to go on, or -1 when the answer was no. */
int service_confirm(const struct service_run *r, const char *op, const char *label,
	const char *name, struct err *e) __attribute__((warn_unused_result));

/* Says on standard error what was done, unless -q. changes: lines, may be "". */
void service_tell(
	const struct service_run *r, const char *label, const char *what, const char *changes);

/* The last word of the command: "get" of "allthenticate user usernames get". */
const char *service_verb(const struct cli *cli);

/* yes or no, true or false, as it is sent. Returns NULL for anything else. */
const char *service_truth(const char *word);

#endif

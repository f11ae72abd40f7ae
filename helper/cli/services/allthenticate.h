/* SPDX-License-Identifier: MIT */
/* Commands about the people of an Allthenticate organisation. */
#ifndef SERVICES_ALLTHENTICATE_H
#define SERVICES_ALLTHENTICATE_H

#include "helper/cli/services/service_run.h"

/* Somebody in the organisation. id is the email_id, which most calls take. */
struct person {
	struct service_found found;
	char user_id[SERVICE_ID_SIZE]; /* of the account, which few calls take; "" = not shown */
	char email[256];
	bool guest; /* known only after person_find with guests_first */
};

/* Finds somebody by email_id, e-mail address, username or full name, in this order, each exact;
 * users and guests. Returns 0 with what the caller clears, or -1: ERR_NOT_FOUND; ERR_USAGE when
 * several fit, naming them. guests_first: looks among the guests before the others. */
int person_find(const struct service_run *r, const char *word, bool guests_first,
	struct person *ret_person, struct err *e) __attribute__((warn_unused_result));

/* Reads the list again and finds who has this email_id. Returns as person_find. */
int person_reread(const struct service_run *r, const char *email_id, struct person *ret_person,
	struct err *e) __attribute__((warn_unused_result));

void person_clear(struct person *p);

#define auto_person __attribute__((cleanup(person_clear))) struct person

/* The commands. */
int allthenticate_get_run(const struct cli *cli, struct err *e);
int allthenticate_delete_run(const struct cli *cli, struct err *e);
int allthenticate_promote_run(const struct cli *cli, struct err *e);
int allthenticate_rank_run(const struct cli *cli, struct err *e);
int allthenticate_suspend_run(const struct cli *cli, struct err *e);
int allthenticate_list_run(const struct cli *cli, struct err *e);

/* Replaces every number of a list of smart cards by stars. */
void allthenticate_mask(cJSON *smartcards);

#endif

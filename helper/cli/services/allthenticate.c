/* SPDX-License-Identifier: MIT */
/* Looking at people, removing them, promoting guests, setting ranks. */
#include "helper/cli/services/allthenticate.h"

#include <string.h>

#define MASK "******"

#define PERSON_COLUMNS                                                                             \
	"name,email,username,ad_status,email_status,groups,policies,computer_usernames,"           \
	"smartcards.label,smartcards.number,email_id,user_id"

void
allthenticate_mask(cJSON *smartcards)
{
	for (cJSON *card = smartcards != NULL ? smartcards->child : NULL; card != NULL;
		card = card->next) {
		cJSON *number = cJSON_GetObjectItemCaseSensitive(card, "number");

		if (number != NULL)
			(void)!cJSON_ReplaceItemInObjectCaseSensitive(
				card, "number", cJSON_CreateString(MASK));
	}
}

/* Moves the members of an answer into the row of the list, which names the person. */
static int
merge(cJSON *row, const cJSON *details, struct err *e)
{
	for (const cJSON *item = details->child; item != NULL; item = item->next) {
		cJSON *copy = cJSON_Duplicate(item, true);

		cJSON_DeleteItemFromObjectCaseSensitive(row, item->string);
		if (copy == NULL || !cJSON_AddItemToObject(row, item->string, copy)) {
			cJSON_Delete(copy);
			return err_set(e, ERR_OTHER, "out of memory");
		}
	}
	return 0;
}

int
allthenticate_get_run(const struct cli *cli, struct err *e)
{
	auto_service r = { 0 };
	auto_person p = { 0 };
	auto_api_answer answer = { 0 };

	if (service_begin(cli, API_ALLTHENTICATE, &r, e) != 0 ||
		person_find(&r, cli->word[0], false, &p, e) != 0)
		return -1;
	if (service_call(&r, "allthenticate_getuser",
		    (struct api_arg[]){ { "email_id", p.found.id }, { NULL, NULL } }, &answer,
		    e) != 0)
		return -1;
	if (!cJSON_IsObject(answer.response))
		return err_set(e, ERR_UNREACHABLE,
			"allthenticate_getuser: the answer is not about a person");
	if (merge(p.found.object, answer.response, e) != 0)
		return -1;
	if (cli_param_value(cli, "show_numbers") == NULL)
		allthenticate_mask(cJSON_GetObjectItemCaseSensitive(p.found.object, "smartcards"));
	if (service_print(&r, p.found.object, PERSON_COLUMNS, e) != 0)
		return -1;
	return service_finish(&r, e);
}

/* One call about one person, previewed, asked about and told. op NULL in confirm = no question. */
static int
change(struct service_run *r, const struct person *p, const char *op, const struct api_arg *args,
	bool ask, const char *changes, struct err *e)
{
	auto_api_answer answer = { 0 };

	if (r->cli->options.dry_run)
		return service_preview(r, p->found.label, changes, op, args, e);
	if (ask && service_confirm(r, op, p->found.label, p->email, e) != 0)
		return -1;
	if (service_call(r, op, args, &answer, e) != 0)
		return err_where(e, "%s", p->found.label);
	service_tell(r, p->found.label, "done", changes);
	return service_finish(r, e);
}

int
allthenticate_delete_run(const struct cli *cli, struct err *e)
{
	static const char op[] = "allthenticate_deleteuser";
	auto_service r = { 0 };
	auto_person p = { 0 };

	if (service_confirm_possible(cli, op, e) != 0 ||
		service_begin(cli, API_ALLTHENTICATE, &r, e) != 0 ||
		person_find(&r, cli->word[0], false, &p, e) != 0)
		return -1;
	return change(&r, &p, op, (struct api_arg[]){ { "email_id", p.found.id }, { NULL, NULL } },
		true, "", e);
}

/* The manual of the service names the parameter email_id and describes a user_id. The name is what
 * the program of the service reads, so the email_id is sent unless --send says otherwise. */
int
allthenticate_promote_run(const struct cli *cli, struct err *e)
{
	const char *send = cli_param_value(cli, "send");
	bool by_user_id = send != NULL && strcmp(send, "user_id") == 0;
	auto_service r = { 0 };
	auto_person p = { 0 };

	if (send != NULL && !by_user_id && strcmp(send, "email_id") != 0)
		return err_set(e, ERR_USAGE, "--send: takes email_id or user_id");
	if (service_begin(cli, API_ALLTHENTICATE, &r, e) != 0 ||
		person_find(&r, cli->word[0], true, &p, e) != 0)
		return -1;
	if (!p.guest) {
		service_tell(&r, p.found.label, "unchanged: is no guest", "");
		return 0;
	}
	if (by_user_id && p.user_id[0] == '\0')
		return err_set(
			e, ERR_UNREACHABLE, "%s: the organisation shows no user_id", p.found.label);
	return change(&r, &p, "allthenticate_promoteguest",
		(struct api_arg[]){
			{ "email_id", by_user_id ? p.user_id : p.found.id }, { NULL, NULL } },
		false, "  tag: GUEST -> USER\n", e);
}

int
allthenticate_rank_run(const struct cli *cli, struct err *e)
{
	static const char op[] = "allthenticate_modifyrank";
	const char *rank = cli->word[1];
	bool ask = strcmp(rank, "REGULAR") != 0; /* who takes rights away need not think twice */
	auto_service r = { 0 };
	auto_person p = { 0 };
	char changes[64];

	if (strcmp(rank, "REGULAR") != 0 && strcmp(rank, "ADMIN") != 0 &&
		strcmp(rank, "SUPER") != 0)
		return err_set(e, ERR_USAGE, "%s: RANK is one of REGULAR, ADMIN, SUPER",
			cli->command->words);
	if ((ask && service_confirm_possible(cli, op, e) != 0) ||
		service_begin(cli, API_ALLTHENTICATE, &r, e) != 0 ||
		person_find(&r, cli->word[0], false, &p, e) != 0)
		return -1;
	if (p.user_id[0] == '\0')
		return err_set(
			e, ERR_UNREACHABLE, "%s: the organisation shows no user_id", p.found.label);
	(void)snprintf(
		changes, sizeof(changes), "  rank: (not shown by the service) -> %s\n", rank);
	return change(&r, &p, op,
		(struct api_arg[]){
			{ "admin_user_id", p.user_id }, { "rank", rank }, { NULL, NULL } },
		ask, changes, e);
}

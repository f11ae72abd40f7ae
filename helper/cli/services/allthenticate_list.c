/* SPDX-License-Identifier: MIT */
/* Computer usernames and smart cards: the service only replaces whole lists, so each change reads
 * the list, changes it here, sends it, and looks whether it is there. */
#include "helper/cli/services/allthenticate.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "helper/cli/services/allthenticate_items.h"

#define MASK "******"

/* One of the two lists. */
struct kind {
	const char *noun; /* as in the command */
	const char *read_op, *member, *write_op, *param;
	const char *key, *label; /* of an element that is written; label NULL = it has none */
	const char *columns;
	bool secret; /* the keys are */
};

static const struct kind kinds[] = {
	{ .noun = " usernames ",
		.read_op = "allthenticate_getuser",
		.member = "computer_usernames",
		.write_op = "allthenticate_modifyallusernames",
		.param = "computer_usernames",
		.key = "computer_username",
		.columns = "computer_username" },
	{ .noun = " smartcards ",
		.read_op = "allthenticate_getsmartcards",
		.member = "smartcards",
		.write_op = "allthenticate_modifysmartcard",
		.param = "smartcards",
		.key = "number",
		.label = "label",
		.columns = "label,number",
		.secret = true },
};

static const struct kind *
kind_of(const struct cli *cli)
{
	return strstr(cli->command->words, kinds[1].noun) != NULL ? &kinds[1] : &kinds[0];
}

static int
read_items(const struct service_run *r, const struct kind *k, const struct person *p,
	struct items *ret_items, struct err *e)
{
	auto_api_answer answer = { 0 };
	const cJSON *list;

	if (service_call(r, k->read_op,
		    (struct api_arg[]){ { "email_id", p->found.id }, { NULL, NULL } }, &answer,
		    e) != 0)
		return -1;
	list = json_array(answer.response, k->member);
	if (list == NULL)
		return err_set(
			e, ERR_UNREACHABLE, "%s: the answer has no %s", k->read_op, k->member);
	return items_from_json(ret_items, list, k->key, k->label, e);
}

/* What is left out of a listing stays out of a terminal's log. */
static int
show(struct service_run *r, const struct kind *k, const struct items *items, struct err *e)
{
	bool mask = k->secret && cli_param_value(r->cli, "show_numbers") == NULL;
	cJSON *rows = cJSON_CreateArray();
	int rc = rows == NULL ? err_set(e, ERR_OTHER, "out of memory") : 0;

	for (size_t i = 0; rc == 0 && i < items->count; i++) {
		const struct item *item = &items->item[i];
		cJSON *row = cJSON_CreateObject();

		if (row == NULL || !cJSON_AddItemToArray(rows, row) ||
			(k->label != NULL &&
				cJSON_AddStringToObject(row, k->label,
					item->label != NULL ? item->label : "") == NULL) ||
			cJSON_AddStringToObject(row, k->key, mask ? MASK : item->key) == NULL)
			rc = err_set(e, ERR_OTHER, "out of memory");
	}
	if (rc == 0)
		rc = service_print(r, rows, k->columns, e);
	json_free(rows);
	return rc == 0 ? service_finish(r, e) : -1;
}

/* A line for each element that goes or comes; numbers are never shown. */
static void
add_changes(const struct kind *k, char sign, const struct items *items, const struct items *other,
	struct text_buf *out)
{
	char key[256], label[128];

	for (size_t i = 0; i < items->count; i++) {
		const struct item *item = &items->item[i];

		if (items_same(other, item))
			continue;
		text_buf_printf(out, "  %c %s%s%s\n", sign,
			item->label != NULL ? text_clean(label, sizeof(label), item->label) : "",
			item->label != NULL ? " " : "",
			k->secret ? MASK : text_clean(key, sizeof(key), item->key));
	}
}

/* The elements that the arguments name. Returns 0 or -1. */
static int
given_items(const struct cli *cli, const struct kind *k, struct items *ret_items, struct err *e)
{
	if (k->secret && cli->word_count > 1 && strcmp(cli->word[1], "-") == 0)
		output_tell_input();
	if (k->secret)
		return cli->word_count > 1 ? items_from_file(ret_items, cli->word[1], e) : 0;
	for (size_t i = 1; i < cli->word_count; i++) {
		if (cli->word[i][0] == '\0' || !text_is_utf8(cli->word[i], strlen(cli->word[i])))
			return err_set(e, ERR_USAGE, "a computer username is empty, or not UTF-8");
		if (items_add(ret_items, cli->word[i], NULL, e) != 0)
			return -1;
	}
	return 0;
}

/* Takes away what is given, and what bears the label of --label. */
static int
remove_items(const struct cli *cli, const struct items *given, struct items *items, struct err *e)
{
	const char *label = cli_param_value(cli, "label");

	for (size_t i = 0; i < given->count; i++)
		items_remove(items, given->item[i].key);
	if (label == NULL)
		return 0;
	if (items_with_label(items, label) > 1)
		return err_set(e, ERR_USAGE, "--label: several cards bear it; say which by number");
	items_remove_label(items, label);
	return 0;
}

/* What the list is to be after this verb. */
static int
apply(const struct cli *cli, const struct items *before, const struct items *given,
	struct items *ret_after, struct err *e)
{
	const char *verb = service_verb(cli);

	if (strcmp(verb, "add") == 0 || strcmp(verb, "remove") == 0)
		for (size_t i = 0; i < before->count; i++)
			if (items_add(ret_after, before->item[i].key, before->item[i].label, e) !=
				0)
				return -1;
	if (strcmp(verb, "remove") == 0)
		return remove_items(cli, given, ret_after, e);
	for (size_t i = 0; i < given->count; i++)
		if (items_put(ret_after, given->item[i].key, given->item[i].label, e) != 0)
			return -1;
	return 0;
}

/* Sends the list and looks at it again, because whether it replaces or adds is not documented in
 * so many words. */
static int
replace(struct service_run *r, const struct kind *k, const struct person *p,
	const struct items *after, const struct api_arg *args, const char *changes, struct err *e)
{
	auto_api_answer answer = { 0 };
	auto_items now = { 0 };
	struct err why = { 0 };

	if (service_call(r, k->write_op, args, &answer, e) != 0) {
		if (!cli_effect_unknown(e))
			return err_where(e, "%s", p->found.label);
		why = *e;
	}
	if (read_items(r, k, p, &now, e) != 0)
		return err_where(e, "%s: the list was sent, but", p->found.label);
	if (items_equal(&now, after)) {
		service_tell(r, p->found.label,
			why.code == ERR_NONE ? "done" : "done, although the call was not answered",
			changes);
		return service_finish(r, e);
	}
	if (why.code != ERR_NONE)
		return err_set(e, why.code, "%.200s: nothing has changed so far (%.200s)",
			p->found.label, why.msg);
	return err_set(e, ERR_CONFLICT,
		"%s: the call was answered, but the list is not what was sent: it has %zu elements "
		"instead of %zu",
		p->found.label, now.count, after->count);
}

static int
change(struct service_run *r, const struct kind *k, const struct person *p,
	const struct items *before, const struct items *after, struct err *e)
{
	bool duplicates = cli_param_value(r->cli, "allow_duplicates") != NULL;
	auto_text_buf changes = { 0 };
	auto_text_buf json = { 0 };
	struct api_arg args[] = { { "email_id", p->found.id }, { k->param, NULL }, { NULL, NULL },
		{ NULL, NULL } };

	if (items_equal(before, after)) {
		service_tell(r, p->found.label, "unchanged", "");
		return 0;
	}
	add_changes(k, '-', before, after, &changes);
	add_changes(k, '+', after, before, &changes);
	items_to_json(after, k->key, k->label, &json);
	if (changes.failed || json.failed)
		return err_set(e, ERR_OTHER, "out of memory");
	args[1].value = json.data;
	if (duplicates)
		args[2] = (struct api_arg){ "allow_duplicates", "true" };
	if (r->cli->options.dry_run)
		return service_preview(r, p->found.label, changes.data != NULL ? changes.data : "",
			k->write_op, args, e);
	if (after->count == 0 && service_confirm(r, k->write_op, p->found.label, p->email, e) != 0)
		return -1;
	return replace(r, k, p, after, args, changes.data != NULL ? changes.data : "", e);
}

/* What cannot be right is said before anything is sent. */
static int
check(const struct cli *cli, const struct kind *k, struct err *e)
{
	const char *verb = service_verb(cli);
	bool takes = strcmp(verb, "get") != 0 && strcmp(verb, "clear") != 0;
	bool by_label = cli_param_value(cli, "label") != NULL;

	if (takes && cli->word_count < 2 && !by_label)
		return err_set(e, ERR_USAGE, "%s: %s is missing; \"clear\" removes all",
			cli->command->words, k->secret ? "@FILE or -" : "NAME");
	if (strcmp(verb, "clear") == 0)
		return service_confirm_possible(cli, k->write_op, e);
	return 0;
}

int
allthenticate_list_run(const struct cli *cli, struct err *e)
{
	const struct kind *k = kind_of(cli);
	auto_items given = { 0 };
	auto_items before = { 0 };
	auto_items after = { 0 };
	auto_service r = { 0 };
	auto_person p = { 0 };

	if (check(cli, k, e) != 0 || given_items(cli, k, &given, e) != 0 ||
		service_begin(cli, API_ALLTHENTICATE, &r, e) != 0 ||
		person_find(&r, cli->word[0], false, &p, e) != 0 ||
		read_items(&r, k, &p, &before, e) != 0)
		return -1;
	if (strcmp(service_verb(cli), "get") == 0)
		return show(&r, k, &before, e);
	if (apply(cli, &before, &given, &after, e) != 0)
		return -1;
	return change(&r, k, &p, &before, &after, e);
}

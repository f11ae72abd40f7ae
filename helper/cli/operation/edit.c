/* SPDX-License-Identifier: MIT */
/* Read, compare, send only the difference: an edit that changes nothing is not sent. */
#include "helper/cli/operation/edit.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "api/json.h"
#include "base/cleanup.h"
#include "helper/cli/operation/alias.h"
#include "helper/cli/operation/extra.h"

#define SHOWN_SIZE 256

/* The text that a field has now; NULL when it is neither text nor true or false. Null and absent
 * count as "". A dot leads into an object. */
static const char *
text_now(const cJSON *object, const char *name)
{
	size_t len = strcspn(name, ".");
	char key[64];
	const cJSON *item;

	(void)snprintf(key, sizeof(key), "%.*s", (int)len, name);
	item = json_get(object, key);
	if (name[len] == '.')
		return text_now(item, name + len + 1);
	if (item == NULL || cJSON_IsNull(item))
		return "";
	if (cJSON_IsBool(item))
		return cJSON_IsTrue(item) ? "true" : "false";
	return cJSON_IsString(item) ? item->valuestring : NULL;
}

static void
add_change(struct text_buf *out, const char *name, const char *before, const char *after)
{
	char old[SHOWN_SIZE], new[SHOWN_SIZE];

	text_buf_printf(out, "  %s: %s -> %s\n", name,
		text_quote(old, sizeof(old), before != NULL ? before : "(other)"),
		text_quote(new, sizeof(new), after));
}

/* Decodes percent signs and '+' in place. */
static void
decode(char *text)
{
	char *to = text;
	size_t len;

	for (const char *s = text; *s != '\0'; s += len) {
		int c = text_percent_decode(s, &len);

		*to++ = c < 0 ? '%' : *s == '+' ? ' ' : (char)c;
	}
	*to = '\0';
}

/* aliases holds encoded pairs; each stands for a field of its own. Returns how many change. */
static int
compare_aliases(const cJSON *object, const char *pairs, struct text_buf *out)
{
	const cJSON *aliases = json_get(object, "aliases");
	auto_str copy = strdup(pairs);
	char *rest = NULL;
	int changes = 0;

	if (copy == NULL)
		return -1;
	for (char *pair = strtok_r(copy, "&", &rest); pair != NULL;
		pair = strtok_r(NULL, "&", &rest)) {
		char *value = strchr(pair, '=');
		const char *before;

		if (value == NULL)
			return 1; /* malformed: the directory will say so */
		*value++ = '\0';
		decode(value);
		before = text_now(aliases, pair);
		if (before != NULL && strcmp(before, value) == 0)
			continue;
		add_change(out, pair, before, value);
		changes++;
	}
	return changes;
}

/* Returns how many fields this argument changes, -1 without memory. */
static int
compare(const struct api_op *op, const cJSON *object, const struct api_arg *arg,
	struct text_buf *out)
{
	const struct api_param *p = api_param_find(op, arg->name);
	const char *before;
	bool same;

	if (strcmp(arg->name, "aliases") == 0)
		return compare_aliases(object, arg->value, out);
	before = text_now(object, arg->name);
	same = before != NULL && (p->type == API_CHOICE ? strcasecmp(before, arg->value) == 0
							: strcmp(before, arg->value) == 0);
	if (same)
		return 0;
	add_change(out, arg->name, before, arg->value);
	return 1;
}

int
edit_ready(const struct cli *cli, const struct arguments *a, struct err *e)
{
	const struct api_op *op = cli->op;

	for (size_t i = 0; i < cli->param_count; i++)
		if (extra_takes(cli, cli->param[i].name))
			return 0;
	for (size_t i = 0; i < a->count; i++) {
		const struct api_param *p = api_param_find(op, a->arg[i].name);

		if (p != NULL && (p->flags & API_PATH) == 0)
			return 0;
	}
	return err_set(e, ERR_USAGE,
		"%s: say what to change, for example --status; see doorward help %s", op->command,
		op->command);
}

/* Drops the arguments that would change nothing, and adds a line for each change of the others.
 * Returns the number of changes, or -1 without memory. */
static int
compare_all(
	const struct api_op *op, struct arguments *a, struct text_buf *lines, struct err *e)
{
	int total = 0;

	for (size_t i = 0; i < a->count;) {
		const struct api_param *p = api_param_find(op, a->arg[i].name);
		int changes;

		if (p == NULL || (p->flags & API_PATH) != 0) {
			i++;
			continue;
		}
		changes = compare(op, a->subject.object, &a->arg[i], lines);
		if (changes < 0 || lines->failed)
			return err_set(e, ERR_OTHER, "out of memory");
		total += changes;
		if (changes == 0)
			arguments_drop(a, a->arg[i].name); /* another moves into its place */
		else
			i++;
	}
	return total;
}

int
edit_before(struct special_call *c, struct err *e)
{
	struct arguments *a = c->arguments;
	int changes;

	if (alias_apply(c->cli, a->subject.object, a, e) != 0)
		return err_where(e, "%s", a->subject.label);
	changes = compare_all(c->cli->op, a, &c->changes, e);
	c->edits = true;
	c->unchanged = changes == 0;
	return changes < 0 ? -1 : 0;
}

int
edit_members(const struct special_call *c, int64_t *ret_people, struct err *e)
{
	const struct api_arg args[] = { { "group_id", arguments_value(c->arguments, "group_id") },
		{ "limit", "1" } };
	struct api_call call = { .op = api_op_find("listgroupusersv2"), .args = args,
		.arg_count = 2, .deadline = deadline_in(c->cli->options.timeout_ms) };
	auto_api_answer answer = { 0 };

	if (api_call(c->client, &call, &answer, e) != 0)
		return err_where(e, "%s", c->arguments->subject.label);
	*ret_people = answer.total >= 0 ? answer.total : cJSON_GetArraySize(answer.response);
	return 0;
}

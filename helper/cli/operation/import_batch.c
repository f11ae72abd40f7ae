/* SPDX-License-Identifier: MIT */
/* Brings the directory to what some rows say: looks who is there, and creates who is not, so that
 * the next run of the same table finds out by itself where to go on. */
#include "helper/cli/operation/import_batch.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "api/json.h"

#define PATIENCE_S   600 /* for all refusals of one call that ask for patience */
#define PAUSE_LAST_S 32

const char *
batch_username(const struct batch *b, size_t n)
{
	return csv_cell(&b->how->table->csv, b->first + n, b->how->table->username);
}

/* One call; a refusal that asks for patience was not acted upon, so it is repeated. */
static int
call(const struct batch *b, const char *op, const struct api_arg *args, size_t count,
	const cJSON *before, struct api_answer *ret_answer, struct err *e)
{
	struct api_call c = { .op = api_op_find(op), .args = args, .arg_count = count };
	int waited = 0;

	for (int pause_s = 1;; pause_s *= pause_s < PAUSE_LAST_S ? 2 : 1) {
		struct timespec pause = { .tv_sec = pause_s };

		c.deadline = deadline_in(b->how->timeout_ms);
		if (audit_call(b->how->who, b->how->client, &c, before, ret_answer, e) == 0)
			return 0;
		if (e->code != ERR_RATE_LIMITED || waited >= PATIENCE_S)
			return -1;
		api_answer_clear(ret_answer);
		(void)nanosleep(&pause, NULL); /* woken early, it asks early */
		waited += pause_s;
	}
}

static const char *
now(const cJSON *user, const char *field)
{
	const char *text = json_string(user, field);

	return text != NULL ? text : "";
}

/* Compares a row with the user who is there. Adds the differences to its detail and to args. */
static size_t
compare(struct batch *b, size_t i, const cJSON *user, struct api_arg *args)
{
	size_t count = import_row_args(b->how->table, b->first + i, args), left = 0;

	for (size_t k = 0; k < count; k++) {
		const char *before = now(user, args[k].name);
		char old[128], new[128];

		if (strcmp(args[k].name, "username") == 0 || strcmp(before, args[k].value) == 0)
			continue;
		text_buf_printf(&b->detail[i], "%s%s: %s -> %s", left > 0 ? ", " : "",
			args[k].name, text_quote(old, sizeof(old), before),
			text_quote(new, sizeof(new), args[k].value));
		args[left++] = args[k];
	}
	return left;
}

/* Is this an error of one row, after which the others can go on? */
static bool
is_of_row(const struct err *e)
{
	return e->code == ERR_CONFLICT || e->code == ERR_REFUSED || e->code == ERR_NOT_FOUND ||
		e->code == ERR_USAGE;
}

/* Settles a row by an error of its own. Returns 0, or -1 when everything has to stop. */
static int
fail_row(struct batch *b, size_t i, const struct err *e)
{
	if (!is_of_row(e))
		return -1;
	b->outcome[i] = FAILED;
	text_buf_puts(&b->detail[i], b->detail[i].len > 0 ? ": " : "");
	text_buf_puts(&b->detail[i], e->msg);
	return 0;
}

/* Would the row give a status that nobody can give? Then it has failed. */
static bool
fails_by_status(struct batch *b, size_t i, const struct api_arg *args, size_t count)
{
	for (size_t k = 0; k < count; k++)
		if (strcmp(args[k].name, "status") == 0 && import_status_is_found(args[k].value)) {
			text_buf_printf(&b->detail[i], "%sthe directory alone gives the status \"%s\"",
				b->detail[i].len > 0 ? ": " : "", args[k].value);
			b->outcome[i] = FAILED;
			return true;
		}
	return false;
}

/* A row whose user is there. */
static int
settle_present(struct batch *b, size_t i, const cJSON *user, struct err *e)
{
	auto_api_answer answer = { 0 };
	struct api_arg args[CSV_COLUMNS_MAX + 1];
	size_t count = compare(b, i, user, args);

	if (count == 0 || !b->how->update) {
		b->outcome[i] = count == 0 ? UNCHANGED : DIFFERS;
		return 0;
	}
	if (fails_by_status(b, i, args, count))
		return 0;
	args[count++] = (struct api_arg){ "user_id", now(user, "user_id") };
	b->outcome[i] = CHANGED;
	if (b->how->dry_run || call(b, "updateuser", args, count, user, &answer, e) == 0)
		return 0;
	return fail_row(b, i, e);
}

/* Looks who of the unsettled rows is there, and settles them. fresh: those were made by us. */
static int
look_up(struct batch *b, bool fresh, struct err *e)
{
	auto_api_answer answer = { 0 };
	auto_text_buf names = { 0 };
	struct api_arg arg = { .name = "username_list" };
	const cJSON *user;

	for (size_t i = 0; i < b->rows; i++) {
		if (b->outcome[i] != UNSETTLED)
			continue;
		text_buf_puts(&names, names.len > 0 ? "," : "[");
		json_write_string(&names, batch_username(b, i));
	}
	if (names.len == 0)
		return 0;
	text_buf_puts(&names, "]");
	if (names.failed)
		return err_set(e, ERR_OTHER, "out of memory");
	arg.value = names.data;
	if (call(b, "listusers", &arg, 1, NULL, &answer, e) != 0)
		return -1;
	cJSON_ArrayForEach(user, answer.response)
	{
		size_t i = 0;

		while (i < b->rows && (b->outcome[i] != UNSETTLED ||
			strcasecmp(batch_username(b, i), now(user, "username")) != 0))
			i++;
		if (i == b->rows) /* found by an alias: creating will fail, and say why */
			continue;
		if (settle_present(b, i, user, e) != 0)
			return -1;
		if (fresh && b->outcome[i] == UNCHANGED)
			b->outcome[i] = CREATED;
	}
	return 0;
}

/* The unsettled rows as the list that bulkcreateusers takes. Returns how many. */
static size_t
write_users(const struct batch *b, struct text_buf *out)
{
	size_t users = 0;

	for (size_t i = 0; i < b->rows; i++) {
		struct api_arg args[CSV_COLUMNS_MAX];
		size_t count = import_row_args(b->how->table, b->first + i, args);

		if (b->outcome[i] != UNSETTLED)
			continue;
		text_buf_puts(out, users++ == 0 ? "[" : ",");
		for (size_t k = 0; k < count; k++) {
			text_buf_puts(out, k == 0 ? "{" : ",");
			json_write_string(out, args[k].name);
			text_buf_puts(out, ":");
			json_write_string(out, args[k].value);
		}
		text_buf_puts(out, "}");
	}
	text_buf_puts(out, users > 0 ? "]" : "");
	return users;
}

static void
settle_rest(struct batch *b, enum outcome outcome)
{
	for (size_t i = 0; i < b->rows; i++)
		if (b->outcome[i] == UNSETTLED)
			b->outcome[i] = outcome;
}

/* After the batch as a whole was refused: row by row, so that it is known which one it was. */
static int
create_singly(struct batch *b, struct err *e)
{
	if (look_up(b, true, e) != 0)
		return -1;
	for (size_t i = 0; i < b->rows; i++) {
		auto_api_answer answer = { 0 };
		struct api_arg args[CSV_COLUMNS_MAX];
		size_t count = import_row_args(b->how->table, b->first + i, args);

		if (b->outcome[i] != UNSETTLED)
			continue;
		if (call(b, "createuser", args, count, NULL, &answer, e) == 0)
			b->outcome[i] = CREATED;
		else if (fail_row(b, i, e) != 0)
			return -1;
	}
	return 0;
}

/* Nobody can be created with every status. */
static void
judge_new(struct batch *b)
{
	for (size_t i = 0; i < b->rows; i++) {
		struct api_arg args[CSV_COLUMNS_MAX];

		if (b->outcome[i] == UNSETTLED)
			(void)fails_by_status(b, i, args,
				import_row_args(b->how->table, b->first + i, args));
	}
}

static int
create(struct batch *b, struct err *e)
{
	auto_api_answer answer = { 0 };
	auto_text_buf users = { 0 };
	struct api_arg arg = { .name = "users" };

	judge_new(b);
	if (write_users(b, &users) == 0)
		return 0;
	if (users.failed)
		return err_set(e, ERR_OTHER, "out of memory");
	arg.value = users.data;
	if (!b->how->dry_run && call(b, "bulkcreateusers", &arg, 1, NULL, &answer, e) != 0)
		return is_of_row(e) ? create_singly(b, e) : -1;
	settle_rest(b, CREATED);
	return 0;
}

int
batch_run(struct batch *b, struct err *e)
{
	return look_up(b, false, e) == 0 ? create(b, e) : -1;
}

void
batch_clear(struct batch *b)
{
	for (size_t i = 0; i < b->rows; i++)
		text_buf_clear(&b->detail[i]);
}

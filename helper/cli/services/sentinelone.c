/* SPDX-License-Identifier: MIT */
/* Finding, showing and deleting what a console has. Ids are text from end to end. */
#include "helper/cli/services/sentinelone.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define CANDIDATES_SHOWN 5
#define ROLE_COLUMNS                                                                               \
	"name,description,scope,accountName,siteName,predefinedRole,usersInRoles,creator,"         \
	"createdAt,updatedBy,updatedAt,scopeId,id"

/* How one kind of thing is found. */
static const struct kind {
	const char *noun, *list_op;
	const char *id_param;	 /* lists ids */
	const char *email_field; /* of the row and of the parameter; NULL = it has none */
	const char *name_field;	 /* the same */
	const char *more_field;	 /* tells two of a name apart */
} kinds[] = {
	[CONSOLE_USER] = { "user", "sentinelone_listusers", "ids", "email", "fullName", "email" },
	[CONSOLE_ROLE] = { "role", "sentinelone_listroles", "ids", NULL, "name", "accountName" },
	[CONSOLE_ACCOUNT] = { "account", "sentinelone_listaccounts", "ids", NULL, "name", "state" },
	[CONSOLE_SITE] = { "site", "sentinelone_listsites", "siteIds", NULL, "name",
		"accountName" },
};

struct search {
	const struct kind *kind;
	const char *field; /* that has to be word */
	const char *word;
	struct service_found *found;
	size_t count;
	struct text_buf candidates;
};

static const char *
text_of(const cJSON *row, const char *name)
{
	const char *text = json_string(row, name);

	return text != NULL ? text : "";
}

static int
take(const struct kind *k, const cJSON *row, const char *id, struct service_found *f, struct err *e)
{
	char name[128], more[128];

	if (id == NULL || strspn(id, "0123456789") != strlen(id) || id[0] == '\0' ||
		text_copy(f->id, sizeof(f->id), id) != 0)
		return err_set(e, ERR_UNREACHABLE, "the console described a %s without a proper id",
			k->noun);
	(void)text_clean(name, sizeof(name), text_of(row, k->name_field));
	(void)text_clean(more, sizeof(more), text_of(row, k->more_field));
	(void)snprintf(f->label, sizeof(f->label), "%s %s (%s%s%s)", k->noun, name, f->id,
		more[0] != '\0' ? ", " : "", more);
	f->object = cJSON_Duplicate(row, true);
	return f->object != NULL ? 0 : err_set(e, ERR_OTHER, "out of memory");
}

static bool
fits(const struct search *s, const cJSON *row)
{
	char buf[JSON_ID_SIZE];
	const char *text = json_id(row, s->field, buf);

	if (text == NULL)
		return false;
	return s->field == s->kind->email_field ? strcasecmp(text, s->word) == 0
						: strcmp(text, s->word) == 0;
}

static int
search_row(void *ctx, const cJSON *row, struct err *e)
{
	struct search *s = ctx;
	char buf[JSON_ID_SIZE], more[128];
	const char *id = json_id(row, "id", buf);

	if (!fits(s, row)) /* the console may read a filter more widely than we do */
		return 0;
	s->count++;
	if (s->count <= CANDIDATES_SHOWN)
		text_buf_printf(&s->candidates, "%s%s (%s)", s->count == 1 ? "" : ", ",
			id != NULL ? id : "?",
			text_clean(more, sizeof(more), text_of(row, s->kind->more_field)));
	return s->count == 1 ? take(s->kind, row, id, s->found, e) : 0;
}

/* Asks for rows where param is the word, and counts those whose field really is. */
static int
search_by(const struct service_run *r, const char *param, const char *field,
	const struct api_arg *more, struct search *s, struct err *e)
{
	struct api_arg args[4] = { { param, s->word } };

	for (size_t i = 0; more != NULL && more[i].name != NULL && i < 2; i++)
		args[i + 1] = more[i];
	s->field = field;
	return service_list(r, s->kind->list_op, args, search_row, s, e);
}

static int
settle(struct search *s, struct err *e)
{
	char clean[96];

	(void)text_clean(clean, sizeof(clean), s->word);
	if (s->count == 1)
		return 0;
	if (s->count == 0)
		return err_set(e, ERR_NOT_FOUND, "there is no %s \"%s\" in the console%s",
			s->kind->noun, clean,
			s->kind == &kinds[CONSOLE_ROLE] ? ", or not in this scope" : "");
	return err_set(e, ERR_USAGE, "\"%s\" is the name of several: %s%s; say which by its id",
		clean, s->candidates.data != NULL ? s->candidates.data : "",
		s->count > CANDIDATES_SHOWN ? ", …" : "");
}

int
console_find(const struct service_run *r, enum console_kind kind, const char *word,
	const struct api_arg *more, struct service_found *ret_found, struct err *e)
{
	const struct kind *k = &kinds[kind];
	struct search s = { .kind = k, .word = word, .found = ret_found };
	size_t digits = strspn(word, "0123456789");
	int rc = 0;

	*ret_found = (struct service_found){ 0 };
	if (word[0] == '\0')
		return err_set(e, ERR_USAGE, "the name of a %s is empty", k->noun);
	if (word[digits] == '\0' && digits < SERVICE_ID_SIZE)
		rc = search_by(r, k->id_param, "id", more, &s, e);
	if (rc == 0 && s.count == 0 && k->email_field != NULL && strchr(word, '@') != NULL)
		rc = search_by(r, k->email_field, k->email_field, more, &s, e);
	if (rc == 0 && s.count == 0)
		rc = search_by(r, k->name_field, k->name_field, more, &s, e);
	if (rc == 0)
		rc = settle(&s, e);
	text_buf_clear(&s.candidates);
	return rc;
}

int
console_get_user(
	const struct service_run *r, const char *id, struct api_answer *ret_answer, struct err *e)
{
	if (service_call(r, "sentinelone_getuser",
		    (struct api_arg[]){ { "user_id", id }, { NULL, NULL } }, ret_answer, e) != 0)
		return -1;
	if (!cJSON_IsObject(ret_answer->response))
		return err_set(
			e, ERR_UNREACHABLE, "sentinelone_getuser: the answer is not about a user");
	return 0;
}

int
sentinelone_user_get_run(const struct cli *cli, struct err *e)
{
	auto_service r = { 0 };
	auto_found user = { 0 };
	auto_api_answer answer = { 0 };

	if (service_begin(cli, API_SENTINELONE, &r, e) != 0 ||
		console_find(&r, CONSOLE_USER, cli->word[0], NULL, &user, e) != 0 ||
		console_get_user(&r, user.id, &answer, e) != 0 ||
		service_print(&r, answer.response, SENTINELONE_CARD, e) != 0)
		return -1;
	return service_finish(&r, e);
}

int
sentinelone_role_get_run(const struct cli *cli, struct err *e)
{
	auto_service r = { 0 };
	auto_found role = { 0 };

	if (service_begin(cli, API_SENTINELONE, &r, e) != 0 ||
		console_find(&r, CONSOLE_ROLE, cli->word[0], NULL, &role, e) != 0 ||
		service_print(&r, role.object, ROLE_COLUMNS, e) != 0)
		return -1;
	return service_finish(&r, e);
}

int
sentinelone_user_delete_run(const struct cli *cli, struct err *e)
{
	static const char op[] = "sentinelone_deleteuser";
	auto_service r = { 0 };
	auto_found user = { 0 };
	auto_api_answer answer = { 0 };
	struct api_arg args[] = { { "user_id", NULL }, { NULL, NULL } };

	if (service_confirm_possible(cli, op, e) != 0 ||
		service_begin(cli, API_SENTINELONE, &r, e) != 0 ||
		console_find(&r, CONSOLE_USER, cli->word[0], NULL, &user, e) != 0)
		return -1;
	args[0].value = user.id;
	if (cli->options.dry_run)
		return service_preview(&r, user.label, "", op, args, e);
	if (service_confirm(&r, op, user.label,
		    text_of(user.object, text_of(user.object, "email")[0] != '\0' ? "email" : "id"),
		    e) != 0)
		return -1;
	if (service_call(&r, op, args, &answer, e) != 0)
		return err_where(e, "%s", user.label);
	service_tell(&r, user.label, "deleted", "");
	return service_finish(&r, e);
}

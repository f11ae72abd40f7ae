/* SPDX-License-Identifier: MIT */
/* Finds users and groups by what people call them. */
#include "helper/cli/operation/resolve.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "helper/common/kind.h"

#define ID_LENGTH	20
#define CANDIDATES_SHOWN 5

static bool
looks_like_id(const struct kind *k, const char *name)
{
	if (strlen(name) != ID_LENGTH || strncmp(name, k->prefix, strlen(k->prefix)) != 0)
		return false;
	for (const char *s = name; *s != '\0'; s++)
		if (!isupper((unsigned char)*s) && !isdigit((unsigned char)*s))
			return false;
	return true;
}

static const char *
field(const cJSON *object, const char *name)
{
	const cJSON *item = name != NULL ? cJSON_GetObjectItemCaseSensitive(object, name) : NULL;

	return cJSON_IsString(item) ? item->valuestring : "";
}

static int
take(const struct kind *k, const cJSON *object, struct resolved *r, struct err *e)
{
	char name[96], more[96];
	const char *id = field(object, k->id_field);

	if (!looks_like_id(k, id) || text_copy(r->id, sizeof(r->id), id) != 0)
		return err_set(e, ERR_UNREACHABLE,
			"the directory described a %s without a proper id", k->noun);
	(void)text_clean(name, sizeof(name), field(object, k->name_field));
	(void)text_clean(more, sizeof(more), field(object, k->more_field));
	(void)snprintf(r->label, sizeof(r->label), "%s %s (%s%s%s)", k->noun, name, r->id,
		more[0] != '\0' ? ", " : "", more);
	r->object = cJSON_Duplicate(object, true);
	if (r->object == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	return 0;
}

/* What a list brought so far. */
struct search {
	const struct kind *kind;
	const char *exact; /* only this name counts; NULL = the service has chosen */
	struct resolved *resolved;
	size_t count;
	struct text_buf candidates;
};

static int
search_row(void *ctx, const cJSON *row, struct err *e)
{
	struct search *s = ctx;
	char name[96], more[96];

	if (s->exact != NULL && strcmp(field(row, s->kind->name_field), s->exact) != 0)
		return 0;
	s->count++;
	(void)text_clean(more, sizeof(more), field(row, s->kind->more_field));
	if (s->count <= CANDIDATES_SHOWN)
		text_buf_printf(&s->candidates, "%s%s (%s%s%s)", s->count == 1 ? "" : ", ",
			text_clean(name, sizeof(name), field(row, s->kind->name_field)),
			field(row, s->kind->id_field), more[0] != '\0' ? ", " : "", more);
	return s->count == 1 ? take(s->kind, row, s->resolved, e) : 0;
}

static int
search_list(struct api_client *c, int64_t timeout_ms, const char *query, const char *name,
	struct search *s, struct err *e)
{
	struct api_arg arg = { .name = query, .value = name };
	struct api_call call = { .op = api_op_find(s->kind->list_op), .args = &arg,
		.arg_count = query != NULL ? 1 : 0, .deadline = deadline_in(timeout_ms) };

	s->exact = query == NULL ? name : NULL;
	return api_list(c, &call, search_row, s, NULL, e);
}

static int
settle(struct search *s, const char *name, struct err *e)
{
	char clean[96];

	(void)text_clean(clean, sizeof(clean), name);
	if (s->count == 1)
		return 0;
	if (s->count == 0)
		return err_set(e, ERR_NOT_FOUND, "there is no %s \"%s\" in the directory",
			s->kind->noun, clean);
	return err_set(e, ERR_USAGE, "\"%s\" is the name of several: %s%s; say which by its id",
		clean, s->candidates.data != NULL ? s->candidates.data : "",
		s->count > CANDIDATES_SHOWN ? ", …" : "");
}

static int
fetch(struct api_client *c, int64_t timeout_ms, const struct kind *k, const char *id,
	struct resolved *r, struct err *e)
{
	struct api_arg arg = { .name = k->param, .value = id };
	struct api_call call = { .op = api_op_find(k->get_op), .args = &arg, .arg_count = 1,
		.deadline = deadline_in(timeout_ms) };
	auto_api_answer answer = { 0 };

	if (api_call(c, &call, &answer, e) != 0) {
		if (e->code == ERR_NOT_FOUND)
			return err_set(e, ERR_NOT_FOUND, "there is no %s %s in the directory",
				k->noun, id);
		return -1;
	}
	return take(k, answer.response, r, e);
}

int
resolve_name(struct api_client *c, int64_t timeout_ms, const char *param, const char *name,
	bool must_exist, struct resolved *ret_resolved, struct err *e)
{
	const struct kind *k = resolve_kind(param);
	struct search s = { .kind = k, .resolved = ret_resolved };
	int rc = 0;

	*ret_resolved = (struct resolved){ 0 };
	if (looks_like_id(k, name)) {
		if (must_exist)
			return fetch(c, timeout_ms, k, name, ret_resolved, e);
		(void)snprintf(ret_resolved->id, sizeof(ret_resolved->id), "%s", name);
		(void)snprintf(ret_resolved->label, sizeof(ret_resolved->label), "%s %s", k->noun,
			name);
		return 0;
	}
	if (name[0] == '\0')
		return err_set(e, ERR_USAGE, "the name of a %s is empty", k->noun);
	if (k->query[0] == NULL)
		rc = search_list(c, timeout_ms, NULL, name, &s, e);
	for (size_t i = 0; rc == 0 && s.count == 0 && i < 2 && k->query[i] != NULL; i++)
		if (i == 0 || strchr(name, '@') != NULL)
			rc = search_list(c, timeout_ms, k->query[i], name, &s, e);
	if (rc == 0)
		rc = settle(&s, name, e);
	text_buf_clear(&s.candidates);
	return rc;
}

void
resolve_clear(struct resolved *r)
{
	cJSON_Delete(r->object);
	*r = (struct resolved){ 0 };
}

/* SPDX-License-Identifier: MIT */
/* Finds ids and names in arguments, in what was there before and in the answer; guesses nothing. */
#include "helper/common/audit_subject.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <cjson/cJSON.h>

#include "api/json.h"

/* Parameters that are a list of subjects. */
static const char *const lists[] = { "user_id_list", "users", "operations" };

/* Where a call has no id in its path: the first of these that was given, id or name. */
static const struct {
	const char *param, *name_key; /* name_key NULL = it is an id */
} others[] = {
	{ "user_id", NULL },
	{ "email_id", NULL },
	{ "admin_user_id", NULL },
	{ "username", "username" },
	{ "email", "email" },
	{ "name", "name" },
};

static const char *
argument(const struct api_call *call, const char *name)
{
	for (size_t i = 0; i < call->arg_count; i++)
		if (strcmp(call->args[i].name, name) == 0)
			return call->args[i].value;
	return NULL;
}

const char *
audit_subject_list(const struct api_call *call)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (argument(call, lists[i]) != NULL)
			return lists[i];
	return NULL;
}

size_t
audit_subject_count(const struct audit_facts *f)
{
	return f->list != NULL ? (size_t)cJSON_GetArraySize(f->list) : 1;
}

/* The object with this text in a field: the tree itself or an element of it. */
static const struct cJSON *
find(const struct cJSON *tree, const char *field, const char *text)
{
	const struct cJSON *at = cJSON_IsArray(tree) ? tree->child : tree;

	for (; at != NULL; at = cJSON_IsArray(tree) ? at->next : NULL) {
		const char *there = json_string(at, field);

		if (there != NULL && text[0] != '\0' && strcasecmp(there, text) == 0)
			return at;
	}
	return NULL;
}

static void
set(char dst[AUDIT_NAME_SIZE], const char *text)
{
	if (text != NULL)
		(void)text_clean(dst, AUDIT_NAME_SIZE, text);
}

/* The name of an id, as it was before the change, else as the answer has it. */
static void
name_it(const struct audit_facts *f, const struct kind *k, struct audit_subject *s)
{
	const char *name;

	s->name_key = k->name_field;
	s->before = find(f->before, k->id_field, s->id);
	name = json_string(s->before, k->name_field);
	if (name == NULL)
		name = json_string(find(f->after, k->id_field, s->id), k->name_field);
	set(s->name, name);
}

/* What has no id yet is made by the call: it has its name, and the answer the id. */
static void
read_new(const struct audit_facts *f, const struct kind *k, const char *name,
	struct audit_subject *s)
{
	s->name_key = k->name_field;
	set(s->name, name);
	set(s->id, json_string(find(f->after, k->name_field, s->name), k->id_field));
	if (s->id[0] == '\0' && !cJSON_IsArray(f->after))
		set(s->id, json_string(f->after, k->id_field));
}

/* The first parameter in the path, NULL where there is none. */
static const struct api_param *
path_param(const struct api_op *op)
{
	const struct api_param *p = op->params;

	while (p->name != NULL && (p->flags & API_PATH) == 0)
		p++;
	return p->name != NULL ? p : NULL;
}

static void
read_single(const struct audit_facts *f, struct audit_subject *s)
{
	const struct api_call *call = f->call;
	const struct api_param *p = path_param(call->op);
	const struct kind *k = kind_made_by(call->op);
	bool duo = call->op->service == API_DUO;

	if (p != NULL) {
		set(s->id, argument(call, p->name));
		if (duo && resolve_kind(p->name) != NULL) {
			name_it(f, resolve_kind(p->name), s);
		} else if (duo && f->before != NULL) { /* a bypass code: whose it was */
			s->name_key = "username";
			set(s->name, json_string(json_get(f->before, "user"), "username"));
		}
		return;
	}
	if (k != NULL) {
		read_new(f, k, argument(call, k->name_field), s);
		return;
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		const char *value = argument(call, others[i].param);

		if (value == NULL)
			continue;
		s->name_key = others[i].name_key;
		set(s->name_key != NULL ? s->name : s->id, value);
		break;
	}
}

/* Does the path fit this row? Then *ret_id is its first parameter. */
static bool
fits(const struct api_op *op, const char *path, char ret_id[AUDIT_NAME_SIZE])
{
	const char *s = op->path;

	ret_id[0] = '\0';
	while (*s != '\0' && *path != '\0') {
		size_t len = strcspn(path, "/");

		if (*s == '{' && len > 0) {
			char value[AUDIT_NAME_SIZE];

			(void)snprintf(value, sizeof(value), "%.*s", (int)len, path);
			if (ret_id[0] == '\0')
				set(ret_id, value);
			s += strcspn(s, "}") + 1;
			path += len;
		} else if (*s++ != *path++) {
			return false;
		}
	}
	return *s == '\0' && *path == '\0';
}

static void
read_part(const struct audit_facts *f, size_t n, const struct cJSON *part, struct audit_subject *s)
{
	const char *method = json_string(part, "method"), *path = json_string(part, "path");
	const struct api_param *p = NULL;
	const struct kind *k = NULL;

	s->op = NULL;
	s->request = path != NULL ? path : "";
	s->fields = json_get(part, "body");
	s->result = cJSON_GetArrayItem(f->after, (int)n);
	for (const struct api_op *op = api_operations; op->name != NULL && s->op == NULL; op++)
		if (op->service == API_DUO && method != NULL && path != NULL &&
			strcmp(op->method, method) == 0 && fits(op, path, s->id))
			s->op = op;
	if (s->op != NULL)
		p = path_param(s->op);
	if (p != NULL)
		k = resolve_kind(p->name);
	if (k != NULL) {
		s->name_key = k->name_field;
		s->before = find(f->before, k->id_field, s->id);
		set(s->name, json_string(s->before, k->name_field));
	} else if (s->op != NULL && kind_made_by(s->op) != NULL) {
		struct audit_facts inner = { .after = json_get(s->result, "response") };

		k = kind_made_by(s->op);
		read_new(&inner, k, json_string(s->fields, k->name_field), s);
	}
}

void
audit_subject_read(const struct audit_facts *f, size_t n, struct audit_subject *ret_subject)
{
	const struct cJSON *item = cJSON_GetArrayItem(f->list, (int)n);
	struct audit_subject *s = ret_subject;

	*s = (struct audit_subject){ .op = f->call->op, .request = "", .name_key = "username" };
	if (f->list == NULL) {
		read_single(f, s);
	} else if (cJSON_IsString(item)) {
		set(s->id, item->valuestring);
		name_it(f, resolve_kind("user_id"), s);
	} else if (json_get(item, "path") != NULL || json_get(item, "method") != NULL) {
		read_part(f, n, item, s);
	} else {
		s->fields = item;
		read_new(f, resolve_kind("user_id"), json_string(item, "username"), s);
	}
}

const struct api_op *
audit_subject_getter(const struct api_call *call, struct api_arg *ret_arg)
{
	const struct api_param *p = path_param(call->op);
	const struct kind *k = p != NULL ? resolve_kind(p->name) : NULL;
	const struct api_op *getter;

	if (p == NULL || call->op->service != API_DUO)
		return NULL;
	getter = k != NULL ? api_op_find(k->get_op)
		: strcmp(p->name, "bypass_code_id") == 0 ? api_op_find("getbypasscode")
							  : NULL;
	*ret_arg = (struct api_arg){ p->name, argument(call, p->name) };
	return getter != NULL && getter->application == call->op->application ? getter : NULL;
}

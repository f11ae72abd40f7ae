/* SPDX-License-Identifier: MIT */
/* Finds the row of a service, and what the site's lists say beside it. */
#include "policy/services.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNKNOWN ""

/* What is not known is taken for a door with a person before it; answers that no person typed are
 * noticed there (pam/converse.h). */
static const struct service_row unknown = {
	.name = UNKNOWN,
	.class = CLASS_INTERACTIVE,
	.ask = ASK_PERSON,
	.disabled_code = VERDICT_EXPIRED,
};

/* Of its very name; a pattern's name is only itself. */
static const struct service_row *
find_name(const struct service_row *row, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(row[i].name, name) == 0)
			return &row[i];
	return NULL;
}

static const struct service_row *
find_pattern(const struct service_row *row, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strpbrk(row[i].name, "*?[") != NULL && fnmatch(row[i].name, name, 0) == 0)
			return &row[i];
	return NULL;
}

const struct service_row *
service_row_built_in(const char *name)
{
	return find_name(service_table, service_table_count, name);
}

const struct service_row *
service_row_find(const struct service_rules *r, const char *name)
{
	const struct service_row *s = find_name(r->row, r->count, name);

	if (s == NULL)
		s = service_row_built_in(name);
	if (s == NULL)
		s = find_pattern(r->row, r->count, name);
	if (s == NULL)
		s = find_pattern(service_table, service_table_count, name);
	return s != NULL ? s : &unknown;
}

bool
service_row_is_known(const struct service_row *s)
{
	return s->name[0] != '\0';
}

/* Does a list name it, where the site has set it; else does its row say so? */
static bool
belongs(const struct names *list, const char *name, bool by_row)
{
	return list->set ? names_match(list, name) : by_row;
}

enum service_class
service_classify(const struct service_rules *r, const char *name)
{
	const struct service_row *s = service_row_find(r, name);

	if (s->class_set)
		return s->class;
	if (belongs(&r->exempt, name, s->class == CLASS_EXEMPT))
		return CLASS_EXEMPT;
	if (belongs(&r->machinery, name, s->class == CLASS_MACHINERY))
		return CLASS_MACHINERY;
	if (belongs(&r->elevation, name, s->class == CLASS_ELEVATION))
		return CLASS_ELEVATION;
	return CLASS_INTERACTIVE;
}

enum service_caller
service_caller(const struct service_rules *r, const char *name)
{
	const struct service_row *s = service_row_find(r, name);

	if (s->caller_set)
		return s->caller;
	if (belongs(&r->caller, name, s->caller == CALLER_ALWAYS))
		return CALLER_ALWAYS;
	if (belongs(&r->caller_for_root, name, s->caller == CALLER_FOR_ROOT))
		return CALLER_FOR_ROOT;
	return CALLER_NEVER;
}

bool
service_is_listed(const struct service_rules *r, const char *name, enum service_class *ret_class)
{
	const struct {
		const struct names *list;
		enum service_class class;
	} lists[] = { { &r->exempt, CLASS_EXEMPT }, { &r->machinery, CLASS_MACHINERY },
		{ &r->elevation, CLASS_ELEVATION }, { &r->interactive, CLASS_INTERACTIVE } };

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (lists[i].list->set && names_match(lists[i].list, name)) {
			*ret_class = lists[i].class;
			return true;
		}
	return false;
}

const char *
subject_choose(const struct service_rules *r, const char *service, const char *user,
	uid_t user_uid, const char *caller)
{
	enum service_caller when = service_caller(r, service);

	if (caller == NULL || caller[0] == '\0' || when == CALLER_NEVER)
		return user;
	if (strcmp(caller, "root") == 0)
		return NULL;
	return when == CALLER_ALWAYS || user_uid == 0 ? caller : user;
}

const char *
service_ask_word(enum service_ask a)
{
	switch (a) {
	case ASK_STATUS:
		return "status";
	case ASK_PUSH:
		return "push";
	case ASK_PERSON:
		return "person";
	case ASK_DENY:
		break;
	}
	return "deny";
}

/* Stepping aside: nothing has been proven here but what other lines prove. */
static enum verdict
by_status(const struct policy *p, enum finding f, enum service_class c)
{
	enum verdict v = decide(p, f, PHASE_ACCOUNT, c);

	return v == VERDICT_ALLOW || v == VERDICT_IGNORE ? VERDICT_IGNORE : VERDICT_DENY;
}

/* The same refusal in the word that the application tells best. */
static enum verdict
in_its_words(const struct service_row *s, enum finding f, enum verdict v)
{
	if (v == VERDICT_EXPIRED)
		return s->disabled_code;
	/* cockpit calls these a wrong password, whatever is told with them */
	if (s->tell == TELL_ERROR && (v == VERDICT_UNAVAILABLE ||
		(v == VERDICT_USER_UNKNOWN && finding_text(f)[0] != '\0')))
		return VERDICT_DENY;
	return v;
}

enum verdict
service_decide(const struct service_row *s, const struct policy *p, enum finding *f,
	enum phase phase, enum service_class c)
{
	enum verdict v = in_its_words(s, *f, decide(p, *f, phase, c));

	if (phase == PHASE_AUTH && s->ask == ASK_STATUS && c != CLASS_EXEMPT &&
		*f == FINDING_NOT_ENROLLED)
		return by_status(p, *f, c); /* no device is needed */
	if (v != VERDICT_ASK)
		return v;
	switch (s->ask) {
	case ASK_PERSON:
	case ASK_PUSH:
		return v;
	case ASK_STATUS:
		return by_status(p, *f, c);
	case ASK_DENY:
		break;
	}
	*f = FINDING_CANNOT_ASK;
	return decide(p, *f, phase, c);
}

/* As libconfig reads names. */
static bool
may_be_group(const char *name)
{
	static const char first[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ*";
	static const char rest[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ*"
				   "0123456789_-";

	return name[0] != '\0' && strchr(first, name[0]) != NULL &&
		strspn(name, rest) == strlen(name);
}

const char *
service_option(const char *name, const char *column, char *buf, size_t size)
{
	if (may_be_group(name))
		(void)snprintf(buf, size, "services.%s.%s", name, column);
	else
		(void)snprintf(buf, size, "%s of { name = \"%s\"; } in services.table", column, name);
	return buf;
}

struct service_row *
service_row_add(struct service_rules *r, const char *name)
{
	struct service_row *grown = reallocarray(r->row, r->count + 1, sizeof(*grown));

	if (grown == NULL)
		return NULL;
	r->row = grown;
	if (names_add(&r->name, name) != 0)
		return NULL;
	grown[r->count] = *service_row_find(r, name);
	grown[r->count].name = r->name.name[r->count];
	grown[r->count].peers = (struct names){ 0 };
	return &grown[r->count++];
}

struct service_row *
service_row_added(const struct service_rules *r, const char *name)
{
	const struct service_row *s = find_name(r->row, r->count, name);

	return s != NULL ? &r->row[s - r->row] : NULL;
}

void
service_rules_clear(struct service_rules *r)
{
	for (size_t i = 0; i < r->count; i++)
		names_clear(&r->row[i].peers);
	free(r->row);
	names_clear(&r->name);
	r->row = NULL;
	r->count = 0;
}

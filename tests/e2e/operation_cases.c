/* SPDX-License-Identifier: MIT */
/* Prints, for every row of the operation table, calls by both spellings that must work or fail.
 *
 * One call a line, tabs between: name of the row, exit status that is expected, what it is about,
 * method, arguments of doorward. @user_id@ and the like stand for ids that the caller knows. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "api/operation.h"
#include "base/text.h"

#define ARGS_MAX 40

/* Values that work, by row (NULL = any) and parameter; by name where that differs from the id. */
static const struct sample {
	const char *op, *param, *value, *named;
} samples[] = {
	{ "createuser", "username", "walk", NULL },
	{ "updateuser", "username", "walk", NULL },
	{ "listphones", "number", "+15550101001", NULL },
	{ "listphones", "extension", "", NULL },
	{ "createphone", "type", "mobile", NULL },
	{ "createtoken", "serial", "424242", NULL },
	{ "createtoken", "type", "t6", NULL },
	{ "authauth", "factor", "push", NULL },
	{ "authauth", "txid", NULL, NULL }, /* only of a verified push */
	{ "allthenticate_multipleusers", "email", "true", NULL },
	{ "allthenticate_promoteguest", "email_id", "590", NULL },
	{ "sentinelone_getuser", "user_id", "225494730938493804", NULL },
	{ "sentinelone_updateuser", "user_id", "225494730938493804", NULL },
	{ "sentinelone_deleteuser", "user_id", "225494730938493804", NULL },
	{ NULL, "email_id", "501", NULL },
	{ NULL, "admin_user_id", "18", NULL },
	{ NULL, "computer_usernames", "[{\"computer_username\": \"walk\"}]", NULL },
	{ NULL, "smartcards", "@FILE@cards", NULL },
	{ NULL, "scopeRoles", "[{\"roleId\": \"225494730938494001\"}]", NULL },
	{ NULL, "cursor", "", NULL }, /* only one that the console gave */
	{ NULL, "createdAt__between", "1500000000000-1700000000000", NULL },
	{ NULL, "updatedAt__between", "1500000000000-1700000000000", NULL },
	{ NULL, "lastActivation__between", "1500000000000-1700000000000", NULL },
	{ NULL, "apiTokenExpiresAt__between", "1500000000000-1700000000000", NULL },
	{ NULL, "user_id", "@user_id@", "alice" },
	{ NULL, "group_id", "@group_id@", "staff" },
	{ NULL, "phone_id", "@phone_id@", "+15550101001" },
	{ NULL, "token_id", "@token_id@", "700001" },
	{ NULL, "bypass_code_id", "@bypass_code_id@", NULL },
	{ NULL, "directory_key", "@directory_key@", NULL },
	{ NULL, "push_id", "@push_id@", NULL },
	{ NULL, "txid", "@txid@", NULL },
	{ NULL, "username", "alice", NULL },
	{ NULL, "email", "alice@example.com", NULL },
	{ NULL, "user_id_list", "[\"@user_id@\"]", NULL },
	{ NULL, "username_list", "[\"alice\", \"bob\"]", NULL },
	{ NULL, "group_id_list", "[\"@group_id@\"]", NULL },
	{ NULL, "users", "[{\"username\": \"walk\", \"email\": \"w@example.com\"}]", NULL },
	{ NULL, "operations",
		"[{\"method\": \"POST\", \"path\": \"/admin/v1/users/@user_id@\", "
		"\"body\": {\"notes\": \"walked\"}}]", NULL },
	{ NULL, "aliases", "alias1=walk1&alias8=walk8", NULL },
	{ NULL, "number", "+15550109999", NULL },
	{ NULL, "serial", "700001", NULL },
	{ NULL, "type", "h6", NULL },
	{ NULL, "predelay", "5", NULL },
	{ NULL, "postdelay", "5", NULL },
	{ NULL, "extension", "7", NULL },
	{ NULL, "device", "auto", NULL },
	{ NULL, "pushinfo", "from=walk", NULL },
	{ NULL, "ipaddr", "192.0.2.1", NULL },
	{ NULL, "codes", "@FILE@codes", NULL },
	{ NULL, "passcode", "@FILE@passcode", NULL },
	{ NULL, "secret", "@FILE@hex", NULL },
	{ NULL, "aes_key", "@FILE@hex", NULL },
	{ NULL, "private_id", "@FILE@private_id", NULL },
	{ NULL, "trusted_device_token", "@FILE@hex", NULL },
};

/* Parameters that only make sense together. */
static const struct {
	const char *op, *param, *with;
} together[] = {
	{ "listtokens", "type", "serial" },
	{ "listtokens", "serial", "type" },
	{ "createtoken", "", "secret" }, /* "" = always */
};

struct call {
	const struct api_op *op;
	bool named; /* by noun and verb */
	struct {
		const struct api_param *param;
		char value[400];
	} arg[ARGS_MAX];
	size_t count;
};

static void
sample_value(const struct call *c, const struct api_param *p, char value[400])
{
	const char *text = p->choices != NULL ? p->choices : p->default_value;
	size_t len = text == NULL ? 0 : p->choices != NULL ? strcspn(text, "|") : strlen(text);

	(void)snprintf(value, 400, "%.*s", (int)len, text != NULL ? text : "");
	if (text == NULL && p->type == API_INTEGER)
		(void)snprintf(value, 400, "%" PRId64, p->min > 0 ? p->min : 1);
	else if (text == NULL && p->type == API_BOOLEAN)
		(void)snprintf(value, 400, "true");
	else if (text == NULL && p->type == API_ID)
		(void)snprintf(value, 400, "225494730938493800");
	else if (text == NULL)
		(void)snprintf(value, 400, "walk-%s", p->name);
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		const struct sample *s = &samples[i];

		if ((s->op != NULL && strcmp(s->op, c->op->name) != 0) ||
			strcmp(s->param, p->name) != 0)
			continue;
		text = c->named && s->named != NULL ? s->named : s->value;
		(void)snprintf(value, 400, "%s", text != NULL ? text : "");
		return;
	}
}

static void
add(struct call *c, const struct api_param *p, const char *value)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->arg[i].param == p) {
			if (value != NULL)
				(void)snprintf(c->arg[i].value, 400, "%s", value);
			return;
		}
	c->arg[c->count].param = p;
	if (value != NULL)
		(void)snprintf(c->arg[c->count].value, 400, "%s", value);
	else
		sample_value(c, p, c->arg[c->count].value);
	c->count++;
	for (size_t i = 0; i < sizeof(together) / sizeof(together[0]); i++)
		if (strcmp(together[i].op, c->op->name) == 0 &&
			strcmp(together[i].param, p->name) == 0)
			add(c, api_param_find(c->op, together[i].with), NULL);
}

static bool
excluded(const struct call *c, const struct api_param *p)
{
	for (size_t i = 0; i < c->count; i++) {
		char around[200], name[80];

		(void)snprintf(around, sizeof(around), "|%s|",
			p->excludes != NULL ? p->excludes : "");
		(void)snprintf(name, sizeof(name), "|%s|", c->arg[i].param->name);
		if (strstr(around, name) != NULL)
			return true;
	}
	return false;
}

/* What the row cannot do without, apart from one parameter. */
static struct call
necessary(const struct api_op *op, bool named, const struct api_param *without)
{
	struct call c = { .op = op, .named = named };

	for (const struct api_param *p = op->params; p->name != NULL; p++)
		if (p != without && (p->flags & (API_PATH | API_REQUIRED)) != 0 && !excluded(&c, p))
			add(&c, p, NULL);
	for (size_t i = 0; i < sizeof(together) / sizeof(together[0]); i++)
		if (strcmp(together[i].op, op->name) == 0 && together[i].param[0] == '\0')
			add(&c, api_param_find(op, together[i].with), NULL);
	return c;
}

/* By noun and verb, what has to be given stands as words: the path's parameters first. */
static bool
is_word(const struct call *c, const struct api_param *p)
{
	return c->named && p->excludes == NULL && (p->flags & API_SECRET) == 0 &&
		(p->flags & (API_PATH | API_REQUIRED)) != 0;
}

static void
print_arg(const struct call *c, size_t i, bool words, bool path)
{
	const struct api_param *p = c->arg[i].param;

	if (is_word(c, p) != words || (words && ((p->flags & API_PATH) != 0) != path))
		return;
	if (words)
		(void)printf("\t%s", c->arg[i].value);
	else
		(void)printf("\t--%s=%s", p->name, c->arg[i].value);
}

static void
print_call(const struct call *c, int status, const char *about, const char *more)
{
	(void)printf("%s\t%d\t%s, %s\t%s\t%s%s", c->op->name, status,
		c->named ? "noun and verb" : "api", about, c->op->method, c->named ? "" : "api\t",
		c->named ? "" : c->op->name);
	for (const char *s = c->named ? c->op->command : ""; *s != '\0'; s++)
		(void)putchar(*s == ' ' ? '\t' : *s);
	for (size_t i = 0; i < c->count; i++)
		print_arg(c, i, true, true);
	for (size_t i = 0; i < c->count; i++)
		print_arg(c, i, true, false);
	for (size_t i = 0; i < c->count; i++)
		print_arg(c, i, false, false);
	(void)printf("%s\n", more);
}

/* A list of so many elements. */
static void
long_list(enum api_type type, int64_t elements, char value[400])
{
	size_t len = 0;

	len += (size_t)snprintf(value, 400, "%s", type == API_JSON_LIST ? "[" : "");
	for (int64_t i = 0; i < elements && len < 390; i++)
		len += (size_t)snprintf(value + len, 400 - len, "%s1", i > 0 ? "," : "");
	(void)snprintf(value + len, 400 - len, "%s", type == API_JSON_LIST ? "]" : "");
}

/* Calls with one value that the type of the parameter does not allow. */
static void
wrong(const struct api_op *op, bool named, const struct api_param *p, const char *value,
	const char *about)
{
	struct call c = necessary(op, named, NULL);
	char whole[120];

	if (excluded(&c, p) || (p->flags & API_SECRET) != 0)
		return; /* secrets come from files; test_api_check has them */
	if (named && strcmp(p->name, "user_id_list") == 0 && value[0] != '[' &&
		(p->flags & API_REQUIRED) != 0)
		return; /* any other word is a name there */
	add(&c, p, value);
	(void)snprintf(whole, sizeof(whole), "%s: %s", about, p->name);
	print_call(&c, 2, whole, "");
}

static void
wrong_values(const struct api_op *op, bool named, const struct api_param *p)
{
	bool limit = named && (op->flags & API_PAGED) != 0 && strcmp(p->name, "limit") == 0;
	char value[400];

	switch (p->type) {
	case API_INTEGER:
		wrong(op, named, p, "soon", "wrong type");
		wrong(op, named, p, "1.5", "wrong type");
		(void)snprintf(value, sizeof(value), "%" PRId64, p->min - 1);
		wrong(op, named, p, value, "below the range");
		(void)snprintf(value, sizeof(value), "%" PRId64, p->max + 1);
		if (!limit) /* that counts rows there, not those of a page */
			wrong(op, named, p, value, "above the range");
		break;
	case API_BOOLEAN:
		wrong(op, named, p, "maybe", "wrong type");
		break;
	case API_CHOICE:
		wrong(op, named, p, "nosuchchoice", "wrong type");
		break;
	case API_JSON_LIST:
		wrong(op, named, p, "{}", "wrong type");
		wrong(op, named, p, "[", "wrong type");
		if (p->min > 0)
			wrong(op, named, p, "[]", "below the range");
		long_list(p->type, p->max + 1, value);
		wrong(op, named, p, value, "above the range");
		break;
	case API_STRING:
	case API_CSV:
	case API_ID:
		wrong(op, named, p, "a\001b", "wrong type");
		break;
	}
}

static void
print_cases(const struct api_op *op, bool named)
{
	struct call c = necessary(op, named, NULL);
	bool edit = named && strncmp(op->name, "update", 6) == 0;

	/* an edit by noun and verb wants to be told what to change */
	print_call(&c, edit ? 2 : 0, "what is necessary", "");
	print_call(&c, 2, "unknown parameter", "\t--nosuchparameter=x");
	for (const struct api_param *p = op->params; p->name != NULL; p++) {
		if ((p->flags & API_UNDOCUMENTED) != 0)
			continue;
		c = necessary(op, named, p);
		if ((p->flags & (API_PATH | API_REQUIRED)) != 0 && p->excludes == NULL &&
			!(named && strcmp(op->name, "sendverificationpush") == 0)) /* PHONE is optional */
			print_call(&c, 2, "something is missing", "");
		c = necessary(op, named, NULL);
		if ((p->flags & (API_PATH | API_REQUIRED)) == 0) {
			char about[80];

			(void)snprintf(about, sizeof(about), "with %s", p->name);
			add(&c, p, NULL);
			/* an empty sample says that there is none */
			if (c.arg[c.count - 1].value[0] != '\0')
				print_call(&c, 0, about, "");
		}
		wrong_values(op, named, p);
	}
}

int
main(void)
{
	for (const struct api_op *op = api_operations; op->name != NULL; op++) {
		print_cases(op, false);
		if (op->command != NULL && op->service == API_DUO) {
			print_cases(op, true);
		} else if (op->command != NULL) {
			/* the same code as for Duo: one call shows that it gets there */
			struct call c = necessary(op, true, NULL);

			print_call(&c, 0, "what is necessary", "");
		}
	}
	return 0;
}

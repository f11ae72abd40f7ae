/* SPDX-License-Identifier: MIT */
/* Puts examples together: what a row needs, and for some rows what makes them interesting. */
#include "helper/cli/help/example.h"

#include <string.h>

#include "helper/cli/operation/argument_list.h"
#include "helper/cli/operation/extra.h"

/* Values for parameters: as people name things, and as the service does. */
static const struct {
	const char *op; /* NULL = any */
	const char *param, *named, *raw;
} values[] = {
	{ "createuser", "username", "zoe", NULL },
	{ "creategroup", "name", "'night shift'", NULL },
	{ "createtoken", "type", "t6", NULL },
	{ "sentinelone_getuser", "user_id", "225494730938493804", NULL },
	{ "sentinelone_updateuser", "user_id", "225494730938493804", NULL },
	{ "sentinelone_deleteuser", "user_id", "225494730938493804", NULL },
	{ NULL, "scope", "tenant", NULL },
	{ NULL, "email_id", "501", NULL },
	{ NULL, "admin_user_id", "18", NULL },
	{ NULL, "rank", "ADMIN", NULL },
	{ NULL, "computer_usernames", "'[{\"computer_username\": \"alice\"}]'", NULL },
	{ NULL, "smartcards", "@cards.json", NULL },
	{ NULL, "user_id", "alice", "DU3RP9I2WOC59VZX672N" },
	{ NULL, "group_id", "staff", "DGXXXXXXXXXXXXXXXXXX" },
	{ NULL, "phone_id", "+15550101001", "DPFZRS9FB0D46QFTM899" },
	{ NULL, "token_id", "700001", "DHIZ34ALBA2445ND4AI2" },
	{ NULL, "bypass_code_id", "DB7XXXXXXXXXXXXXXXXX", NULL },
	{ NULL, "directory_key", "DXXXXXXXXXXXXXXXXXXX", NULL },
	{ NULL, "push_id", "26dd6a4e-1a6b-4d6f-9ae9-e7b2b7b1c0de", NULL },
	{ NULL, "txid", "26dd6a4e-1a6b-4d6f-9ae9-e7b2b7b1c0de", NULL },
	{ NULL, "username", "alice", NULL },
	{ NULL, "email", "alice@example.com", NULL },
	{ NULL, "serial", "424242", NULL },
	{ NULL, "factor", "push", NULL },
	{ NULL, "users", "users.csv", "'[{\"username\": \"zoe\"}]'" },
	{ NULL, "user_id_list", "alice", "'[\"DU3RP9I2WOC59VZX672N\"]'" },
	{ NULL, "operations",
		"'[{\"method\": \"POST\", \"path\": \"/admin/v1/users\", \"body\": {\"username\": "
		"\"zoe\"}}]'", NULL },
};

/* What is worth showing beyond what is needed. */
static const struct {
	const char *op, *more, *raw_more;
} extras[] = {
	{ "listusers", " --fields username,status -o csv", " --limit 300 --offset 600" },
	{ "createuser", " --email zoe@example.com --alias1 z.example",
		" --aliases alias1=z.example" },
	{ "bulkcreateusers", " --update", "" },
	{ "updateuser", " --status bypass --add-alias a.example", " --status bypass" },
	{ "createuserbypasscodes", " --count 1 --valid-secs 3600 --preserve-existing",
		" --count 1 --preserve_existing true" },
	{ "updategroup", " --status disabled", " --status disabled" },
	{ "createphone", " --number +15550109999 --type mobile",
		" --number +15550109999 --type mobile" },
	{ "createtoken", " --secret @token.hex", " --secret @token.hex" },
	{ "listphones", " --number +15550101001", " --number +15550101001" },
	{ "authauth", "", " --device auto" },
	{ "allthenticate_multipleusers", " --user-tag GUEST", " --user_tag GUEST" },
	{ "sentinelone_listusers", " --twoFaEnabled false --sortBy email",
		" --twoFaEnabled false --limit 1000" },
	{ "sentinelone_updateuser", "",
		" --scopeRoles '[{\"roleId\": \"225494730938494001\"}]'" },
	{ "sentinelone_listsites", " --accountName__contains Acme", " --limit 1000" },
};

static const char *
value(const struct api_op *op, const char *param, bool raw)
{
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if ((values[i].op == NULL || strcmp(values[i].op, op->name) == 0) &&
			strcmp(values[i].param, param) == 0)
			return raw && values[i].raw != NULL ? values[i].raw : values[i].named;
	return NULL;
}

static void
add_needed(const struct api_op *op, struct text_buf *out)
{
	for (const struct api_param *p = op->params; p->name != NULL; p++) {
		const char *text = value(op, p->name, true);

		if ((p->flags & (API_PATH | API_REQUIRED)) == 0 || text == NULL)
			continue;
		if (p->excludes != NULL &&
			(strcmp(p->name, "user_id") == 0 || strcmp(p->name, "email") == 0))
			continue; /* its alternative reads better */
		text_buf_printf(out, " --%s %s", p->name, text);
	}
}

void
example_add(const struct api_op *op, bool raw, struct text_buf *out)
{
	const struct api_param *p;

	if (!raw && op->command == NULL)
		return;
	text_buf_printf(out, "doorward %s%s", raw ? "api " : "", raw ? op->name : op->command);
	for (size_t n = 0; !raw && (p = arguments_operand(op, n)) != NULL; n++) {
		const char *text = value(op, p->name, false);

		if (text != NULL && !extra_chooses(op, p))
			text_buf_printf(out, " %s", text);
	}
	if (raw)
		add_needed(op, out);
	for (size_t i = 0; i < sizeof(extras) / sizeof(extras[0]); i++)
		if (strcmp(extras[i].op, op->name) == 0)
			text_buf_puts(out, raw ? extras[i].raw_more : extras[i].more);
}

/* SPDX-License-Identifier: MIT */
/* What people look for in help and no command of its own explains. */
#include <stdio.h>
#include <string.h>

#include "helper/cli/exit_status.h"
#include "helper/cli/help/help.h"

static void
print_exit_codes(const struct cli_command *commands)
{
	(void)commands;
	for (int status = 0; status <= EXIT_STATUS_LAST; status++) {
		char left[12];

		(void)snprintf(left, sizeof(left), "%d", status);
		help_line(left, exit_meanings[status]);
	}
}

static const struct help_pair names[] = {
	{ "USER", "a username or alias, an e-mail address, or an id (DU...); an exact "
		"username or alias goes before an address" },
	{ "GROUP", "a name or an id (DG...)" },
	{ "PHONE", "a number, such as +15550101001, or an id (DP...)" },
	{ "TOKEN", "a serial number or an id (DH...)" },
	{ "PERSON", "of Allthenticate: an e-mail address, a username, a full name or an "
		"email_id" },
	{ "--", "everything behind it is a name, also what begins with a dash" },
	{ NULL, NULL },
};

static const struct help_pair output[] = {
	{ "-o table", "columns that fit the terminal; the default there. Text that is cut "
		"ends with …, and so does the heading when columns have no room" },
	{ "-o tsv", "rows with tabs between the cells, no heading; the default elsewhere" },
	{ "-o csv", "the same as RFC 4180 has it, with a heading" },
	{ "-o json", "one document, indented" },
	{ "-o jsonl", "one object in each line" },
	{ "--fields a,b.c", "these fields in this order; a dot goes deeper" },
	{ "--raw", "the bytes of the answer, untouched" },
	{ "--out FILE", "into a new file that only you can read" },
	{ NULL, NULL },
};

static const struct help_pair secrets[] = {
	{ "new codes and addresses", "are shown once, on a terminal; elsewhere say --out "
		"FILE, or --force" },
	{ "--secret @FILE", "secrets come from a file that others cannot read, or with - "
		"from standard input; never from the command line" },
	{ "smart cards", "are shown without their numbers, unless --show-numbers is said" },
	{ "keys of the API", "stand in files that the configuration names" },
	{ NULL, NULL },
};

static const struct help_pair connections[] = {
	{ "duo.admin", "in the configuration: used unless something else is said" },
	{ "--profile NAME", "other credentials, or another tenant: profiles.NAME there" },
	{ "--via-socket", "no credentials: doorward serve makes the call, and decides "
		"whether you may" },
	{ "DUO_SECURITY_USERNAME", "and DUO_SECURITY_PASSWORD: integration key and secret "
		"key, before those of the file" },
	{ "DUO_SECURITY_HOST", "the host that goes with them" },
	{ NULL, NULL },
};

const struct help_topic help_topics[] = {
	{ .name = "commands", .title = "lists them all, with what they take",
		.print = help_commands },
	{ .name = "names", .title = "how people, groups, phones and tokens are named",
		.pairs = names,
		.after = "A name that several bear is refused, and they are listed." },
	{ .name = "output", .title = "formats, fields, files", .pairs = output,
		.after = "Rows come while pages arrive. Ids are text in every format. Nothing is ever\n"
			 "coloured, so NO_COLOR has nothing to turn off. Answers go to standard "
			 "output,\n"
			 "words about them to standard error; -q leaves only faults there." },
	{ .name = "connections",
		.title = "which credentials are used: profiles, socket, environment",
		.pairs = connections,
		.after = "\"doorward status\" tries them; reading takes \"Grant read resource\" "
			 "alone." },
	{ .name = "secrets", .title = "where codes are shown, and where keys come from",
		.pairs = secrets },
	{ .name = "exit-codes", .title = "what scripts learn from the exit status",
		.print = print_exit_codes },
	{ .name = NULL },
};

const struct help_topic *
help_topic_find(const char *name)
{
	for (const struct help_topic *t = help_topics; t->name != NULL; t++)
		if (strcmp(t->name, name) == 0)
			return t;
	return NULL;
}

void
help_topic_print(const struct help_topic *t, const struct cli_command *commands)
{
	for (const struct help_pair *p = t->pairs; p != NULL && p->left != NULL; p++)
		help_line(p->left, p->right);
	if (t->after != NULL)
		(void)printf("\n%s\n", t->after);
	if (t->print != NULL)
		t->print(commands);
}

/* SPDX-License-Identifier: MIT */
/* The card of one operation or command: what it does, what it takes, what it needs, an example. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "helper/cli/help/example.h"
#include "helper/cli/help/help.h"
#include "helper/cli/operation/argument_list.h"
#include "helper/cli/operation/extra.h"
#include "helper/common/kind.h"
#include "helper/common/spelling.h"

static const char *
risk_words(enum api_risk risk)
{
	switch (risk) {
	case API_READ:
		return "reads only";
	case API_WRITE:
		return "changes the directory";
	case API_DESTRUCTIVE:
		return "destroys something; asks first, or takes --yes";
	}
	return "";
}

static const char *
type_words(const struct api_param *p, char *buf, size_t size)
{
	switch (p->type) {
	case API_STRING:
		return "TEXT";
	case API_INTEGER:
		if (p->min == 0 && p->max == 0)
			return "N";
		if (p->max == INT32_MAX)
			(void)snprintf(buf, size, "%" PRId64 "...", p->min);
		else
			(void)snprintf(buf, size, "%" PRId64 "..%" PRId64, p->min, p->max);
		return buf;
	case API_BOOLEAN:
		return "true|false";
	case API_CHOICE:
		return p->choices;
	case API_JSON_LIST:
		return "JSON, @FILE or -";
	case API_CSV:
		return "A,B,...";
	case API_ID:
		return "ID";
	}
	return "";
}

/* Words separated by '|', for a sentence. */
static void
add_words(const char *s, struct text_buf *out)
{
	for (; *s != '\0'; s++)
		text_buf_add(out, *s == '|' ? ", " : s, *s == '|' ? 2 : 1);
}

/* What else is to be known about a parameter, behind its help. */
static void
add_remarks(const struct api_param *p, struct text_buf *out)
{
	bool required = (p->flags & (API_REQUIRED | API_PATH)) != 0;

	if (required && p->excludes == NULL)
		text_buf_puts(out, "; required");
	if (p->default_value != NULL && strcmp(p->name, "limit") != 0)
		text_buf_printf(out, "; default %s", p->default_value);
	if (p->grave != NULL) {
		text_buf_puts(out, "; asks first, and counts as destructive for tokens and agents: ");
		add_words(p->grave, out);
	}
	if (p->excludes != NULL) {
		text_buf_printf(out, "; %s", required ? "or else " : "not with ");
		add_words(p->excludes, out);
	}
}

static void
print_param(const struct api_op *op, const struct api_param *p, bool raw)
{
	auto_text_buf right = { 0 };
	char left[160], type[64], name[SPELLING_SIZE];
	bool secret = (p->flags & API_SECRET) != 0;

	(void)snprintf(left, sizeof(left), "--%s %s", spelling_of(name, p->name),
		secret ? "@FILE or -" : type_words(p, type, sizeof(type)));
	if (!raw && (op->flags & API_PAGED) != 0 && strcmp(p->name, "limit") == 0) {
		help_line("--limit N", "so many rows at most; default: all, as --all says");
		return;
	}
	text_buf_puts(&right, p->help != NULL ? p->help : "");
	add_remarks(p, &right);
	help_line(left, right.data != NULL ? right.data : "");
}

/* An option that no row has. */
static void
print_own_param(const struct cli_param *p)
{
	char left[2 * SPELLING_SIZE], name[SPELLING_SIZE];

	(void)snprintf(left, sizeof(left), "--%s%s%s", spelling_of(name, p->name),
		p->value != NULL ? " " : "", p->value != NULL ? p->value : "");
	help_line(left, p->help);
}

static bool
is_operand(const struct api_op *op, const struct api_param *wanted)
{
	const struct api_param *p;

	for (size_t n = 0; (p = arguments_operand(op, n)) != NULL; n++)
		if (p == wanted)
			return true;
	return false;
}

static void
print_operands(const struct api_op *op, bool raw)
{
	const struct api_param *p;
	char word[64];

	if (raw || arguments_operand(op, 0) == NULL)
		return;
	(void)puts("");
	for (size_t n = 0; (p = arguments_operand(op, n)) != NULL; n++) {
		const char *kind = resolve_kind_words(p->name);

		if (arguments_repeat(p))
			kind = "one or more users, each by username, alias, e-mail address or id";
		else if (strcmp(p->name, "users") == 0)
			kind = "table (CSV) whose first row names its columns, of username, realname, "
			       "firstname, lastname, email, status, notes; - for standard input. Also "
			       "a JSON list of up to 100 such objects, or @FILE with one";
		help_line(arguments_operand_word(word, p->name), kind != NULL ? kind : p->help);
	}
}

/* How far it goes, and what whoever calls must be allowed. */
static void
print_needs(enum api_risk risk, const struct api_op *op)
{
	(void)printf("It %s.", risk_words(risk));
	if (op->permission != NULL && op->application != API_NONE)
		(void)printf(" %s: %s.", op->service == API_DUO ? "Duo asks for" : "It takes",
			op->permission);
	(void)puts("");
}

void
help_operation(const struct api_op *op, bool raw)
{
	auto_text_buf operands = { 0 }, example = { 0 };
	bool any = false;

	help_operands(op, &operands);
	if (raw)
		(void)printf("usage: doorward api %s [--PARAM VALUE]...\n", op->name);
	else
		(void)printf("usage: doorward %s%s [--PARAM VALUE]...\n", op->command,
			operands.data != NULL ? operands.data : "");
	(void)printf("\n%s: %s %s\n", op->title, op->method, op->path);
	print_needs(op->risk, op);
	if ((op->flags & API_SECRET_ANSWER) != 0)
		(void)puts("The answer holds codes: it goes to a terminal or, with --out FILE, to "
			   "a private file.");
	print_operands(op, raw);
	for (const struct api_param *p = op->params; p->name != NULL; p++) {
		if ((p->flags & API_UNDOCUMENTED) != 0 || (!raw && is_operand(op, p)))
			continue;
		if (!any)
			(void)puts("\nParameters:");
		any = true;
		print_param(op, p, raw);
	}
	for (const struct cli_param *p = extra_params(op); !raw && p->name != NULL; p++) {
		if (!any)
			(void)puts("\nParameters:");
		any = true;
		print_own_param(p);
	}
	if (!raw && op->columns != NULL)
		(void)printf("\nColumns: %s; choose others with --fields.\n", op->columns);
	if (!raw)
		(void)printf("By name: doorward api %s\n", op->name);
	else if (op->command != NULL)
		(void)printf("\nBy noun and verb: doorward %s\n", op->command);
	example_add(op, raw, &example);
	if (example.len > 0)
		(void)printf("Example: %s\n", example.data);
}

void
help_command(const struct cli_command *c)
{
	(void)printf("usage: doorward %s%s%s\n\n%c%s.\n", c->words,
		c->operands[0] != '\0' ? " " : "", c->operands, toupper((unsigned char)c->help[0]),
		c->help + 1);
	if (c->calls != NULL) {
		char operand[32];

		print_needs(c->risk, api_op_find(c->calls));
		(void)snprintf(operand, sizeof(operand), "%.*s", (int)strcspn(c->operands, " "),
			c->operands);
		(void)puts("");
		help_line(operand, c->operand_help);
	}
	if (c->params != NULL)
		(void)puts("\nParameters:");
	for (const struct cli_param *p = c->params; p != NULL && p->name != NULL; p++)
		print_own_param(p);
	if (c->calls != NULL)
		(void)printf("\nBy name: doorward api %s\nExample: doorward %s %s\n", c->calls,
			c->words, c->example);
	if (strcmp(c->words, "api") != 0)
		return;
	(void)puts("\nOperations:");
	for (const struct api_op *op = api_operations; op->name != NULL; op++)
		help_line(op->name, op->title);
}

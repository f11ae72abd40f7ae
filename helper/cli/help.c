/* SPDX-License-Identifier: MIT */
/* Explains commands; nothing here is written twice, it all comes out of the tables. */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "helper/cli/arguments.h"
#include "helper/cli/example.h"
#include "helper/cli/options.h"
#include "helper/cli/words.h"

#define LEFT_WIDTH  32
#define RIGHT_WIDTH 64 /* together below 100 columns */

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

/* "USER", "USER GROUP": what stands behind a row's words. */
static void
operands_text(const struct api_op *op, struct text_buf *out)
{
	const struct api_param *p;
	char word[64];

	for (size_t n = 0; (p = arguments_operand(op, n)) != NULL; n++) {
		bool optional = arguments_optional(op, p);

		text_buf_printf(out, " %s%s%s%s", optional ? "[" : "",
			arguments_operand_word(word, p->name), optional ? "]" : "",
			arguments_repeat(p) ? "..." : "");
	}
}

static bool
begins_with(const char *words, const char *head)
{
	size_t len = strlen(head);

	return strncmp(words, head, len) == 0 &&
	       (len == 0 || words[len] == ' ' || words[len] == '\0');
}

/* Two columns; the right one is wrapped at blanks. */
static void
print_line(const char *left, const char *right)
{
	bool long_left = strlen(left) > LEFT_WIDTH;

	(void)printf("  %-*s", LEFT_WIDTH, left);
	if (long_left)
		(void)printf("\n  %-*s", LEFT_WIDTH, "");
	for (;;) {
		size_t len = strlen(right);

		if (len > RIGHT_WIDTH) {
			for (len = RIGHT_WIDTH; len > 0 && right[len] != ' '; len--)
				continue;
			if (len == 0)
				len = strcspn(right, " ");
		}
		(void)printf(" %.*s\n", (int)len, right);
		right += len;
		right += strspn(right, " ");
		if (*right == '\0')
			return;
		(void)printf("  %-*s", LEFT_WIDTH, "");
	}
}

static void
print_operation_line(const struct api_op *op)
{
	auto_text_buf left = { 0 };

	text_buf_puts(&left, op->command);
	operands_text(op, &left);
	print_line(left.data != NULL ? left.data : op->command, op->title);
}

static bool
same_noun(const struct api_op *a, const struct api_op *b)
{
	size_t len = strcspn(a->command, " ");

	return b->command != NULL && strncmp(a->command, b->command, len) == 0 &&
		strcspn(b->command, " ") == len;
}

/* Is op the first of the table with its noun? */
static bool
introduces_noun(const struct api_op *op)
{
	for (const struct api_op *before = api_operations; before != op; before++)
		if (same_noun(op, before))
			return false;
	return true;
}

/* Commands that begin with head, those of one noun together. */
static void
print_commands(const char *head)
{
	for (const struct api_op *first = api_operations; first->name != NULL; first++) {
		if (first->command == NULL || !introduces_noun(first))
			continue;
		for (const struct api_op *op = first; op->name != NULL; op++)
			if (same_noun(first, op) && begins_with(op->command, head))
				print_operation_line(op);
	}
	for (const struct cli_command *c = cli_commands; c->words != NULL; c++) {
		char left[128];

		if (!begins_with(c->words, head))
			continue;
		(void)snprintf(left, sizeof(left), "%s%s%s", c->words,
			c->operands[0] != '\0' ? " " : "", c->operands);
		print_line(left, c->help);
	}
}

static void
print_overview(void)
{
	(void)puts(
		"usage: doorward [OPTION]... NOUN VERB [NAME]... [--PARAM VALUE]...\n\nCommands:");
	print_commands("");
	(void)puts("\nOptions, anywhere:");
	options_print(stdout);
	(void)puts("\n\"doorward help NOUN VERB\" explains one command, doorward(1) all of them.");
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

/* What else is to be known about a parameter, behind its help. */
static void
add_remarks(const struct api_param *p, struct text_buf *out)
{
	bool required = (p->flags & (API_REQUIRED | API_PATH)) != 0;

	if (required && p->excludes == NULL)
		text_buf_puts(out, "; required");
	if (p->default_value != NULL && strcmp(p->name, "limit") != 0)
		text_buf_printf(out, "; default %s", p->default_value);
	if (p->excludes != NULL) {
		const char *s = p->excludes;

		text_buf_printf(out, "; %s", required ? "or else " : "not with ");
		for (; *s != '\0'; s++)
			text_buf_add(out, *s == '|' ? ", " : s, *s == '|' ? 2 : 1);
	}
}

static void
print_param(const struct api_op *op, const struct api_param *p, bool raw)
{
	auto_text_buf right = { 0 };
	char left[160], type[64], name[64];
	bool secret = (p->flags & API_SECRET) != 0;

	(void)snprintf(name, sizeof(name), "%s", p->name);
	for (char *s = name; *s != '\0'; s++)
		*s = *s == '_' ? '-' : *s;
	(void)snprintf(left, sizeof(left), "--%s %s", name,
		secret ? "@FILE or -" : type_words(p, type, sizeof(type)));
	if (!raw && (op->flags & API_PAGED) != 0 && strcmp(p->name, "limit") == 0) {
		print_line("--limit N", "this many rows at most; default: all of them");
		return;
	}
	text_buf_puts(&right, p->help != NULL ? p->help : "");
	add_remarks(p, &right);
	print_line(left, right.data != NULL ? right.data : "");
}

/* An option that no row has. */
static void
print_own_param(const struct cli_param *p)
{
	char left[64];

	(void)snprintf(left, sizeof(left), "--%s%s%s", p->name, p->value != NULL ? " " : "",
		p->value != NULL ? p->value : "");
	for (char *s = left; *s != '\0' && *s != ' '; s++)
		*s = *s == '_' ? '-' : *s;
	print_line(left, p->help);
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
		print_line(arguments_operand_word(word, p->name), kind != NULL ? kind : p->help);
	}
}

static void
print_operation(const struct api_op *op, bool raw)
{
	auto_text_buf operands = { 0 }, example = { 0 };
	bool any = false;

	operands_text(op, &operands);
	if (raw)
		(void)printf("usage: doorward api %s [--PARAM VALUE]...\n", op->name);
	else
		(void)printf("usage: doorward %s%s [--PARAM VALUE]...\n", op->command,
			operands.data != NULL ? operands.data : "");
	(void)printf("\n%s: %s %s\nIt %s.", op->title, op->method, op->path, risk_words(op->risk));
	if (op->permission != NULL && op->application != API_NONE)
		(void)printf(" %s: %s.", op->service == API_DUO ? "Duo asks for" : "It takes",
			op->permission);
	if ((op->flags & API_SECRET_ANSWER) != 0)
		(void)printf(
			"\nThe answer holds codes: it goes to a terminal or, with --out FILE, to a "
			"private file.");
	(void)puts("");
	print_operands(op, raw);
	for (const struct api_param *p = op->params; p->name != NULL; p++) {
		if ((p->flags & API_UNDOCUMENTED) != 0 || (!raw && is_operand(op, p)))
			continue;
		if (!any)
			(void)puts("\nParameters:");
		any = true;
		print_param(op, p, raw);
	}
	for (const struct cli_param *p = cli_extra_params(op); !raw && p->name != NULL; p++) {
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

static void
print_command(const struct cli_command *c)
{
	(void)printf("usage: doorward %s%s%s\n\n%c%s.\n", c->words,
		c->operands[0] != '\0' ? " " : "", c->operands, toupper((unsigned char)c->help[0]),
		c->help + 1);
	if (c->params != NULL)
		(void)puts("\nParameters:");
	for (const struct cli_param *p = c->params; p != NULL && p->name != NULL; p++)
		print_own_param(p);
	if (strcmp(c->words, "api") != 0)
		return;
	(void)puts("\nOperations:");
	for (const struct api_op *op = api_operations; op->name != NULL; op++)
		print_line(op->name, op->title);
}

static int
help_words(const char *head, struct err *e)
{
	const struct api_op *op = api_op_by_command(head);
	const struct api_op *named = api_op_find(head);

	if (op != NULL) {
		print_operation(op, false);
		return 0;
	}
	for (const struct cli_command *c = cli_commands; c->words != NULL; c++)
		if (strcmp(c->words, head) == 0) {
			print_command(c);
			return 0;
		}
	if (words_begin(head)) {
		(void)printf("Commands that begin with \"%s\":\n", head);
		print_commands(head);
		return 0;
	}
	if (named != NULL) {
		print_operation(named, true);
		return 0;
	}
	return err_set(e, ERR_USAGE, "there is no command or operation of that name");
}

int
help_run(const struct cli *cli, struct err *e)
{
	char head[CLI_HEAD_SIZE] = "";
	size_t len = 0;

	if (cli->raw) {
		print_operation(cli->op, true);
		return 0;
	}
	if (cli->options.help)
		return cli->head[0] == '\0' ? (print_overview(), 0) : help_words(cli->head, e);
	if (cli->word_count == 0) {
		print_overview();
		return 0;
	}
	for (size_t i = 0; i < cli->word_count; i++) {
		char before[CLI_HEAD_SIZE];
		int n;

		memcpy(before, head, sizeof(before));
		n = snprintf(
			head + len, sizeof(head) - len, "%s%s", i == 0 ? "" : " ", cli->word[i]);
		if (n < 0 || (size_t)n >= sizeof(head) - len)
			return err_set(e, ERR_USAGE, "help: that is too long for a command");
		len += (size_t)n;
		if (!words_begin(head) && api_op_find(head) == NULL)
			return words_unknown(before, cli->word[i], e);
	}
	return help_words(head, e);
}

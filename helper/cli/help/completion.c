/* SPDX-License-Identifier: MIT */
/* Completion for shells: their scripts only ask back, so that the tables alone know the answers. */
#include <stdio.h>
#include <string.h>

#include "helper/cli/help/completion.h"
#include "helper/cli/help/help.h"
#include "helper/cli/operation/argument_list.h"
#include "helper/cli/operation/extra.h"
#include "helper/cli/option_table.h"
#include "helper/cli/words.h"
#include "helper/common/spelling.h"

#define FILE_SIGN ":file" /* what the scripts take for: complete the name of a file */

/* What stands before the word that is being completed. */
struct context {
	const struct cli_command *commands; /* of the host */
	const char *word; /* that one; may be its beginning only, or "" */
	char head[CLI_HEAD_SIZE];
	const struct cli_command *command;
	const struct api_op *op;
	bool raw;     /* api NAME */
	bool literal; /* behind "--" */
	size_t operands;
	const struct option_row *row;	 /* an option that waits for its value; one of these */
	const struct api_param *param;
	const struct cli_param *own;
	struct names said; /* each candidate once */
};

static void
offer(struct context *c, const char *text, const char *about)
{
	if (strncmp(text, c->word, strlen(c->word)) != 0 || names_has(&c->said, text) ||
		names_add(&c->said, text) != 0)
		return;
	(void)printf("%s%s%s\n", text, about[0] != '\0' ? "\t" : "", about);
}

static void
offer_option(struct context *c, const char *name, const char *about)
{
	char text[SPELLING_SIZE + 2] = "--";

	(void)spelling_of(text + 2, name);
	offer(c, text, about);
}

/* Each of the words in a list, which are separated by '|', behind what is typed already. */
static void
offer_choices(struct context *c, const char *before, const char *list)
{
	while (list != NULL && *list != '\0') {
		char text[160];
		size_t len = strcspn(list, "|");

		(void)snprintf(text, sizeof(text), "%s%.*s", before, (int)len, list);
		offer(c, text, "");
		list += len + (list[len] == '|' ? 1 : 0);
	}
}

static void
decide_command(struct context *c)
{
	c->op = api_op_by_command(c->head);
	c->command = c->op == NULL ? words_command(c->commands, c->head) : NULL;
}

static const struct cli_param *
own_params(const struct context *c)
{
	static const struct cli_param none[] = { { .name = NULL } };

	if (c->command != NULL && c->command->params != NULL)
		return c->command->params;
	return c->op != NULL && !c->raw ? extra_params(c->op) : none;
}

/* Finds what an option is, len bytes of its name; false: it takes no value. */
static bool
find_option(struct context *c, const char *name, size_t len)
{
	c->row = option_row_find(name, len);
	if (c->row != NULL)
		return c->row->value != NULL;
	for (const struct api_param *p = c->op != NULL ? c->op->params : NULL;
		p != NULL && p->name != NULL; p++)
		if (spelling_same(name, len, p->name)) {
			c->param = p;
			return true;
		}
	for (const struct cli_param *p = own_params(c); p->name != NULL; p++)
		if (spelling_same(name, len, p->name)) {
			c->own = p;
			return p->value != NULL;
		}
	return false;
}

static void
forget_option(struct context *c)
{
	c->row = NULL;
	c->param = NULL;
	c->own = NULL;
}

static void
read_letters(struct context *c, const char *letters)
{
	for (; *letters != '\0'; letters++)
		for (const struct option_row *r = option_table; r->name != NULL; r++)
			if (r->letter == *letters && r->value != NULL) {
				c->row = letters[1] == '\0' ? r : NULL;
				return;
			}
}

static void
read_plain(struct context *c, const char *word)
{
	char longer[CLI_HEAD_SIZE];
	int n = snprintf(longer, sizeof(longer), "%s%s%s", c->head, c->head[0] != '\0' ? " " : "",
		word);

	if (c->operands == 0 && !c->raw && n > 0 && (size_t)n < sizeof(longer) &&
		words_begin(c->commands, longer)) {
		memcpy(c->head, longer, (size_t)n + 1);
		decide_command(c);
		return;
	}
	if (c->operands == 0 && strcmp(c->head, "api") == 0 && !c->raw) {
		c->op = api_op_find(word);
		c->command = NULL;
		c->raw = true;
		return;
	}
	c->operands++;
}

static void
read_word(struct context *c, const char *word)
{
	if (c->row != NULL || c->param != NULL || c->own != NULL) {
		bool flag = c->param != NULL && c->param->type == API_BOOLEAN &&
			strcmp(word, "true") != 0 && strcmp(word, "false") != 0;

		forget_option(c);
		if (!flag)
			return;
	}
	if (c->literal || word[0] != '-' || word[1] == '\0')
		read_plain(c, word);
	else if (strcmp(word, "--") == 0)
		c->literal = true;
	else if (word[1] != '-')
		read_letters(c, word + 1);
	else if (strchr(word, '=') == NULL && !find_option(c, word + 2, strlen(word + 2)))
		forget_option(c);
}

static void
offer_value(struct context *c, const char *before)
{
	if (c->row != NULL && strcmp(c->row->name, "output") == 0) {
		offer_choices(c, before, "table|json|jsonl|csv|tsv");
	} else if (c->row != NULL && strcmp(c->row->value, "FILE") == 0) {
		(void)puts(FILE_SIGN);
	} else if (c->row != NULL && strcmp(c->row->name, "fields") == 0 && c->op != NULL) {
		for (const char *s = c->op->columns; s != NULL && *s != '\0';) {
			size_t len = strcspn(s, ",");
			char text[160];

			(void)snprintf(text, sizeof(text), "%s%.*s", before, (int)len, s);
			offer(c, text, "");
			s += len + (s[len] == ',' ? 1 : 0);
		}
	} else if (c->param != NULL) {
		offer_choices(c, before, c->param->type == API_BOOLEAN ? "true|false"
							     : c->param->choices);
	} else if (c->own != NULL && c->own->file) {
		(void)puts(FILE_SIGN);
	} else if (c->own != NULL) {
		offer_choices(c, before, c->own->choices);
	}
}

static void
offer_options(struct context *c)
{
	for (const struct api_param *p = c->op != NULL ? c->op->params : NULL;
		p != NULL && p->name != NULL; p++)
		if ((p->flags & API_UNDOCUMENTED) == 0 && (c->raw || (p->flags & API_PATH) == 0))
			offer_option(c, p->name, p->help);
	for (const struct cli_param *p = own_params(c); p->name != NULL; p++)
		offer_option(c, p->name, p->help);
	if (c->op != NULL && !c->raw && (c->op->flags & API_PAGED) != 0)
		offer_option(c, option_all.name, "every row");
	for (const struct option_row *r = option_table; r->name != NULL; r++)
		offer_option(c, r->name, r->help);
}

static int
offer_next(void *ctx, const char *words)
{
	struct context *c = ctx;
	size_t len = strlen(c->head);
	const char *rest = words + len + (len > 0 ? 1 : 0), *about = "";
	const struct api_op *op = api_op_by_command(words);
	const struct cli_command *command = words_command(c->commands, words);
	char text[64];

	if (strncmp(words, c->head, len) != 0 || (len > 0 && words[len] != ' '))
		return 0;
	(void)snprintf(text, sizeof(text), "%.*s", (int)strcspn(rest, " "), rest);
	if (strchr(rest, ' ') == NULL && op != NULL)
		about = op->title;
	else if (strchr(rest, ' ') == NULL && command != NULL)
		about = command->help;
	offer(c, text, about);
	return 0;
}

static void
offer_operand(struct context *c)
{
	const struct api_param *p =
		c->op != NULL && !c->raw ? arguments_operand(c->op, c->operands) : NULL;

	if (p != NULL && p->choices != NULL)
		offer_choices(c, "", p->choices);
	if (p != NULL && strcmp(p->name, "users") == 0)
		(void)puts(FILE_SIGN);
	if (c->command != NULL && strcmp(c->head, "completion") == 0 && c->operands == 0)
		offer_choices(c, "", COMPLETION_SHELLS);
	if (c->command == NULL || c->operands > 0 ||
		(strcmp(c->head, "api") != 0 && strcmp(c->head, "help") != 0))
		return;
	if (strcmp(c->head, "help") == 0) {
		c->head[0] = '\0';
		words_walk(c->commands, offer_next, c);
		for (const struct help_topic *t = help_topics; t->name != NULL; t++)
			offer(c, t->name, t->title);
	}
	for (const struct api_op *op = api_operations; op->name != NULL; op++)
		offer(c, op->name, op->title);
}

void
completion_offer(const struct cli_command *commands, const char *const *words, size_t count)
{
	struct context c = { .commands = commands, .word = count > 0 ? words[count - 1] : "" };
	size_t len = strcspn(c.word, "=");
	char before[96];

	for (size_t i = 0; i + 1 < count; i++)
		read_word(&c, words[i]);
	if (c.param != NULL && c.param->type == API_BOOLEAN && c.word[0] == '-')
		forget_option(&c);
	if (c.row != NULL || c.param != NULL || c.own != NULL) {
		offer_value(&c, "");
	} else if (!c.literal && strncmp(c.word, "--", 2) == 0 && c.word[len] == '=') {
		(void)snprintf(before, sizeof(before), "%.*s=", (int)len, c.word);
		if (find_option(&c, c.word + 2, len - 2))
			offer_value(&c, before);
	} else if (!c.literal && c.word[0] == '-') {
		offer_options(&c);
	} else {
		if (c.operands == 0 && !c.raw)
			words_walk(commands, offer_next, &c);
		offer_operand(&c);
	}
	names_clear(&c.said);
}

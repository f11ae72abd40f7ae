/* SPDX-License-Identifier: MIT */
/* Finds commands by their words, and the nearest one for a mistyped word. */
#include "helper/cli/words.h"

#include <stdio.h>
#include <string.h>

#include "helper/common/spelling.h"

#define WORDS_SIZE 64 /* bytes of one word */

void
words_walk(const struct cli_command *commands, int (*each)(void *ctx, const char *words), void *ctx)
{
	for (const struct api_op *op = api_operations; op->name != NULL; op++)
		if (op->command != NULL && each(ctx, op->command) != 0)
			return;
	for (const struct cli_command *c = commands; c->words != NULL; c++)
		if (each(ctx, c->words) != 0)
			return;
}

const struct cli_command *
words_command(const struct cli_command *commands, const char *words)
{
	for (const struct cli_command *c = commands; c->words != NULL; c++)
		if (strcmp(c->words, words) == 0)
			return c;
	return NULL;
}

struct search {
	const char *words;
	size_t len;
	bool begins, exists, continues;
};

static int
search_each(void *ctx, const char *words)
{
	struct search *s = ctx;

	if (strncmp(words, s->words, s->len) != 0)
		return 0;
	s->exists |= words[s->len] == '\0';
	s->continues |= words[s->len] == ' ';
	return 0;
}

static struct search
search(const struct cli_command *commands, const char *words)
{
	struct search s = { .words = words, .len = strlen(words) };

	words_walk(commands, search_each, &s);
	s.begins = s.exists || s.continues;
	return s;
}

bool
words_begin(const struct cli_command *commands, const char *words)
{
	return search(commands, words).begins;
}

bool
words_exist(const struct cli_command *commands, const char *words)
{
	return search(commands, words).exists;
}

bool
words_continue(const struct cli_command *commands, const char *words)
{
	return search(commands, words).continues;
}

/* The words that may stand behind head, each once. */
struct next {
	const char *head;
	size_t head_len; /* with the blank, 0 for an empty head */
	char word[64][WORDS_SIZE];
	size_t count;
};

static int
next_each(void *ctx, const char *words)
{
	struct next *n = ctx;
	const char *rest = words + n->head_len;
	size_t len;

	if (strncmp(words, n->head, n->head_len) != 0)
		return 0;
	len = strcspn(rest, " ");
	if (len >= WORDS_SIZE || n->count == sizeof(n->word) / sizeof(n->word[0]))
		return 0;
	for (size_t i = 0; i < n->count; i++)
		if (strncmp(n->word[i], rest, len) == 0 && n->word[i][len] == '\0')
			return 0;
	memcpy(n->word[n->count], rest, len);
	n->word[n->count++][len] = '\0';
	return 0;
}

static void
next_find(const struct cli_command *commands, struct next *n, char *prefix, size_t size,
	const char *head)
{
	*n = (struct next){ .head = prefix };
	if (head[0] != '\0')
		(void)snprintf(prefix, size, "%s ", head);
	else
		prefix[0] = '\0';
	n->head_len = strlen(prefix);
	words_walk(commands, next_each, n);
}

/* What was meant with one word that is none: several joined by '-' or '_', or an operation's own
 * name, which may be called by noun and verb. Returns false when it is neither. */
static bool
find_meant(const struct cli_command *commands, const char *prefix, const char *word, char *dst,
	size_t size)
{
	const struct api_op *op = prefix[0] == '\0' ? api_op_find(word) : NULL;
	int n;

	if (op != NULL && op->command == NULL)
		n = snprintf(dst, size, "api %s", op->name);
	else
		n = snprintf(dst, size, "%s%s", prefix, op != NULL ? op->command : word);
	for (char *s = dst + strlen(prefix); op == NULL && *s != '\0'; s++)
		*s = *s == '-' || *s == '_' ? ' ' : *s;
	return n > 0 && (size_t)n < size && (op != NULL || words_begin(commands, dst));
}

/* The verbs of other tools, and what they are called here: the first that the noun has. */
static const struct {
	const char *word, *verb[3];
} verbs[] = {
	{ "get", { "get", "list" } },
	{ "show", { "get", "list" } },
	{ "describe", { "get", "list" } },
	{ "find", { "list", "get" } },
	{ "search", { "list", "get" } },
	{ "ls", { "list" } },
	{ "list", { "list" } },
	{ "add", { "create", "add" } },
	{ "new", { "create", "add" } },
	{ "create", { "create" } },
	{ "rm", { "delete", "remove" } },
	{ "del", { "delete", "remove" } },
	{ "remove", { "delete", "remove" } },
	{ "delete", { "delete", "remove" } },
	{ "set", { "edit", "update" } },
	{ "update", { "edit", "update" } },
	{ "modify", { "edit", "update" } },
	{ "edit", { "edit", "update" } },
};

/* Whole commands that are no noun and verb here. */
static const struct {
	const char *word, *command;
} others[] = {
	{ "version", "--version" },
	{ "whoami", "status" },
};

/* "noun verb" for a verb of another tool, if the noun has one like it. */
static bool
find_verb(const struct cli_command *commands, const char *noun, const char *word, char *dst,
	size_t size)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		for (size_t v = 0; strcmp(verbs[i].word, word) == 0 && verbs[i].verb[v] != NULL; v++) {
			int n = snprintf(dst, size, "%s %s", noun, verbs[i].verb[v]);

			if (n > 0 && (size_t)n < size && words_exist(commands, dst))
				return true;
		}
	return false;
}

/* What was meant in the words or the order of other tools: another verb, the verb first and the noun
 * behind it, maybe of many ("get users"), or no noun at all, which is the user then. */
static bool
find_custom(const struct cli_command *commands, const char *head, const char *word,
	const char *after, char *dst, size_t size)
{
	char noun[WORDS_SIZE];

	if (head[0] != '\0')
		return find_verb(commands, head, word, dst, size);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(others[i].word, word) == 0)
			return text_copy(dst, size, others[i].command) == 0;
	if (after != NULL && text_copy(noun, sizeof(noun), after) == 0) {
		size_t len = strlen(noun);

		if (find_verb(commands, noun, word, dst, size))
			return true;
		if (len > 1 && noun[len - 1] == 's') {
			noun[len - 1] = '\0';
			if (find_verb(commands, noun, word, dst, size))
				return true;
		}
	}
	return find_verb(commands, "user", word, dst, size);
}

int
words_unknown(const struct cli_command *commands, const char *head, const char *word,
	const char *after, struct err *e)
{
	char prefix[WORDS_SIZE * 3], clean[WORDS_SIZE], meant[CLI_HEAD_SIZE];
	struct nearest near = { .typed = word };
	struct next next;

	next_find(commands, &next, prefix, sizeof(prefix), head);
	for (size_t i = 0; i < next.count; i++)
		nearest_try(&near, next.word[i]);
	(void)text_clean(clean, sizeof(clean), word);
	if (find_custom(commands, head, word, after, meant, sizeof(meant)) ||
		find_meant(commands, prefix, word, meant, sizeof(meant)))
		return err_set(e, ERR_USAGE, "%s\"%s\" is not a command; did you mean \"%s\"?",
			prefix, clean, meant);
	if (nearest_name(&near) != NULL)
		return err_set(e, ERR_USAGE, "%s\"%s\" is not a command; did you mean \"%s%s\"?",
			prefix, clean, prefix, nearest_name(&near));
	return err_set(e, ERR_USAGE, "%s\"%s\" is not a command; \"doorward help%s%s\" lists them",
		prefix, clean, head[0] != '\0' ? " " : "", head);
}

int
words_incomplete(const struct cli_command *commands, const char *head, struct err *e)
{
	char prefix[WORDS_SIZE * 3];
	auto_text_buf list = { 0 };
	struct next next;

	next_find(commands, &next, prefix, sizeof(prefix), head);
	for (size_t i = 0; i < next.count; i++)
		text_buf_printf(&list, "%s%s", i == 0 ? "" : ", ", next.word[i]);
	if (list.data == NULL || list.failed)
		return err_set(e, ERR_USAGE, "%s: a word is missing", head);
	return err_set(e, ERR_USAGE, "%s: a word is missing behind it: %s", head, list.data);
}

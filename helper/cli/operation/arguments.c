/* SPDX-License-Identifier: MIT */
/* Fills a row's parameters; what a row says of itself decides what may stand where. */
#include "helper/cli/operation/arguments.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "api/json.h"
#include "base/cleanup.h"
#include "base/trust.h"
#include "helper/cli/operation/extra.h"
#include "helper/common/kind.h"
#include "helper/cli/output.h"

#define SECRET_FILE_MAX 4096
#define LIST_FILE_MAX	(1u << 20)

/* Reads standard input up to its end. */
static int
read_input(char *buf, size_t size, struct err *e)
{
	size_t len = 0;

	output_tell_input();
	while (len < size) {
		ssize_t n = read(STDIN_FILENO, buf + len, size - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(e, ERR_OTHER, errno, "standard input");
		if (n == 0)
			break;
		len += (size_t)n;
	}
	if (len == size)
		return err_set(e, ERR_USAGE, "standard input: more than %zu bytes", size - 1);
	buf[len] = '\0';
	if (strlen(buf) != len)
		return err_set(e, ERR_USAGE, "standard input: holds a NUL byte");
	return 0;
}

/* A file that holds no secret: no more is asked of it than that it can be read. */
static int
read_plain(const char *path, char *buf, size_t size, struct err *e)
{
	auto_file f = fopen(path, "re");
	size_t len;

	if (f == NULL)
		return err_sys(e, ERR_USAGE, errno, "%s", path);
	len = fread(buf, 1, size, f);
	if (ferror(f))
		return err_sys(e, ERR_USAGE, errno, "%s", path);
	if (len == size || memchr(buf, '\0', len) != NULL)
		return err_set(e, ERR_USAGE, "%s: is too long, or no text", path);
	buf[len] = '\0';
	return 0;
}

/* White space at the end goes; lines of a list become its elements. */
static void
tidy(char *text, bool list)
{
	size_t len = strlen(text);

	while (len > 0 && isspace((unsigned char)text[len - 1]))
		text[--len] = '\0';
	for (char *s = text; list && (s = strchr(s, '\n')) != NULL; s++)
		*s = ',';
}

/* "-" and "@FILE"; size is what the text may take. */
static int
add_from_file(struct arguments *a, const struct api_param *p, const char *value, struct err *e)
{
	bool secret = (p->flags & API_SECRET) != 0;
	size_t size = secret ? SECRET_FILE_MAX : LIST_FILE_MAX, len;
	auto_wipe text = calloc(1, size + 1);
	int rc;

	if (text == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (strcmp(value, "-") == 0)
		rc = read_input(text, size, e);
	else if (secret)
		rc = trust_read_file(value + 1, TRUST_SECRET, text, size, &len, e);
	else
		rc = read_plain(value + 1, text, size, e);
	if (rc == 0 && secret && strlen(text) == 0)
		rc = err_set(e, ERR_USAGE, "nothing was in it");
	if (rc != 0) {
		e->code = ERR_USAGE; /* whatever it is, the command is to be given differently */
		return err_where(e, "--%s", p->name);
	}
	tidy(text, p->type == API_CSV);
	return arguments_add(a, p->name, take_ptr(text), e);
}

static int
add_value(struct arguments *a, const struct api_op *op, const char *name, const char *value,
	struct err *e)
{
	const struct api_param *p = api_param_find(op, name);
	bool secret = p != NULL && (p->flags & API_SECRET) != 0;
	bool list = p != NULL && p->type == API_JSON_LIST;
	bool input = strcmp(value, "-") == 0;
	bool file = (secret || list) && (input || (value[0] == '@' && value[1] != '\0'));

	if (secret && !file)
		return err_set(e, ERR_USAGE,
			"--%s: secrets are not taken from the command line, where others can read "
			"them; use --%s @FILE, or --%s - for standard input", name, name, name);
	if (!file)
		return arguments_add(a, name, strdup(value), e);
	if (input && a->input_used)
		return err_set(e, ERR_USAGE, "--%s: standard input was read already", name);
	a->input_used = a->input_used || input;
	return add_from_file(a, p, value, e);
}

/* Words from n on as a JSON list of strings. */
static int
add_word_list(struct arguments *a, const struct api_param *p, const struct cli *cli, size_t n,
	struct err *e)
{
	auto_text_buf list = { 0 };

	text_buf_puts(&list, "[");
	for (size_t i = n; i < cli->word_count; i++) {
		text_buf_puts(&list, i == n ? "" : ",");
		json_write_string(&list, cli->word[i]);
	}
	text_buf_puts(&list, "]");
	if (list.failed)
		return err_set(e, ERR_OTHER, "out of memory");
	return arguments_add(a, p->name, strdup(list.data), e);
}

static int
add_words(const struct cli *cli, struct arguments *a, struct err *e)
{
	size_t operand = 0;

	for (size_t i = 0; i < cli->word_count; i++) {
		const struct api_param *p;

		do {
			p = arguments_operand(cli->op, operand++);
		} while (p != NULL && arguments_value(a, p->name) != NULL);
		if (p == NULL)
			return err_set(e, ERR_USAGE, "%s: one word too many; see doorward help %s",
				cli->op->command, cli->op->command);
		if (arguments_repeat(p) && cli->word[i][0] != '[' && cli->word[i][0] != '@' &&
			strcmp(cli->word[i], "-") != 0)
			return add_word_list(a, p, cli, i, e);
		if (add_value(a, cli->op, p->name, cli->word[i], e) != 0)
			return -1;
	}
	return 0;
}

static int
check_missing(const struct cli *cli, const struct arguments *a, struct err *e)
{
	const struct api_param *p;
	char word[64];

	for (size_t n = 0; !cli->raw && (p = arguments_operand(cli->op, n)) != NULL; n++)
		if (arguments_value(a, p->name) == NULL && !extra_chooses(cli->op, p))
			return err_set(e, ERR_USAGE, "%s: %s is missing; see doorward help %s",
				cli->op->command, arguments_operand_word(word, p->name),
				cli->op->command);
	return 0;
}

static bool
is_plain(const char *s)
{
	char clean[512];

	return strlen(s) < sizeof(clean) && text_is_utf8(s, strlen(s)) &&
		strcmp(text_clean(clean, sizeof(clean), s), s) == 0;
}

/* People count rows; the service counts rows of a page. */
static int
take_limit(const struct cli *cli, struct arguments *a, struct err *e)
{
	const struct api_param *p = api_param_find(cli->op, "limit");
	const char *typed = cli_param_value(cli, "limit");
	int64_t page = p != NULL ? p->max : 0;
	char text[32];

	if (cli->options.raw && cli->options.all)
		return err_set(e, ERR_USAGE, "--raw prints one page; --all has no place");
	if (p == NULL || (cli->op->flags & API_PAGED) == 0 || cli->raw || cli->options.raw)
		return 0;
	if (cli_param_value(cli, "countOnly") != NULL)
		return err_set(e, ERR_USAGE, "--countOnly: the number is no row; --raw shows it");
	if (typed != NULL && cli->options.all)
		return err_set(e, ERR_USAGE, "--all and --limit exclude each other");
	if (typed != NULL && text_to_int(typed, 1, INT32_MAX, &a->row_limit) != 0)
		return err_set(e, ERR_USAGE, "--limit: takes how many rows are wanted, 1 or more");
	if (a->row_limit > 0 && a->row_limit < page)
		page = a->row_limit;
	(void)snprintf(text, sizeof(text), "%" PRId64, page);
	return arguments_set(a, "limit", text, e);
}

int
arguments_gather(const struct cli *cli, struct arguments *a, struct err *e)
{
	*a = (struct arguments){ 0 };
	if (cli->raw && cli->word_count > 0)
		return err_set(e, ERR_USAGE, "api %s: takes --param value only", cli->op->name);
	if (take_limit(cli, a, e) != 0)
		return -1;
	for (size_t i = 0; i < cli->param_count; i++) {
		const struct api_arg *given = &cli->param[i];

		if (!extra_takes(cli, given->name) && arguments_value(a, given->name) == NULL &&
			add_value(a, cli->op, given->name, given->value, e) != 0)
			return -1;
	}
	return add_words(cli, a, e) != 0 ? -1 : check_missing(cli, a, e);
}

int
arguments_check(const struct cli *cli, const struct arguments *a, struct err *e)
{
	struct api_arg arg[ARGUMENTS_MAX + 1];
	size_t count = a->count;

	for (size_t i = 0; i < a->count; i++) {
		const struct api_param *p = api_param_find(cli->op, a->arg[i].name);
		bool named = p != NULL && !cli->raw && resolve_wants(p->name) &&
			(p->flags & (API_PATH | API_REQUIRED)) != 0;

		arg[i] = a->arg[i];
		if (named && !is_plain(arg[i].value))
			return err_set(e, ERR_USAGE, "%s: the name holds control characters, or "
				"is not in UTF-8", p->name);
		if (named)
			arg[i].value = resolve_placeholder(p->name);
	}
	/* what will be chosen later is there already, as far as checking goes */
	for (const struct api_param *p = cli->op->params; !cli->raw && p->name != NULL; p++)
		if (extra_chooses(cli->op, p) && arguments_value(a, p->name) == NULL)
			arg[count++] = (struct api_arg){ .name = p->name,
				.value = resolve_placeholder(p->name) };
	return api_check(cli->op, arg, count, e);
}

/* SPDX-License-Identifier: MIT */
/* Reads the token file as a whole, or not at all, and compares without telling where. */
#include "helper/serve/tokens.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "base/trust.h"

#define FIELDS 5

static int
read_name(const char *text, struct token *t)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)text[i]) && strchr("._-", text[i]) == NULL)
			return -1;
	if (len == 0 || text_copy(t->name, sizeof(t->name), text) != 0)
		return -1;
	(void)snprintf(t->caller.name, sizeof(t->caller.name), "token:%s", text);
	return 0;
}

static int
read_permissions(char *text, struct token *t)
{
	char *rest = text;

	if (strcmp(text, "-") == 0)
		return 0;
	for (const char *word; (word = strsep(&rest, ",")) != NULL;) {
		bool *permission = strcmp(word, "mcp") == 0 ? &t->caller.mcp
			: strcmp(word, "secrets") == 0	    ? &t->caller.secrets
							    : NULL;

		if (permission == NULL || *permission)
			return -1;
		*permission = true;
	}
	return 0;
}

static int
read_operations(char *text, struct token *t)
{
	char *rest = text;

	t->operations = strdup(text);
	if (t->operations == NULL)
		return -1;
	if (strcmp(text, "*") == 0)
		return 0;
	t->caller.listed = true;
	for (const char *word; (word = strsep(&rest, ",")) != NULL;)
		if (caller_list(&t->caller, word) != 0)
			return -1;
	return 0;
}

static int
read_hash(const char *text, struct token *t)
{
	static const char digits[] = "0123456789abcdef";

	if (strlen(text) != 2 * TOKEN_HASH_SIZE || strspn(text, digits) != 2 * TOKEN_HASH_SIZE)
		return -1;
	for (size_t i = 0; i < TOKEN_HASH_SIZE; i++)
		t->hash[i] = (unsigned char)(text_hex_digit(text[2 * i]) * 16 +
			text_hex_digit(text[2 * i + 1]));
	return 0;
}

/* Returns what is wrong with the line, or NULL. Static. */
static const char *
read_line(char *line, struct token *t)
{
	char *field[FIELDS], *rest = line;

	for (size_t i = 0; i < FIELDS; i++)
		if ((field[i] = strsep(&rest, " ")) == NULL)
			return "is not NAME CLASS PERMISSIONS OPERATIONS SHA256";
	if (rest != NULL)
		return "is not NAME CLASS PERMISSIONS OPERATIONS SHA256";
	if (read_name(field[0], t) != 0)
		return "a name is up to 63 letters, digits, '.', '_' and '-'";
	if (risk_parse(field[1], &t->caller.most) != 0)
		return "the class is read, write or destructive";
	if (read_permissions(field[2], t) != 0)
		return "the permissions are -, mcp, secrets or mcp,secrets";
	if (read_operations(field[3], t) != 0)
		return "the operations are * or names of operations separated by commas";
	if (read_hash(field[4], t) != 0)
		return "the hash is not 64 lower-case hexadecimal digits";
	t->caller.known = true;
	return NULL;
}

static bool
name_taken(const struct token_set *set, const char *name)
{
	for (size_t i = 0; i < set->count; i++)
		if (strcmp(set->token[i].name, name) == 0)
			return true;
	return false;
}

int
tokens_parse(char *text, const char *name, struct token_set *ret_set, struct err *e)
{
	auto_token_set set = { .token = calloc(TOKENS_MAX, sizeof(*set.token)) };
	char *rest = text;
	unsigned number = 0;

	if (set.token == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
		struct token *t = &set.token[set.count];
		const char *fault;

		number++;
		if (line[0] == '\0' || line[0] == '#')
			continue;
		if (set.count == TOKENS_MAX)
			return err_set(e, ERR_CONFIG, "%s:%u: more than %d tokens", name, number,
				TOKENS_MAX);
		fault = read_line(line, t);
		if (fault == NULL && name_taken(&set, t->name))
			fault = "that name is used further up";
		if (fault != NULL) {
			free(t->operations);
			return err_set(e, ERR_CONFIG, "%s:%u: %s", name, number, fault);
		}
		set.count++;
	}
	*ret_set = set;
	set = (struct token_set){ 0 };
	return 0;
}

int
tokens_read(const char *path, struct token_set *ret_set, struct err *e)
{
	auto_str text = malloc(TOKENS_FILE_MAX + 1);
	size_t len;

	if (text == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (trust_read_file(path, TRUST_SECRET, text, TOKENS_FILE_MAX + 1, &len, e) != 0)
		return -1;
	if (strlen(text) != len)
		return err_set(e, ERR_CONFIG, "%s: holds a NUL byte", path);
	return tokens_parse(text, path, ret_set, e);
}

const struct token *
tokens_find(const struct token_set *set, const char *presented)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	const struct token *found = NULL;
	size_t len = strlen(presented);

	if (len == 0 || len > TOKEN_LENGTH_MAX ||
		EVP_Digest(presented, len, hash, NULL, EVP_sha256(), NULL) != 1)
		return NULL;
	for (size_t i = 0; i < set->count; i++)
		if (CRYPTO_memcmp(set->token[i].hash, hash, TOKEN_HASH_SIZE) == 0)
			found = &set->token[i]; /* and on to the end */
	return found;
}

void
tokens_clear(struct token_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		free(set->token[i].operations);
	free(set->token);
	*set = (struct token_set){ 0 };
}

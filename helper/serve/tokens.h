/* SPDX-License-Identifier: MIT */
/* The file of bearer tokens: who may come in over TCP. It holds hashes, never tokens.
 *
 * A line is NAME CLASS PERMISSIONS OPERATIONS SHA256, separated by spaces. CLASS is read, write or
 * destructive; PERMISSIONS is "-" or "mcp", "secrets" or "mcp,secrets"; OPERATIONS is "*" or names
 * of operations separated by commas; SHA256 is that of the token, in lower-case hexadecimal. Empty
 * lines and lines that begin with '#' count for nothing. */
#ifndef SERVE_TOKENS_H
#define SERVE_TOKENS_H

#include "helper/serve/caller.h"

#define TOKENS_MAX	 1024
#define TOKENS_FILE_MAX	 (512 * 1024)
#define TOKEN_NAME_SIZE	 64
#define TOKEN_HASH_SIZE	 32
#define TOKEN_SIZE	 68 /* "dw_" and 64 hexadecimal digits, terminated */
#define TOKEN_LENGTH_MAX 256 /* of what is presented */

struct token {
	char name[TOKEN_NAME_SIZE];
	unsigned char hash[TOKEN_HASH_SIZE];
	struct caller caller;
	char *operations; /* as in the file; owned */
};

struct token_set {
	size_t count;
	struct token *token;
};

/* Reads lines; name stands for the file in messages. Any fault makes the whole unusable. Returns 0
 * with what the caller clears, or -1 with ERR_CONFIG that names the line. */
int tokens_parse(char *text, const char *name, struct token_set *ret_set, struct err *e)
	__attribute__((warn_unused_result));

/* Reads the file, which must be closed to others. Returns as tokens_parse, or -1 with
 * ERR_NOT_FOUND when there is none. */
int tokens_read(const char *path, struct token_set *ret_set, struct err *e)
	__attribute__((warn_unused_result));

/* The token that was presented, in a time that does not depend on which it is; NULL = none. */
const struct token *tokens_find(const struct token_set *set, const char *presented);

/* Can be repeated. */
void tokens_clear(struct token_set *set);

#define auto_token_set __attribute__((cleanup(tokens_clear))) struct token_set

/* What a new token may do, as in a line of the file. */
struct token_grant {
	const char *name, *risk, *permissions, *operations;
};

/* Makes a token and puts its line into the file, which comes into being if need be. The file is
 * replaced as a whole, and only one edit goes on at a time. Returns 0 with the token, which is kept
 * nowhere, or -1: ERR_USAGE, ERR_CONFLICT for a name that is taken, ERR_CONFIG, ERR_OTHER. */
int tokens_add(const char *path, const struct token_grant *grant, char ret_token[TOKEN_SIZE],
	struct err *e) __attribute__((warn_unused_result));

/* Takes a token's line out. Returns 0, or -1 with ERR_NOT_FOUND or as above. */
int tokens_revoke(const char *path, const char *name, struct err *e)
	__attribute__((warn_unused_result));

#endif

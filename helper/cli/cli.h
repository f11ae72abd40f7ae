/* SPDX-License-Identifier: MIT */
/* One run of `doorward`: what was asked for, and what every command needs to answer it. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/api.h"
#include "conf/conf.h"
#include "helper/print/print.h"

#define CLI_WORDS_MAX  128 /* operands of one command */
#define CLI_PARAMS_MAX 64  /* --param value pairs of one command */
#define CLI_HEAD_SIZE  160 /* bytes of a command's words */

struct cli_options {
	const char *config; /* NULL = CONF_PATH */
	const char *profile; /* NULL = the unnamed connections */
	struct print_choice print;
	const char *via_socket; /* "" = serve.socket; NULL = the directory itself */
	const char *out;    /* file to write answers to; NULL = standard output */
	const char *confirm; /* the name of what is to be destroyed; NULL = not said */
	int64_t timeout_ms; /* of one request */
	bool yes;
	bool dry_run;
	bool quiet;
	bool force;
	bool all;
	bool raw;	/* print the answer's bytes */
	bool help;
	bool version;
};

/* doorward itself knows words and nothing else, so that help and completion cost little; whatever is
 * to be done is done by the one of these programs that loads what it takes (program.h). */
enum cli_program {
	CLI_COMMAND, /* all that asks a service or this host; also every row of the operation table */
	CLI_SYNC,    /* with the databases of accounts */
	CLI_SERVE,   /* with the HTTP server */
	CLI_DOCTOR,  /* with libpam */
	CLI_HERE,    /* doorward */
};

/* Strings are borrowed from the arguments of the program. */
struct cli {
	struct cli_options options;
	char *const *argv; /* as the program got them */
	const struct cli_command *commands; /* all that are no rows, in the order of help */
	char head[CLI_HEAD_SIZE]; /* the words of the command, as far as they were named */
	const struct cli_command *command; /* of the host; NULL when op is set */
	const struct api_op *op;	   /* a row of the operation table */
	bool raw;			   /* `doorward api`: the answer's bytes, untouched */
	const char *word[CLI_WORDS_MAX];   /* operands, in their order */
	size_t word_count;
	struct api_arg param[CLI_PARAMS_MAX]; /* named as in the row or the command */
	size_t param_count;
	struct names own; /* texts that the arguments do not hold themselves */
};

/* An option of one command that no row of the operation table has. */
struct cli_param {
	const char *name; /* with '_', as in rows; ends a list when NULL */
	const char *value; /* what stands behind it in usage text; NULL = a flag */
	const char *help;
	bool repeat; /* may be given more than once */
	bool file;   /* the value names a file */
	const char *choices; /* of values, separated by '|'; NULL = any */
};

/* A command that is not a row of the operation table. */
struct cli_command {
	const char *words;    /* "config check"; NULL ends the table */
	const char *operands; /* for usage text, "" = none */
	size_t operands_min, operands_max;
	const char *help;
	const struct cli_param *params; /* NULL = none */
	bool out; /* --out has its answer */
	/* Of a command over a service, for its card; all NULL for the others. */
	const char *calls;	  /* the row whose permission it needs beside those of reading */
	const char *operand_help; /* what the first operand may be */
	const char *example;	  /* what stands behind the words */
	enum api_risk risk;
	enum cli_program program; /* that does it */
};

/* The value given for a parameter ("" for a flag), NULL when there is none. */
const char *cli_param_value(const struct cli *cli, const char *name);

/* Does this error of a change leave open whether it happened? */
bool cli_effect_unknown(const struct err *e);

/* Frees; can be repeated. */
void cli_clear(struct cli *cli);

#endif

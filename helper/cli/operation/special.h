/* SPDX-License-Identifier: MIT */
/* What noun and verb do beyond the one call of their row: a row of their own beside it, with what
 * is done before the call, instead of it and after it. */
#ifndef OPERATION_SPECIAL_H
#define OPERATION_SPECIAL_H

#include "helper/cli/operation/argument_list.h"

/* The call under way, as far as a hook has to do with it. */
struct special_call {
	const struct cli *cli;
	struct api_client *client;
	struct arguments *arguments;
	bool edits;		 /* changes tells all that it does */
	bool unchanged;		 /* there is nothing to do: it is not sent */
	struct text_buf changes; /* of an edit: a line "  field: before -> after" for each */
};

/* Hooks in the order in which the executor (operate.c) comes to them; NULL = nothing beyond. All
 * but judge are left out for `doorward api`. They return 0, or -1 with the error. */
struct special {
	const char *op; /* name of the row in the operation table; NULL ends this one */

	/* Instead: is this command not the call at all? Then `instead` does all of it. */
	bool (*elsewhere)(const struct cli *cli);
	int (*instead)(const struct cli *cli, struct err *e);

	/* Before anything is gathered: may these options stand together? */
	int (*options)(const struct cli *cli, struct err *e);

	/* Before the arguments are checked: adds what options mean for a call that needs to know
	 * nothing of the directory. */
	int (*gathered)(const struct cli *cli, struct arguments *a, struct err *e);

	/* The arguments are fine: the last chance to refuse before anything is sent. */
	int (*ready)(const struct cli *cli, const struct arguments *a, struct err *e);

	/* Must whoever is named be there? arguments->subject holds it from then on. */
	bool subject;

	/* Names have become ids: looks at the directory, and changes the arguments. The question
	 * and the dry run come behind it. */
	int (*before)(struct special_call *c, struct err *e);

	/* Before a question: how many people are hit? */
	int (*hits)(const struct special_call *c, int64_t *ret_people, struct err *e);

	/* After the call, with its answer: goes on with it. What it gives back, which the executor
	 * frees, is shown in the place of the answer. Left out with --raw. */
	int (*after)(struct special_call *c, const cJSON *answer, cJSON **ret_shown, struct err *e);

	/* It has been shown: was it what the caller takes for success? */
	int (*judge)(const struct special_call *c, const cJSON *shown, struct err *e);
};

extern const struct special special_table[];

/* That of a row of the operation table; one without hooks when there is none. */
const struct special *special_find(const struct api_op *op);

#endif

/* SPDX-License-Identifier: MIT */
/* The table of what noun and verb do beyond one call. */
#include "helper/cli/operation/special.h"

#include <string.h>

#include "helper/cli/operation/alias.h"
#include "helper/cli/operation/bulk.h"
#include "helper/cli/operation/edit.h"
#include "helper/cli/operation/import.h"
#include "helper/cli/operation/verify.h"

const struct special special_table[] = {
	{ .op = "createuser", .options = alias_options, .gathered = alias_gathered },
	{ .op = "updateuser", .options = alias_options, .ready = edit_ready, .subject = true,
		.before = edit_before },
	{ .op = "updategroup", .ready = edit_ready, .subject = true, .before = edit_before,
		.hits = edit_members },
	{ .op = "sendverificationpush", .ready = verify_ready, .subject = true,
		.before = verify_before, .after = verify_after, .judge = verify_judge },
	{ .op = "bulkcreateusers", .elsewhere = import_elsewhere, .instead = import_run },
	{ .op = "bulkoperations", .judge = bulk_judge },
	{ .op = NULL },
};

const struct special *
special_find(const struct api_op *op)
{
	const struct special *s = special_table;

	while (s->op != NULL && strcmp(s->op, op->name) != 0)
		s++;
	return s;
}

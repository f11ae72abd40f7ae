/* SPDX-License-Identifier: MIT */
/* One question with one answer: may this caller run this operation? */
#include "helper/serve/caller.h"

#include <stdio.h>
#include <string.h>

int
risk_parse(const char *word, enum api_risk *ret_risk)
{
	for (enum api_risk risk = API_READ; risk <= API_DESTRUCTIVE; risk++)
		if (strcmp(api_risk_word(risk), word) == 0) {
			*ret_risk = risk;
			return 0;
		}
	return -1;
}

int
caller_list(struct caller *c, const char *operation)
{
	const struct api_op *op = api_op_find(operation);
	size_t row;

	if (op == NULL)
		return -1;
	row = (size_t)(op - api_operations);
	if (row >= CALLER_OPERATIONS)
		return -1;
	c->operations[row / 64] |= UINT64_C(1) << row % 64;
	return 0;
}

int
caller_may(const struct caller *c, const struct api_op *op, enum api_risk risk, struct err *e)
{
	size_t row = (size_t)(op - api_operations);

	if (!c->known)
		return err_set(e, ERR_PERMISSION, "%s: nobody may do this without saying who he is",
			op->name);
	if (c->listed && (row >= CALLER_OPERATIONS ||
				 (c->operations[row / 64] >> row % 64 & 1) == 0))
		return err_set(e, ERR_PERMISSION, "%s is not among the operations of %s", op->name,
			c->name);
	if (risk > c->most)
		return err_set(e, ERR_PERMISSION, "%s%s needs the class %s, and %s has only %s",
			op->name, risk > op->risk ? " to this status" : "", api_risk_word(risk),
			c->name, api_risk_word(c->most));
	if ((op->flags & API_SECRET_ANSWER) != 0 && !c->secrets)
		return err_set(e, ERR_PERMISSION,
			"%s answers with secrets, which %s may not see", op->name, c->name);
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* The tables beside the operation table: each row is about one that is there, and about parts of it
 * that are there. */
#include "tests/unit/unit.h"

#include "helper/cli/operation/argument_list.h"
#include "helper/cli/operation/extra.h"
#include "helper/cli/operation/special.h"

static void
each_special_has_a_row_and_a_hook(void **state)
{
	(void)state;
	for (const struct special *s = special_table; s->op != NULL; s++) {
		const struct api_op *op = api_op_find(s->op);

		ROW(s->op, op != NULL && special_find(op) == s); /* else it stands there twice */
		ROW(s->op, (s->elsewhere != NULL) == (s->instead != NULL));
		ROW(s->op, s->instead != NULL || s->options != NULL || s->gathered != NULL ||
			s->ready != NULL || s->before != NULL || s->after != NULL ||
			s->judge != NULL);
		/* only a call that is made alone, with one answer, gets so far */
		ROW(s->op, (op->flags & API_PAGED) == 0 || (s->after == NULL && s->judge == NULL));
		/* all the others are for noun and verb */
		ROW(s->op, op->command != NULL || (s->elsewhere == NULL && s->options == NULL &&
			s->gathered == NULL && s->ready == NULL && s->before == NULL &&
			s->after == NULL));
	}
	assert_null(special_find(api_op_find("listusers"))->op);
}

static void
each_extra_adds_to_a_row(void **state)
{
	(void)state;
	for (const struct extra *x = extra_table; x->op != NULL; x++) {
		const struct api_op *op = api_op_find(x->op);
		bool chosen = x->chosen == NULL;

		ROW(x->op, op != NULL && op->command != NULL && extra_params(op) == x->params);
		for (const struct cli_param *p = x->params; p->name != NULL; p++)
			ROW(p->name, p->help != NULL && api_param_find(op, p->name) == NULL);
		for (const char *const *name = x->taken; name != NULL && *name != NULL; name++)
			ROW(*name, api_param_find(op, *name) != NULL);
		for (size_t n = 0; arguments_operand(op, n) != NULL; n++)
			chosen |= extra_chooses(op, arguments_operand(op, n));
		ROW(x->op, chosen);
	}
	assert_null(extra_params(api_op_find("listusers"))->name);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_special_has_a_row_and_a_hook),
		cmocka_unit_test(each_extra_adds_to_a_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

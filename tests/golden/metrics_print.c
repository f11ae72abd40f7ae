/* SPDX-License-Identifier: MIT */
/* Prints the metrics of one program as the list of its manual page: metrics_print doorwardd */
#include <stdio.h>
#include <string.h>

#include "helper/metrics/metrics.h"

#define WIDTH 78

static void
print_folded(const char *text)
{
	while (strlen(text) > WIDTH) {
		const char *space = memrchr(text, ' ', WIDTH);
		int len = space != NULL ? (int)(space - text) : WIDTH;

		(void)printf("%.*s\n", len, text);
		text += len + 1;
	}
	(void)puts(text);
}

static void
print_row(const char *program, const struct metric *m)
{
	(void)printf(".It Li %s_%s Pq %s", program, m->name, metric_type_word(m->type));
	for (size_t i = 0; i < METRIC_LABELS && m->label[i] != NULL; i++)
		(void)printf("%s Cm %s", i == 0 ? " by" : " ,", m->label[i]->name);
	(void)puts("");
	print_folded(m->help);
}

int
main(int argc, char **argv)
{
	for (size_t p = 0; argc == 2 && p < METRIC_PROGRAMS; p++)
		for (size_t id = 0; id < METRIC_COUNT; id++)
			if (strcmp(argv[1], metric_program_word((enum metric_program)p)) == 0 &&
				(metric_table[id].programs >> p & 1) != 0)
				print_row(argv[1], &metric_table[id]);
	return argc == 2 ? 0 : 2;
}

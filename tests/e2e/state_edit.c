/* SPDX-License-Identifier: MIT */
/* Makes a state.db what time or an accident would make it: state_edit FOLDER STATEMENTS */
#include <stdio.h>

#include "helper/sync/state.h"

int
main(int argc, char **argv)
{
	auto_state s = { 0 };
	struct err e = { 0 };

	if (argc == 3 && state_open(argv[1], STATE_READ, &s, &e) == 0 &&
		sql_run(s.db, argv[2], &e) == 0)
		return 0;
	(void)fprintf(stderr, "state_edit: %s\n", argc == 3 ? e.msg : "needs FOLDER and STATEMENTS");
	return 1;
}

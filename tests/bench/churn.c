/* SPDX-License-Identifier: MIT */
/* Six seconds of replacing the directory file under readers. */
#include "tests/nss/churn.h"

#include <stdio.h>

#include "tests/nss/stage.h"

int
main(void)
{
	struct churn c;
	void *state = NULL;

	if (stage_open(&state) != 0)
		return 1;
	churn_run(1, 6, &c);
	(void)printf("%.0f %lu %lu %lu %u\n", c.replacements / c.seconds, c.lookups, c.wrong,
		c.missing, c.deaths);
	return stage_close(&state) != 0 || c.wrong + c.missing + c.deaths > 0;
}

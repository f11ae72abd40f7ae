/* SPDX-License-Identifier: MIT */
/* Prints what the option table says, for the files that must say the same. */
#include <stdio.h>
#include <string.h>

#include "conf/options.h"

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "example") == 0)
		return conf_example(stdout) == 0 ? 0 : 1;
	if (argc == 2 && strcmp(argv[1], "mdoc") == 0)
		return options_print_mdoc(stdout) == 0 ? 0 : 1;
	(void)fputs("usage: conf_print example|mdoc\n", stderr);
	return 2;
}

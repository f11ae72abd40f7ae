/* SPDX-License-Identifier: MIT */
/* `doorward push`: who gets no push because one was reported as fraud, and who does again. */
#include <errno.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "helper/cli/connect.h"
#include "helper/cli/host/host.h"
#include "helper/door/held.h"
#include "helper/print/rows.h"

struct listing {
	struct printer *printer;
	struct err *e;
};

static int
print_held(void *ctx, const char *user, int64_t until_s)
{
	struct listing *l = ctx;
	time_t t = (time_t)until_s;
	char when[24] = "";
	struct tm tm;

	if (t <= time(NULL))
		return 0;
	if (gmtime_r(&t, &tm) != NULL)
		(void)strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &tm);
	return rows_print(l->printer, (struct rows_cell[]){ { "username", user },
		{ "until", when }, { NULL, NULL } }, l->e);
}

int
push_list_run(const struct cli *cli, struct err *e)
{
	auto_printer printer = { 0 };
	struct listing l = { .printer = &printer, .e = e };
	auto_conf conf = NULL;
	auto_str path = NULL;

	if (connect_conf(cli, &conf, e) != 0 ||
		rows_open(&cli->options.print, "username,until", &printer, e) != 0)
		return -1;
	path = held_path(conf->sync.folder);
	if (path == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	return held_walk(path, print_held, &l, e) == 0 ? print_close(&printer, e) : -1;
}

int
push_allow_run(const struct cli *cli, struct err *e)
{
	auto_conf conf = NULL;
	auto_str path = NULL;

	if (connect_conf(cli, &conf, e) != 0)
		return -1;
	path = held_path(conf->sync.folder);
	if (path == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (held_set(path, cli->word[0], 0, e) != 0)
		return e->sys == EACCES || e->sys == EPERM ? err_add(e, "sudo") : -1;
	if (!cli->options.quiet)
		(void)fprintf(stderr, "%s may get a push again, from the next login on\n",
			cli->word[0]);
	return 0;
}

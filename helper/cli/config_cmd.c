/* SPDX-License-Identifier: MIT */
/* `doorward config`: what the file says, what is wrong with it, and what a file looks like. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/secret.h"
#include "helper/cli/cli.h"
#include "helper/cli/connect.h"
#include "helper/common/duo.h"

/* A secret that cannot be read by whoever asks need not be a fault: the broker may be able to. */
static bool
secret_usable(const char *option, const struct conf_application *a)
{
	auto_secret secret = { 0 };
	struct err e = { 0 };

	if (a->ikey[0] == '\0' || secret_read_file(&secret, a->skey_file, &e) == 0)
		return true;
	(void)fprintf(stderr, "doorward: warning: %s.skey_file: %s\n", option, e.msg);
	return false;
}

static int
check_faults(const char *path, const struct conf_faults *faults, struct err *e)
{
	size_t kept = faults->count < CONF_FAULTS_MAX ? faults->count : CONF_FAULTS_MAX;

	for (size_t i = 0; i < kept; i++)
		(void)puts(faults->fault[i].msg);
	if (faults->count > kept)
		(void)printf("%s: %zu more faults are not shown\n", path, faults->count - kept);
	e->code = ERR_CONFIG; /* told already, so without a text */
	return -1;
}

int
config_check_run(const struct cli *cli, struct err *e)
{
	auto_free struct conf_faults *faults = calloc(1, sizeof(*faults));
	const char *path = connect_path(cli);
	auto_conf c = NULL;
	bool usable;

	if (faults == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (conf_load(path, &c, faults) != 0)
		return check_faults(path, faults, e);
	usable = secret_usable("duo.admin", &c->duo.admin);
	usable = secret_usable("duo.auth", &c->duo.auth) && usable;
	(void)printf("%s: ok: %s, %s%s%s%s\n", path, c->duo.host,
		duo_has_admin(c) ? "Admin API" : "",
		duo_has_admin(c) && duo_has_auth(c) ? " and " : "",
		duo_has_auth(c) ? "Auth API" : "", usable ? "" : "; but see the warning");
	return 0;
}

int
config_dump_run(const struct cli *cli, struct err *e)
{
	auto_conf c = NULL;

	if (connect_conf(cli, &c, e) != 0)
		return -1;
	if (conf_dump(c, stdout) != 0)
		return err_sys(e, ERR_OTHER, errno, "standard output");
	return 0;
}

int
config_example_run(const struct cli *cli, struct err *e)
{
	(void)cli;
	if (conf_example(stdout) != 0)
		return err_sys(e, ERR_OTHER, errno, "standard output");
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* `doorward config`: what the file says, what is wrong with it, and what a file looks like. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/secret.h"
#include "helper/cli/connect.h"
#include "helper/cli/host/host.h"
#include "helper/common/duo.h"
#include "helper/common/duo_form.h"
#include "helper/common/service.h"
#include "helper/directory/reader.h"
#include "helper/door/mapping.h"

/* What is seen of a file that could be loaded, one set of connections after the other. */
struct findings {
	const char *path;
	const char *profile; /* whose set it is; NULL = that of logins */
	unsigned faults, warnings;
};

static void __attribute__((format(printf, 3, 4)))
warn(struct findings *f, const char *option, const char *fmt, ...)
{
	va_list ap;

	f->warnings++;
	(void)fprintf(stderr, "doorward: warning: %s%s%s%s", f->profile != NULL ? "profiles." : "",
		f->profile != NULL ? f->profile : "", f->profile != NULL ? "." : "", option);
	va_start(ap, fmt);
	(void)vfprintf(stderr, fmt, ap);
	va_end(ap);
	(void)fputc('\n', stderr);
}

static void
tell_form(void *ctx, enum duo_form form, const char *option, const char *what)
{
	struct findings *f = ctx;

	if (form != DUO_FORM_EXAMPLE) {
		warn(f, option, " %s", what);
		return;
	}
	f->faults++;
	(void)printf("%s: %s%s%s%s %s\n", f->path, f->profile != NULL ? "profiles." : "",
		f->profile != NULL ? f->profile : "", f->profile != NULL ? "." : "", option, what);
}

/* A secret that cannot be read by whoever asks need not be a fault: the broker may be able to. */
static void
check_secret(struct findings *f, const char *option, const char *file, bool duo)
{
	auto_secret secret = { 0 };
	const char *odd;
	struct err e = { 0 };

	if (file[0] == '\0')
		return;
	if (secret_read_file(&secret, file, &e) != 0) {
		warn(f, option, ": %s", e.msg);
		return;
	}
	odd = duo ? duo_judge_secret(&secret) : NULL;
	if (odd != NULL)
		warn(f, option, ": %s %s", file, odd);
}

static void
check_connections(struct findings *f, const char *profile, const struct conf *c)
{
	const struct {
		const char *option, *file;
		bool duo;
	} secrets[] = {
		{ "duo.admin.skey_file", c->duo.admin.skey_file, true },
		{ "duo.auth.skey_file", c->duo.auth.skey_file, true },
		{ "allthenticate.key_file", c->allthenticate.key_file, false },
		{ "sentinelone.token_file", c->sentinelone.token_file, false },
	};

	f->profile = profile;
	duo_judge_forms(c, tell_form, f);
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
		check_secret(f, secrets[i].option, secrets[i].file, secrets[i].duo);
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

/* The names that sync gives to nobody, on one line; and a warning of those given before. */
struct trusted {
	struct text_buf names;
	char *file; /* of accounts */
	bool given;
};

static void
see_trusted(void *ctx, const char *option, const char *name)
{
	struct trusted *t = ctx;
	char clean[128];

	(void)text_clean(clean, sizeof(clean), name);
	text_buf_printf(&t->names, "%s%s (%s)", t->names.len > 0 ? ", " : "", clean, option);
	if (!directory_has_name(t->file, name))
		return;
	t->given = true;
	(void)fprintf(stderr, "doorward: warning: %s: \"%s\" is an account or a group of the "
		"directory, with all that this option gives; the next sync takes it away\n",
		option, clean);
}

/* Says nothing where there never was a sync. Returns whether all is well. */
static bool
trusted_fine(const struct conf *c)
{
	struct trusted t = { .names = { .limit = 4096 } };
	auto_str file = mapping_directory_file(c);

	if (file == NULL || access(file, F_OK) != 0)
		return true;
	t.file = file;
	conf_trusted(c, see_trusted, &t);
	if (t.names.len > 0)
		(void)printf("names of this host, which doorward sync gives to nobody: %s\n",
			t.names.failed ? "many" : t.names.data);
	text_buf_clear(&t.names);
	return !t.given;
}

int
config_check_run(const struct cli *cli, struct err *e)
{
	auto_free struct conf_faults *faults = calloc(1, sizeof(*faults));
	const char *path = connect_path(cli);
	struct findings f = { .path = path };
	auto_conf c = NULL;

	if (faults == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (conf_load(path, &c, faults) != 0)
		return check_faults(path, faults, e);
	check_connections(&f, NULL, c);
	for (size_t i = 0; i < c->profiles.count; i++)
		check_connections(&f, c->profiles.profile[i].name,
			c->profiles.profile[i].connections);
	if (f.faults > 0) {
		e->code = ERR_CONFIG; /* told already, so without a text */
		return -1;
	}
	if (!trusted_fine(c))
		f.warnings++;
	(void)printf("%s: ok: %s, %s%s%s%s%s%s\n", path, c->duo.host,
		duo_has_admin(c) ? "Admin API" : "",
		duo_has_admin(c) && duo_has_auth(c) ? " and " : "",
		duo_has_auth(c) ? "Auth API" : "",
		service_is_configured(c, API_ALLTHENTICATE) ? ", Allthenticate" : "",
		service_is_configured(c, API_SENTINELONE) ? ", SentinelOne" : "",
		f.warnings == 0 ? "" : "; but see the warning");
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

/* SPDX-License-Identifier: MIT */
/* Times one sync, or a walk over the same list that does nothing with it.
 *
 *	sync walk|sync CONF FOLDER */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "helper/common/duo.h"
#include "helper/sync/sync.h"

static int
ignore(void *ctx, const struct cJSON *row, struct err *e)
{
	(void)ctx;
	(void)row;
	(void)e;
	return 0;
}

static int
walk(struct api_client *api, int64_t *ret_rows, struct err *e)
{
	const struct api_call call = { .op = api_op_find("listusers"),
		.deadline = deadline_in(30000) };

	return api_list(api, &call, ignore, NULL, ret_rows, e);
}

int
main(int argc, char **argv)
{
	static struct conf_faults faults;
	struct api_client *api = NULL;
	struct sync_outcome outcome = { 0 };
	struct conf *conf = NULL;
	struct rusage usage;
	struct err e = { 0 };
	int64_t rows = 0, begin;
	int rc;

	if (argc != 4 || conf_load(argv[2], &conf, &faults) != 0 ||
		duo_client_new(conf, "bench", NULL, &api, &e) != 0) {
		(void)fprintf(stderr, "sync: %s\n", argc != 4 ? "usage" : faults.fault[0].msg);
		return 1;
	}
	free(conf->sync.folder);
	conf->sync.folder = strdup(argv[3]);
	begin = clock_ms();
	if (strcmp(argv[1], "walk") == 0) {
		rc = walk(api, &rows, &e);
	} else {
		rc = sync_run(&(struct sync_job){ .conf = conf, .api = api, .now = 1700000000,
			.page_ms = 30000 }, &outcome, &e);
		rows = outcome.accounts;
	}
	if (rc != 0)
		(void)fprintf(stderr, "sync: %s\n", e.msg);
	(void)getrusage(RUSAGE_SELF, &usage);
	(void)printf("rows=%lld ms=%lld cpu_ms=%lld peak_kib=%ld\n", (long long)rows,
		(long long)(clock_ms() - begin), (long long)usage.ru_utime.tv_sec * 1000 +
		usage.ru_utime.tv_usec / 1000 + (long long)usage.ru_stime.tv_sec * 1000 +
		usage.ru_stime.tv_usec / 1000, usage.ru_maxrss);
	api_client_free(api);
	conf_free(conf);
	return rc != 0;
}

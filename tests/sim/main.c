/* SPDX-License-Identifier: MIT */
/* doorward-sim: a local Duo tenant for trying and testing. */
#include "tests/sim/files.h"
#include "tests/sim/server.h"
#include "tests/sim/sim.h"
#include "tests/sim/tls.h"
#include "tests/sim/fault.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIXTURE_MAX (16L << 20)

struct options {
	const char *directory;
	const char *fixture;
	uint16_t port;
	bool verbose;
	bool exit_with_parent;
};

static const char usage[] =
	"usage: doorward-sim --dir DIR [--fixture FILE] [--port N] [--exit-with-parent] "
	"[--verbose]\n";

static int
parse_options(int argc, char **argv, struct options *options)
{
	static const struct option known[] = {
		{ "dir", required_argument, NULL, 'd' },
		{ "fixture", required_argument, NULL, 'f' },
		{ "port", required_argument, NULL, 'p' },
		{ "exit-with-parent", no_argument, NULL, 'e' },
		{ "verbose", no_argument, NULL, 'v' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int64_t port;
	int option;

	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
		switch (option) {
		case 'd':
			options->directory = optarg;
			break;
		case 'f':
			options->fixture = optarg;
			break;
		case 'p':
			if (!sim_parse_number(optarg, 0, 65535, &port)) {
				(void)fprintf(stderr, "doorward-sim: %s is not a port\n", optarg);
				return 2;
			}
			options->port = (uint16_t)port;
			break;
		case 'e':
			options->exit_with_parent = true;
			break;
		case 'v':
			options->verbose = true;
			break;
		case 'h':
			(void)fputs(usage, stdout);
			exit(0);
		default:
			(void)fputs(usage, stderr);
			return 2;
		}
	}
	if (options->directory != NULL && optind == argc)
		return 0;
	(void)fputs(usage, stderr);
	return 2;
}

/* NULL: a text was written to stderr. */
static char *
read_fixture(const char *path)
{
	FILE *file = fopen(path, "re");
	struct buffer text = { .data = NULL };
	char part[4096];
	size_t got = 0;

	while (file != NULL && text.length <= FIXTURE_MAX &&
		(got = fread(part, 1, sizeof(part), file)) != 0)
		buffer_add(&text, part, got);
	if (file == NULL || ferror(file) || text.length > FIXTURE_MAX) {
		(void)fprintf(stderr, "doorward-sim: cannot read %s: %s\n", path,
			text.length > FIXTURE_MAX ? "too large" : strerror(errno));
		buffer_free(&text);
	}
	if (file != NULL)
		(void)fclose(file);
	return text.data;
}

static void
make_applications(struct sim *sim)
{
	static const struct application rows[APPLICATIONS] = {
		{ .name = "admin",
			.type = APPLICATION_ADMIN,
			.permissions = PERMIT_READ_RESOURCE | PERMIT_WRITE_RESOURCE |
				       PERMIT_READ_INFORMATION | PERMIT_READ_LOG |
				       PERMIT_SETTINGS },
		{ .name = "admin_ro",
			.type = APPLICATION_ADMIN,
			.permissions = PERMIT_READ_RESOURCE },
		{ .name = "auth", .type = APPLICATION_AUTH },
	};

	for (size_t i = 0; i < APPLICATIONS; i++) {
		auto_str seed = sim_random_hex(16);

		sim->application[i] = rows[i];
		sim_make_id(sim->application[i].ikey, "DI", seed, 0);
		sim->application[i].skey = sim_random_hex(40);
	}
}

/* Serves until a signal; the exit status. */
static int
run(struct sim *sim, const struct options *options, const sigset_t *signals)
{
	char directory[PATH_MAX];
	int signal = 0;
	bool written;

	if (mkdir(options->directory, 0700) != 0 && errno != EEXIST) {
		(void)fprintf(stderr, "doorward-sim: cannot make %s: %s\n", options->directory,
			strerror(errno));
		return 1;
	}
	if (realpath(options->directory, directory) == NULL) {
		(void)fprintf(
			stderr, "doorward-sim: %s: %s\n", options->directory, strerror(errno));
		return 1;
	}
	if (server_start(sim, options->port) != 0)
		return 1;
	pthread_mutex_lock(&sim->lock);
	written = files_write(sim, directory) == 0;
	pthread_mutex_unlock(&sim->lock);
	if (written) {
		(void)printf("ready; try: doorward --config %s/doorward.conf user list\n", directory);
		(void)fflush(stdout);
		(void)sigwait(signals, &signal); /* fails only for a bad set */
	}
	server_stop(sim);
	return signal != 0 ? 0 : 1;
}

static int
prepare(struct sim *sim, const struct options *options)
{
	auto_str error = NULL;

	sim->fixture = options->fixture != NULL ? read_fixture(options->fixture)
						: sim_strdup(fixture_default);
	if (sim->fixture == NULL)
		return -1;
	if (sim_load(sim, &error) != 0) {
		(void)fprintf(stderr, "doorward-sim: %s: %s\n",
			options->fixture != NULL ? options->fixture : "built-in fixture", error);
		return -1;
	}
	make_applications(sim);
	services_make_secrets(sim);
	return tls_make_identity(&sim->tls);
}

int
main(int argc, char **argv)
{
	struct sim sim = { .lock = PTHREAD_MUTEX_INITIALIZER };
	struct options options = { .port = 0 };
	pthread_condattr_t monotonic;
	pid_t parent = getppid();
	sigset_t signals;
	int status = parse_options(argc, argv, &options);

	if (status != 0)
		return status;
	if (options.exit_with_parent &&
		(prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid() != parent))
		return 1;
	sim_use_own_allocator_in_cjson();
	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGTERM);
	(void)sigaddset(&signals, SIGINT);
	(void)pthread_sigmask(SIG_BLOCK, &signals, NULL); /* before any thread: all inherit it */
	(void)signal(SIGPIPE, SIG_IGN);
	(void)pthread_condattr_init(&monotonic);
	(void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&sim.changed, &monotonic);
	sim.verbose = options.verbose;
	sim.counters.by_route = cJSON_CreateObject();
	status = prepare(&sim, &options) == 0 ? run(&sim, &options, &signals) : 1;

	store_free(&sim.store);
	services_free(&sim);
	free(sim.allthenticate.key);
	free(sim.sentinelone.token);
	free(sim.sentinelone.token_ro);
	fault_clear(&sim);
	cJSON_Delete(sim.counters.by_route);
	cJSON_Delete(sim.behaviour.push_for);
	for (size_t i = 0; i < APPLICATIONS; i++)
		free(sim.application[i].skey);
	tls_free_identity(&sim.tls);
	free(sim.fixture);
	(void)pthread_cond_destroy(&sim.changed);
	(void)pthread_condattr_destroy(&monotonic);
	return status;
}

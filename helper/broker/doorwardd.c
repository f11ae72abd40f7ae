/* SPDX-License-Identifier: MIT */
/* doorwardd: the broker that answers logins, and the only program here that talks to Duo for them. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <sys/socket.h>

#include "api/api.h"
#include "base/cleanup.h"
#include "base/secret.h"
#include "base/text.h"
#include "helper/broker/server.h"
#include "helper/broker/syncer.h"
#include "helper/broker/watch.h"
#include "helper/common/log.h"

struct options {
	const char *config;
	int inherited_fd; /* a listening socket, or -1 */
	const char *socket; /* where the broker listens, unless that is inherited */
	int64_t conversations, workers; /* that it began with */
	bool one;	  /* serve descriptor 0 and exit */
	bool test;
	bool to_stderr;
};

static const char usage[] =
	"usage: doorwardd [-e] [-c FILE] [-s FD]\n"
	"       doorwardd [-e] [-c FILE] -i\n"
	"       doorwardd -t [-c FILE]\n"
	"\n"
	"  -c FILE  read the configuration from FILE (default " CONF_PATH ")\n"
	"  -e       log to standard error, whatever log.target says\n"
	"  -i       serve one conversation on descriptor 0, then exit\n"
	"  -s FD    listen on the inherited socket FD instead of making broker.socket\n"
	"  -t       check the configuration and the secret files, then exit\n"
	"  -V       print the version\n";

/* Returns 0 to go on, 1 when there is nothing left to do, -1 on a wrong call. */
static int
options_read(int argc, char **argv, struct options *o)
{
	int64_t fd;
	int c;

	while ((c = getopt(argc, argv, "c:eis:tVh")) != -1) {
		switch (c) {
		case 'c':
			o->config = optarg;
			break;
		case 'e':
			o->to_stderr = true;
			break;
		case 'i':
			o->one = true;
			break;
		case 's':
			if (text_to_int(optarg, 0, 1 << 20, &fd) != 0) {
				(void)fprintf(stderr, "doorwardd: -s takes a descriptor number\n");
				return -1;
			}
			o->inherited_fd = (int)fd;
			break;
		case 't':
			o->test = true;
			break;
		case 'V':
			(void)printf("doorwardd " PACKAGE_VERSION "\n");
			return 1;
		case 'h':
			(void)fputs(usage, stdout);
			return 1;
		default:
			(void)fputs(usage, stderr);
			return -1;
		}
	}
	if (optind < argc || (o->one && o->inherited_fd >= 0)) {
		(void)fputs(usage, stderr);
		return -1;
	}
	return 0;
}

static void
log_follow(const struct options *o, const struct site *site)
{
	const struct conf *c = site->conf;

	log_open("doorwardd", o->to_stderr ? LOG_TARGET_STDERR : (enum log_target)c->log.target,
		(enum log_format)c->log.format, (enum log_level)c->log.level);
}

/* Loads the site; a broken configuration still answers, because "broken" is never a yes while an
 * absent broker may be one in somebody's PAM stack. */
static struct site *
site_start(const struct options *o, struct cache *cache, struct watch *watch, struct sites *former)
{
	struct site *site = site_load(o->config, cache, watch, former);

	watch_configuration(watch, site);
	if (site != NULL) {
		log_follow(o, site);
		return site;
	}
	/* whoever starts us has read why; the refusals belong where log.target has them by default */
	if (!o->to_stderr)
		log_open("doorwardd", LOG_TARGET_SYSLOG, LOG_FORMAT_TEXT, LOG_LEVEL_INFO);
	log_line(LOG_LEVEL_ERR, "%s: not usable; every login will be refused until it is mended"
		" and read again (SIGHUP); doorward config check names every fault", o->config);
	return site_broken(cache, watch, former);
}

static int
listen_start(const struct options *o, const struct site *site, struct err *e)
{
	int listening = 0;
	socklen_t len = sizeof(listening);

	if (o->inherited_fd < 0)
		return server_listen(site->conf->broker.socket, e);
	if (getsockopt(o->inherited_fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &len) != 0 ||
		!listening)
		return err_set(e, ERR_USAGE, "-s %d: is not a listening socket", o->inherited_fd);
	/* several come at a time, and whether another one waits is only known by trying */
	if (fcntl(o->inherited_fd, F_SETFL, O_NONBLOCK) != 0)
		return err_sys(e, ERR_OTHER, errno, "-s %d", o->inherited_fd);
	return o->inherited_fd;
}

/* What has been made at the start is as it was. */
static void
tell_later(const struct options *o, const struct conf *conf)
{
	if (conf->broker.conversations != o->conversations)
		log_line(LOG_LEVEL_WARNING, "broker.conversations counts from the next start; until then"
			" %lld is in force", (long long)o->conversations);
	if (conf->broker.workers != o->workers)
		log_line(LOG_LEVEL_WARNING, "broker.workers counts from the next start; until then %lld is"
			" in force", (long long)o->workers);
}

/* A new configuration as a whole, or the old one as a whole. */
static void
reload(const struct options *o, struct server *s, struct syncer *syncer, struct cache *cache)
{
	const struct site *old = server_site(s);
	struct site *site = site_load(o->config, cache, old->watch, old->former);
	unsigned directory = old->door.directory;

	watch_configuration(old->watch, site);
	if (site == NULL) {
		log_line(LOG_LEVEL_ERR, "%s: not usable; %s", o->config, old->broken
			? "every login is still refused" : "the former configuration stays in force");
		return;
	}
	if (o->inherited_fd < 0 && strcmp(site->conf->broker.socket, o->socket) != 0)
		log_line(LOG_LEVEL_WARNING, "broker.socket counts from the next start; until then"
			" logins are answered on %s", o->socket);
	tell_later(o, site->conf);
	if (!old->broken && !site_same_directory(old, site))
		directory++;
	site->door.directory = directory;
	log_follow(o, site);
	syncer_replace_site(syncer, site);
	server_replace_site(s, site);
	cache_switch(cache, directory);
	log_line(LOG_LEVEL_INFO, "%s: read again", o->config);
}

/* Before there is a second thread: none of them is interrupted, this one reads what was sent. */
static sigset_t
signals_block(void)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGHUP);
	(void)pthread_sigmask(SIG_BLOCK, &set, NULL);
	(void)signal(SIGPIPE, SIG_IGN); /* our own process, so our own disposition */
	return set;
}

/* Runs until SIGTERM or SIGINT. */
static void
serve(const struct options *o, struct server *s, struct syncer *syncer, struct cache *cache,
	struct sites *former, int signal_fd)
{
	struct pollfd p[] = { { .fd = signal_fd, .events = POLLIN },
		{ .fd = former->fd, .events = POLLIN } };

	for (;;) {
		struct signalfd_siginfo info;

		if (poll(p, sizeof(p) / sizeof(p[0]), -1) < 0 && errno != EINTR) {
			log_line(LOG_LEVEL_ERR, "poll: errno %d", errno);
			return;
		}
		server_hold(s);
		if (read(signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
			if (info.ssi_signo != SIGHUP)
				break;
			reload(o, s, syncer, cache);
		}
		server_go_on(s);
		sites_free(former);
	}
	server_go_on(s); /* it ends in order */
}

static int
run_server(struct options *o, struct site *site, struct cache *cache, const sigset_t *signals)
{
	struct sites *former = site->former;
	int signal_fd = signalfd(-1, signals, SFD_CLOEXEC | SFD_NONBLOCK);
	struct syncer *syncer = NULL;
	struct server *s = NULL;
	struct err e = { 0 };
	auto_str path = strdup(site->conf->broker.socket);
	auto_fd listen_fd = listen_start(o, site, &e);

	if (listen_fd < 0 || signal_fd < 0 || path == NULL ||
		server_new(listen_fd, signal_fd, site, &s, &e) != 0) {
		log_line(LOG_LEVEL_ERR, "%s", e.msg[0] != '\0' ? e.msg : "cannot start");
		site_release(site);
		return 1;
	}
	if (syncer_new(site, &syncer, &e) != 0) {
		log_line(LOG_LEVEL_ERR, "%s", e.msg);
		server_free(s);
		return 1;
	}
	o->socket = path;
	o->conversations = server_site(s)->conf->broker.conversations;
	o->workers = server_site(s)->conf->broker.workers;
	log_line(LOG_LEVEL_INFO, "ready on %s", o->inherited_fd < 0 ? path : "an inherited socket");
	(void)take_fd(&listen_fd);
	serve(o, s, syncer, cache, former, signal_fd);
	if (o->inherited_fd < 0)
		(void)unlink(path);
	syncer_free(syncer);
	server_free(s);
	(void)close(signal_fd);
	log_line(LOG_LEVEL_INFO, "ended");
	return 0;
}

/* One conversation on descriptor 0. */
static int
run_one(struct site *site)
{
	struct server *s = NULL;
	struct err e = { 0 };

	if (server_new(-1, -1, site, &s, &e) != 0) {
		log_line(LOG_LEVEL_ERR, "%s", e.msg);
		site_release(site);
		return 1;
	}
	server_serve_one(s, STDIN_FILENO);
	server_free(s);
	return 0;
}

int
main(int argc, char **argv)
{
	struct options o = { .config = CONF_PATH, .inherited_fd = -1 };
	struct cache *cache;
	struct watch *watch;
	struct site *site;
	struct sites former;
	sigset_t signals = { 0 };
	struct err e = { 0 };
	int rc = options_read(argc, argv, &o);

	secret_forbid_cores();
	if (rc != 0)
		return rc < 0 ? 2 : 0;
	if (!o.test && !o.one)
		signals = signals_block();
	log_open("doorwardd", o.one && !o.to_stderr ? LOG_TARGET_SYSLOG : LOG_TARGET_STDERR,
		LOG_FORMAT_TEXT, LOG_LEVEL_INFO);
	if (api_start(&e) != 0 || sites_open(&former, &e) != 0) { /* also for a broken file, which may be mended among threads */
		log_line(LOG_LEVEL_ERR, "%s", e.msg);
		return 1;
	}
	cache = cache_new(clock_age_ms);
	watch = watch_new(o.config, cache);
	if (cache == NULL || watch == NULL)
		site = NULL;
	else
		site = o.test ? site_load(o.config, cache, watch, &former) :
			site_start(&o, cache, watch, &former);
	if (site == NULL) {
		if (!o.test)
			log_line(LOG_LEVEL_ERR, "out of memory");
		rc = 1;
	} else if (o.test) {
		(void)printf("%s: ok\n", o.config);
		site_release(site);
	} else if (o.one) {
		rc = run_one(site);
	} else {
		rc = run_server(&o, site, cache, &signals);
	}
	sites_close(&former);
	watch_free(watch);
	cache_free(cache);
	return rc;
}

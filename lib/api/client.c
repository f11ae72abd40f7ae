/* SPDX-License-Identifier: MIT */
/* Makes a client out of a configuration that has been checked once more where it matters. */
#include "api/client.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include <openssl/pem.h>

#include "base/cleanup.h"

static int64_t
real_wall_seconds(void *ctx)
{
	(void)ctx; /* the real world has no state of ours */
	return (int64_t)time(NULL);
}

static unsigned
real_jitter_ms(void *ctx)
{
	unsigned value = 0;

	(void)ctx;
	if (getrandom(&value, sizeof(value), GRND_NONBLOCK) != (ssize_t)sizeof(value))
		value = (unsigned)clock_ms(); /* spreading load needs no secrecy */
	return value % 1000;
}

static void
real_pause_ms(void *ctx, int ms)
{
	struct timespec left = { .tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000 };

	(void)ctx;
	while (nanosleep(&left, &left) != 0 && errno == EINTR)
		continue;
}

static int
check_config(const struct api_config *config, struct err *e)
{
	size_t len = strlen(config->host);

	if (len == 0)
		return err_set(e, ERR_CONFIG, "no API host is configured: set duo.host");
	if (len > CLIENT_HOST_MAX ||
		strspn(config->host, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				     "0123456789.-") != len)
		return err_set(e, ERR_CONFIG,
			"duo.host takes a host name alone, such as api-12345678.duosecurity.com");
	if (config->port < 1 || config->port > 65535)
		return err_set(e, ERR_CONFIG, "duo.port takes 1 to 65535");
	if (config->signature != 2 && config->signature != 5)
		return err_set(e, ERR_CONFIG, "duo.signature takes 2 or 5");
	return 0;
}

/* A file without authorities would make every call fail as if the network had: that is a broken
 * configuration, which no setting for outages may cover. */
static int
check_authorities(const char *ca_file, struct err *e)
{
	auto_file f = NULL;
	X509 *first;

	if (ca_file[0] == '\0')
		return 0;
	f = fopen(ca_file, "re");
	if (f == NULL)
		return err_sys(e, ERR_CONFIG, errno, "duo.ca_file: %s", ca_file);
	first = PEM_read_X509(f, NULL, NULL, NULL);
	if (first == NULL)
		return err_set(e, ERR_CONFIG, "duo.ca_file: %s: holds no certificate in PEM format",
			ca_file);
	X509_free(first);
	return 0;
}

int
api_client_new(const struct api_config *config, struct api_client **ret_client, struct err *e)
{
	struct transport_config transport = {
		.ca_file = config->ca_file != NULL ? config->ca_file : "",
		.proxy = config->proxy != NULL ? config->proxy : "",
		.user_agent = config->user_agent != NULL ? config->user_agent : "doorward",
	};
	struct api_client *c;

	if (check_config(config, e) != 0 || check_authorities(transport.ca_file, e) != 0)
		return -1;
	c = calloc(1, sizeof(*c));
	if (c == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	for (size_t i = 0; config->host[i] != '\0'; i++)
		c->host[i] = (char)tolower((unsigned char)config->host[i]);
	c->port = config->port;
	c->signature = config->signature;
	c->admin = config->admin;
	c->auth = config->auth;
	c->world = (struct api_world){ .wall_seconds = real_wall_seconds,
		.jitter_ms = real_jitter_ms,
		.pause_ms = real_pause_ms };
	if (transport_new(&transport, &c->transport, e) != 0) {
		api_client_free(c);
		return -1;
	}
	*ret_client = c;
	return 0;
}

void
api_client_free(struct api_client *c)
{
	if (c == NULL)
		return;
	transport_free(c->transport);
	explicit_bzero(c, sizeof(*c));
	free(c);
}

/* SPDX-License-Identifier: MIT */
/* Makes a client out of a configuration that has been checked once more where it matters. */
#include "api/client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "api/service.h"
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

static bool
is_host_name(const char *host)
{
	size_t len = strlen(host);

	return len <= CLIENT_HOST_MAX &&
		strspn(host, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-") ==
			len;
}

/* Header names and schemes are tokens of RFC 9110. */
static bool
is_token(const char *s)
{
	return strlen(s) <= CLIENT_HEADER_MAX &&
		s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
			    "!#$%&'*+-.^_`|~")] == '\0';
}

static int
check_config(const struct api_config *config, const struct service *service, struct err *e)
{
	if (config->host[0] == '\0')
		return err_set(e, ERR_CONFIG, "no API host is configured: set %s",
			service->address);
	if (!is_host_name(config->host))
		return err_set(e, ERR_CONFIG,
			"%s takes a host name alone, such as api-12345678.duosecurity.com",
			service->address);
	if (config->port < 1 || config->port > 65535)
		return err_set(e, ERR_CONFIG, "%s.port takes 1 to 65535", service->name);
	if (config->service == API_DUO && config->signature != 2 && config->signature != 5)
		return err_set(e, ERR_CONFIG, "duo.signature takes 2 or 5");
	if (config->socket != NULL && config->socket[0] != '\0') /* it brings no key */
		return 0;
	if (config->service != API_DUO &&
		(config->header == NULL || config->header[0] == '\0' || !is_token(config->header)))
		return err_set(e, ERR_CONFIG, "%s.header takes the name of a header",
			service->name);
	if (config->scheme != NULL && !is_token(config->scheme))
		return err_set(e, ERR_CONFIG, "%s.scheme takes one word", service->name);
	return 0;
}

/* Is this a whole ASN.1 sequence, as a certificate is? Its key is not read: to find out how that is
 * done takes longer than all else here. */
static bool
is_sequence(const unsigned char *der, long len)
{
	int tag = 0, class = 0;
	long content = 0;

	return ASN1_get_object(&der, &content, &tag, &class, len) == V_ASN1_CONSTRUCTED &&
		tag == V_ASN1_SEQUENCE;
}

static bool
holds_certificate(FILE *f)
{
	char *name, *header;
	unsigned char *der;
	bool ours = false, fine = false;
	long len;

	while (!ours && PEM_read(f, &name, &header, &der, &len) == 1) {
		ours = strcmp(name, PEM_STRING_X509) == 0 ||
			strcmp(name, PEM_STRING_X509_OLD) == 0;
		fine = ours && is_sequence(der, len);
		OPENSSL_free(name);
		OPENSSL_free(header);
		OPENSSL_free(der);
	}
	ERR_clear_error();
	return fine;
}

/* A file without authorities would make every call fail as if the network had: that is a broken
 * configuration, which no setting for outages may cover. */
static int
check_authorities(const struct service *service, const char *ca_file, struct err *e)
{
	auto_file f = NULL;

	if (ca_file[0] == '\0')
		return 0;
	f = fopen(ca_file, "re");
	if (f == NULL)
		return err_sys(e, ERR_CONFIG, errno, "%s.ca_file: %s", service->name, ca_file);
	if (!holds_certificate(f))
		return err_set(e, ERR_CONFIG, "%s.ca_file: %s: holds no certificate in PEM format",
			service->name, ca_file);
	return 0;
}

/* Copies what one service alone has. */
static int
take_config(struct api_client *c, const struct api_config *config, struct err *e)
{
	const char *header = config->header != NULL ? config->header : "";
	const char *scheme = config->scheme != NULL ? config->scheme : "";
	const char *base_path = config->base_path != NULL ? config->base_path : "";

	c->kind = config->service;
	c->service = service_find(config->service);
	c->port = config->port;
	c->signature = config->signature;
	c->admin = config->admin;
	c->auth = config->auth;
	c->key = config->key;
	c->relayed = config->socket != NULL && config->socket[0] != '\0';
	if (text_copy(c->host, sizeof(c->host), config->host) != 0 ||
		text_copy(c->base_path, sizeof(c->base_path), base_path) != 0 ||
		text_copy(c->header, sizeof(c->header), header) != 0 ||
		text_copy(c->scheme, sizeof(c->scheme), scheme) != 0)
		return err_set(e, ERR_CONFIG, "%s: is too long", c->service->address);
	text_lower(c->host);
	return 0;
}

int
api_client_new(const struct api_config *config, struct api_client **ret_client, struct err *e)
{
	const struct service *service = service_find(config->service);
	struct transport_config transport = {
		.name = service->name,
		.address = service->address,
		.ca_file = config->ca_file != NULL ? config->ca_file : "",
		.proxy = config->proxy,
		.user_agent = config->user_agent != NULL ? config->user_agent : "doorward",
		.socket = config->socket != NULL ? config->socket : "",
	};
	struct api_client *c;

	if (api_start(e) != 0 || check_config(config, service, e) != 0 ||
		check_authorities(service, transport.ca_file, e) != 0)
		return -1;
	c = calloc(1, sizeof(*c));
	if (c == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	c->world = (struct api_world){ .wall_seconds = real_wall_seconds,
		.jitter_ms = real_jitter_ms,
		.pause_ms = real_pause_ms };
	if (take_config(c, config, e) != 0 || transport_new(&transport, &c->transport, e) != 0) {
		api_client_free(c);
		return -1;
	}
	*ret_client = c;
	return 0;
}

void
api_client_waits(struct api_client *c, void (*waits)(void *ctx, int ms), void *ctx)
{
	c->waits = waits;
	c->waits_ctx = ctx;
}

void
api_client_watch(struct api_client *c,
	void (*watch)(void *ctx, const struct api_op *op, const struct err *e, int64_t took_us),
	void *ctx)
{
	c->watch = watch;
	c->watch_ctx = ctx;
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

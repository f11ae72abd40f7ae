/* SPDX-License-Identifier: MIT */
/* Starts the HTTP library, and keeps connections open between calls. */
#include "api/transport_private.h"

#include "api/api.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include "base/cleanup.h"

/* The HTTP library copies headers and bodies into buffers of its own and frees them as they
 * are; codes must not stay behind there. */
static void
wiping_free(void *p)
{
	if (p == NULL)
		return;
	explicit_bzero(p, malloc_usable_size(p));
	free(p);
}

static void *
wiping_realloc(void *p, size_t size)
{
	size_t old = p != NULL ? malloc_usable_size(p) : 0;
	void *fresh = malloc(size != 0 ? size : 1);

	if (fresh == NULL || p == NULL)
		return fresh;
	memcpy(fresh, p, old < size ? old : size);
	wiping_free(p);
	return fresh;
}

static CURLcode init_result;

static void
init_once(void)
{
	/* read by the libraries below us, past every option that could forbid it */
	static const char *const ignored[] = { "SSLKEYLOGFILE", "OPENSSL_CONF", "OPENSSL_MODULES",
		"OPENSSL_ENGINES" };

	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		(void)unsetenv(ignored[i]); /* fails for malformed names only */
	/* what is not freed at the end is the kernel's: to give it back by hand takes a while */
	(void)OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, NULL);
	init_result = curl_global_init_mem(CURL_GLOBAL_ALL, malloc, wiping_free, wiping_realloc,
		strdup, calloc);
}

int
api_start(struct err *e)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	if (pthread_once(&once, init_once) != 0 || init_result != CURLE_OK)
		return err_set(e, ERR_OTHER, "the HTTP library does not start");
	return 0;
}

void
connection_free(struct connection *c)
{
	if (c == NULL)
		return;
	transfer_free(c->transfer);
	if (c->multi != NULL)
		(void)curl_multi_cleanup(c->multi); /* its handle is gone: nothing can be wrong */
	free(c);
}

static struct connection *
connection_new(const struct transport *t)
{
	struct connection *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return NULL;
	c->transfer = transfer_new(t, false);
	c->multi = curl_multi_init();
	if (c->transfer == NULL || c->multi == NULL ||
		curl_multi_setopt(c->multi, CURLMOPT_MAXCONNECTS, 1L) != CURLM_OK) {
		connection_free(c);
		return NULL;
	}
	return c;
}

struct connection *
pool_take(struct transport *t)
{
	struct connection *c = NULL;

	(void)pthread_mutex_lock(&t->lock); /* a plain mutex, held briefly: cannot fail */
	if (t->idle_count > 0)
		c = t->idle[--t->idle_count];
	(void)pthread_mutex_unlock(&t->lock);
	return c != NULL ? c : connection_new(t);
}

void
pool_give(struct transport *t, struct connection *c)
{
	(void)pthread_mutex_lock(&t->lock);
	if (t->idle_count < TRANSPORT_IDLE_MAX) {
		t->idle[t->idle_count++] = c;
		c = NULL;
	}
	(void)pthread_mutex_unlock(&t->lock);
	connection_free(c);
}

int
transport_new(const struct transport_config *config, struct transport **ret_transport,
	struct err *e)
{
	struct transport *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	(void)pthread_mutex_init(&t->lock, NULL); /* cannot fail with default attributes */
	t->ca_file = strdup(config->ca_file);
	t->name = config->name;
	t->address = config->address;
	t->proxy_known = config->proxy != NULL;
	t->proxy = strdup(t->proxy_known ? config->proxy : "");
	t->user_agent = strdup(config->user_agent);
	t->socket = strdup(config->socket != NULL ? config->socket : "");
	if (t->ca_file == NULL || t->proxy == NULL || t->user_agent == NULL || t->socket == NULL) {
		transport_free(t);
		return err_set(e, ERR_OTHER, "out of memory");
	}
	*ret_transport = t;
	return 0;
}

void
transport_free(struct transport *t)
{
	if (t == NULL)
		return;
	while (t->idle_count > 0)
		connection_free(t->idle[--t->idle_count]);
	(void)pthread_mutex_destroy(&t->lock);
	free(t->ca_file);
	free(t->proxy);
	free(t->user_agent);
	free(t->socket);
	free(t);
}

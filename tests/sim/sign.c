/* SPDX-License-Identifier: MIT */
/* Duo's request signature from the server's side, see sign.h. */
#include "tests/sim/sign.h"
#include "tests/sim/util.h"

#include <ctype.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#define DIGEST_MAX 64

static char *
hex_text(const unsigned char *bytes, size_t length)
{
	char *text = sim_alloc(length * 2 + 1);

	for (size_t i = 0; i < length; i++)
		(void)snprintf(text + i * 2, 3, "%02x", bytes[i]);
	return text;
}

static char *
lower(const char *text, size_t length)
{
	char *copy = sim_strndup(text, length);

	for (char *at = copy; *at != '\0'; at++)
		*at = (char)tolower((unsigned char)*at);
	return copy;
}

/* Host without its port; an address in brackets keeps its colons. */
static char *
host_name(const char *host)
{
	const char *colon = strrchr(host, ':');
	const char *bracket = strrchr(host, ']');
	size_t length = strlen(host);

	if (colon != NULL && (bracket == NULL || colon > bracket))
		length = (size_t)(colon - host);
	return lower(host, length);
}

char *
sign_hash_bytes(const void *bytes, size_t length)
{
	unsigned char digest[DIGEST_MAX] = { 0 };

	(void)gnutls_hash_fast(GNUTLS_DIG_SHA512, bytes, length, digest); /* always there */
	return hex_text(digest, sizeof(digest));
}

struct header {
	char *name;
	const char *value;
};

static int
compare_headers(const void *left, const void *right)
{
	const struct header *a = left;
	const struct header *b = right;

	return strcmp(a->name, b->name);
}

char *
sign_hash_headers(const struct sign_input *input)
{
	struct header sorted[SIGN_HEADERS_MAX];
	auto_buffer text = { .data = NULL };

	for (size_t i = 0; i < input->duo_headers; i++) {
		const char *name = input->duo_header[i].name;

		sorted[i].name = lower(name, strlen(name));
		sorted[i].value = input->duo_header[i].value;
	}
	qsort(sorted, input->duo_headers, sizeof(sorted[0]), compare_headers);
	for (size_t i = 0; i < input->duo_headers; i++) {
		if (i != 0)
			buffer_add(&text, "", 1);
		buffer_add(&text, sorted[i].name, strlen(sorted[i].name) + 1);
		buffer_puts(&text, sorted[i].value);
		free(sorted[i].name);
	}
	return sign_hash_bytes(text.data != NULL ? text.data : "", text.length);
}

/* Query and form together: a client sends its parameters in one of the two. */
static char *
params_line(const struct sign_input *input, int version)
{
	struct param_set *all = sim_alloc(sizeof(*all));
	const struct param_set *source[2] = { input->query, version == 2 ? input->form : NULL };
	char *line;

	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; source[i] != NULL && j < source[i]->count; j++)
			if (all->count < PARAMS_MAX)
				all->item[all->count++] = source[i]->item[j];
	line = params_canonical(all);
	free(all); /* the items are borrowed */
	return line;
}

char *
sign_canonical(const struct sign_input *input, int version)
{
	struct buffer text = { .data = NULL };
	auto_str method = lower(input->method, strlen(input->method));
	auto_str host = host_name(input->host);
	auto_str line = params_line(input, version);

	for (char *at = method; *at != '\0'; at++)
		*at = (char)toupper((unsigned char)*at);
	buffer_printf(&text, "%s\n%s\n%s\n%s\n%s", input->date, method, host, input->path, line);
	if (version == 5) {
		auto_str body = sign_hash_bytes(input->body, input->body_length);
		auto_str headers = sign_hash_headers(input);

		buffer_printf(&text, "\n%s\n%s", body, headers);
	}
	return buffer_take(&text);
}

char *
sign_hmac(enum sign_digest digest, const char *key, const char *text)
{
	gnutls_mac_algorithm_t algorithm =
		digest == SIGN_SHA1 ? GNUTLS_MAC_SHA1 : GNUTLS_MAC_SHA512;
	unsigned char mac[DIGEST_MAX] = { 0 };

	(void)gnutls_hmac_fast(algorithm, key, strlen(key), text, strlen(text), mac);
	return hex_text(mac, gnutls_hmac_get_len(algorithm));
}

bool
sign_matches(const struct sign_input *input, const char *key, const char *signature)
{
	static const struct {
		int version;
		enum sign_digest digest;
	} accepted[] = { { 5, SIGN_SHA512 }, { 2, SIGN_SHA512 }, { 2, SIGN_SHA1 } };
	size_t length = strlen(signature);

	for (size_t i = 0; i < sizeof(accepted) / sizeof(accepted[0]); i++) {
		auto_str text = sign_canonical(input, accepted[i].version);
		auto_str right = sign_hmac(accepted[i].digest, key, text);

		if (strlen(right) == length && gnutls_memcmp(right, signature, length) == 0)
			return true;
	}
	return false;
}

bool
sign_is_foreign(const char *signature)
{
	size_t length = strlen(signature);

	return (length == 32 || length == 64 || length == 96) &&
	       strspn(signature, "0123456789abcdef") == length;
}

/* Seconds east of Greenwich; false: not a zone. */
static bool
parse_zone(const char *zone, int64_t *ret_seconds)
{
	static const char *const zero[] = { "GMT", "UTC", "UT", "Z" };
	int hours, minutes, used = 0;

	for (size_t i = 0; i < sizeof(zero) / sizeof(zero[0]); i++) {
		if (strcmp(zone, zero[i]) == 0) {
			*ret_seconds = 0;
			return true;
		}
	}
	if (zone[0] != '+' && zone[0] != '-')
		return false;
	if ((sscanf(zone + 1, "%2d%2d%n", &hours, &minutes, &used) != 2 || used != 4) &&
		(sscanf(zone + 1, "%2d:%2d%n", &hours, &minutes, &used) != 2 || used != 5))
		return false;
	if (zone[1 + used] != '\0' || hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
		return false;
	*ret_seconds = (hours * 3600 + minutes * 60) * (zone[0] == '-' ? -1 : 1);
	return true;
}

int64_t
sign_parse_date(const char *text)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
		"Aug", "Sep", "Oct", "Nov", "Dec" };
	const char *comma = strchr(text, ',');
	struct tm when = { .tm_mon = -1 };
	char month[4], zone[8];
	int64_t east;
	int used = 0;

	if (comma != NULL)
		text = comma + 1;
	if (sscanf(text, " %2d %3s %4d %2d:%2d:%2d %7s%n", &when.tm_mday, month, &when.tm_year,
		    &when.tm_hour, &when.tm_min, &when.tm_sec, zone, &used) != 7 ||
		text[used] != '\0' || !parse_zone(zone, &east))
		return -1;
	for (int i = 0; i < 12; i++)
		if (strcasecmp(month, months[i]) == 0)
			when.tm_mon = i;
	if (when.tm_mon < 0 || when.tm_year < 1970)
		return -1;
	when.tm_year -= 1900;
	return (int64_t)timegm(&when) - east;
}

int
sign_parse_authorization(const char *header, char **ret_ikey, char **ret_signature)
{
	gnutls_datum_t text = { .data = NULL }, coded;
	auto_str copy = NULL;
	auto_str decoded = NULL;
	char *colon;

	if (header == NULL || strncasecmp(header, "Basic ", 6) != 0)
		return -1;
	copy = sim_strdup(header + 6);
	coded = (gnutls_datum_t){ .data = (unsigned char *)copy, .size = (unsigned)strlen(copy) };
	if (gnutls_base64_decode2(&coded, &text) < 0)
		return -1;
	decoded = sim_strndup((const char *)text.data, text.size);
	gnutls_free(text.data);
	colon = strchr(decoded, ':');
	if (colon == NULL)
		return -1;
	*ret_signature = sim_strdup(colon + 1);
	*ret_ikey = sim_strndup(decoded, (size_t)(colon - decoded));
	return 0;
}

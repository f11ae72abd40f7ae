/* SPDX-License-Identifier: MIT */
/* Computes request signatures; every rule here is backed by a vector in the tests. */
#include "api/sign.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "api/api.h"

#define HEADER_PREFIX "x-duo-"

void
api_percent_encode(struct text_buf *b, const char *s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;
		char code[3] = { '%', hex[c >> 4], hex[c & 15] };

		if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
			c == '-' || c == '.' || c == '_' || c == '~')
			text_buf_add(b, s, 1);
		else
			text_buf_add(b, code, sizeof(code));
	}
}

struct encoded {
	struct text_buf key, value;
	size_t position;
	bool order_values;
};

static void
encoded_clear(struct encoded *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		text_buf_clear(&pairs[i].key);
		text_buf_clear(&pairs[i].value);
	}
	free(pairs);
}

static const char *
text_of(const struct text_buf *b)
{
	return b->data != NULL ? b->data : "";
}

/* By key, not by "key=value": that would differ where one key is the beginning of another. */
static int
compare_encoded(const void *a, const void *b)
{
	const struct encoded *x = a, *y = b;
	int order = strcmp(text_of(&x->key), text_of(&y->key));

	if (order == 0 && x->order_values)
		order = strcmp(text_of(&x->value), text_of(&y->value));
	if (order == 0)
		order = x->position < y->position ? -1 : 1;
	return order;
}

int
sign_params(const struct sign_pair *pairs, size_t count, bool order_values,
	struct text_buf *ret_line, struct err *e)
{
	struct encoded *all;
	bool failed = false;

	if (count == 0)
		return 0;
	if (count > SIGN_PAIRS_MAX)
		return err_set(e, ERR_USAGE, "more than %d parameters", SIGN_PAIRS_MAX);
	all = calloc(count, sizeof(*all));
	if (all == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	for (size_t i = 0; i < count; i++) {
		api_percent_encode(&all[i].key, pairs[i].key);
		api_percent_encode(&all[i].value, pairs[i].value);
		all[i].position = i;
		all[i].order_values = order_values;
		failed |= all[i].key.failed || all[i].value.failed;
	}
	if (!failed)
		qsort(all, count, sizeof(*all), compare_encoded);
	for (size_t i = 0; i < count && !failed; i++) {
		if (i > 0)
			text_buf_puts(ret_line, "&");
		text_buf_puts(ret_line, text_of(&all[i].key));
		text_buf_puts(ret_line, "=");
		text_buf_puts(ret_line, text_of(&all[i].value));
	}
	encoded_clear(all, count);
	return failed || ret_line->failed ? err_set(e, ERR_OTHER, "the request is too long") : 0;
}

static void
write_hex(const unsigned char *bytes, size_t len, char ret_hex[SIGN_HEX_SIZE])
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		ret_hex[2 * i] = hex[bytes[i] >> 4];
		ret_hex[2 * i + 1] = hex[bytes[i] & 15];
	}
	ret_hex[2 * len] = '\0';
}

static const char hash_of_nothing[] =
	"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
	"47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e";

int
sign_hash(const char *bytes, size_t len, char ret_hex[SIGN_HEX_SIZE], struct err *e)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned int hash_len = 0;

	if (len == 0) { /* as in most requests, for body and headers */
		memcpy(ret_hex, hash_of_nothing, sizeof(hash_of_nothing));
		return 0;
	}
	if (EVP_Digest(bytes, len, hash, &hash_len, EVP_sha512(), NULL) != 1)
		return err_set(e, ERR_OTHER, "cannot compute SHA-512");
	write_hex(hash, hash_len, ret_hex);
	return 0;
}

/* Appends s with its letters in one case. */
static void
add_in_case(struct text_buf *b, const char *s, int (*in_case)(int))
{
	for (; *s != '\0'; s++)
		text_buf_add(b, &(char){ (char)in_case((unsigned char)*s) }, 1);
}

static int
compare_headers(const void *a, const void *b)
{
	const struct sign_pair *const *x = a, *const *y = b;

	return strcasecmp((*x)->key, (*y)->key);
}

int
sign_hash_headers(const struct sign_pair *headers, size_t count, char ret_hex[SIGN_HEX_SIZE],
	struct err *e)
{
	const struct sign_pair *order[16];
	auto_text_buf text = { .limit = 0 };

	if (count > sizeof(order) / sizeof(order[0]))
		return err_set(e, ERR_USAGE, "more than 16 X-Duo headers");
	for (size_t i = 0; i < count; i++)
		order[i] = &headers[i];
	if (count > 0)
		qsort(order, count, sizeof(order[0]), compare_headers);
	for (size_t i = 0; i < count; i++) {
		const char *name = order[i]->key;

		if (strncasecmp(name, HEADER_PREFIX, strlen(HEADER_PREFIX)) != 0)
			return err_set(e, ERR_USAGE, "header %s is not an X-Duo header", name);
		if (i > 0 && strcasecmp(name, order[i - 1]->key) == 0)
			return err_set(e, ERR_USAGE, "header %s is there twice", name);
		if (i > 0)
			text_buf_add(&text, "", 1);
		add_in_case(&text, name, tolower);
		text_buf_add(&text, "", 1);
		text_buf_puts(&text, order[i]->value);
	}
	if (text.failed)
		return err_set(e, ERR_OTHER, "the headers are too long");
	return sign_hash(text_of(&text), text.len, ret_hex, e);
}

int
sign_canonical(const struct sign_input *in, struct text_buf *ret_text, struct err *e)
{
	char hash[SIGN_HEX_SIZE];

	if (in->version != 1 && in->version != 2 && in->version != 4 && in->version != 5)
		return err_set(e, ERR_USAGE, "signature version %d is not supported", in->version);
	if (in->version >= 2)
		text_buf_printf(ret_text, "%s\n", in->date);
	add_in_case(ret_text, in->method, toupper);
	text_buf_puts(ret_text, "\n");
	add_in_case(ret_text, in->host, tolower);
	text_buf_puts(ret_text, "\n");
	text_buf_puts(ret_text, in->path);
	text_buf_puts(ret_text, "\n");
	text_buf_puts(ret_text, in->params);
	if (in->version >= 4) {
		if (sign_hash(in->body != NULL ? in->body : "", in->body_len, hash, e) != 0)
			return -1;
		text_buf_printf(ret_text, "\n%s", hash);
	}
	if (in->version >= 5) {
		if (sign_hash_headers(in->headers, in->header_count, hash, e) != 0)
			return -1;
		text_buf_printf(ret_text, "\n%s", hash);
	}
	return ret_text->failed ? err_set(e, ERR_OTHER, "the request is too long") : 0;
}

int
sign_hmac(enum sign_digest digest, const struct secret *key, const char *text, size_t len,
	char ret_hex[SIGN_HEX_SIZE], struct err *e)
{
	const EVP_MD *md = digest == SIGN_SHA1 ? EVP_sha1() : EVP_sha512();
	unsigned char mac[EVP_MAX_MD_SIZE];
	unsigned int mac_len = 0;

	if (HMAC(md, key->bytes, (int)key->len, (const unsigned char *)text, len, mac, &mac_len) ==
		NULL)
		return err_set(e, ERR_OTHER, "cannot compute the HMAC");
	write_hex(mac, mac_len, ret_hex);
	return 0;
}

int
sign_authorization(const char *ikey, const char *hex, struct text_buf *ret_value, struct err *e)
{
	unsigned char base64[512];
	char plain[256];
	int len = snprintf(plain, sizeof(plain), "%s:%s", ikey, hex);

	if (len < 0 || (size_t)len >= sizeof(plain))
		return err_set(e, ERR_CONFIG, "the integration key is too long");
	(void)EVP_EncodeBlock(base64, (const unsigned char *)plain, len); /* cannot fail */
	text_buf_printf(ret_value, "Basic %s", (const char *)base64);
	explicit_bzero(plain, sizeof(plain));
	explicit_bzero(base64, sizeof(base64));
	return ret_value->failed ? err_set(e, ERR_OTHER, "out of memory") : 0;
}

void
sign_date(int64_t seconds, char ret_date[SIGN_DATE_SIZE])
{
	static const char days[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
		"Sep", "Oct", "Nov", "Dec" };
	time_t t = (time_t)seconds;
	struct tm tm = { .tm_mday = 1, .tm_year = 70, .tm_wday = 4 };

	(void)gmtime_r(&t, &tm); /* fails for years beyond int only; then the epoch is said */
	(void)snprintf(ret_date, SIGN_DATE_SIZE, "%s, %02u %s %04u %02u:%02u:%02u -0000",
		days[(unsigned)tm.tm_wday % 7], (unsigned)tm.tm_mday % 100,
		months[(unsigned)tm.tm_mon % 12], (unsigned)(tm.tm_year + 1900) % 10000,
		(unsigned)tm.tm_hour % 100, (unsigned)tm.tm_min % 100, (unsigned)tm.tm_sec % 100);
}

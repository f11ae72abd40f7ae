/* SPDX-License-Identifier: MIT */
/* Memory, strings, buffers, lists and ids of the simulator, see util.h. */
#include "tests/sim/util.h"

#include <errno.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void
end_for_lack_of(const char *what)
{
	(void)dprintf(STDERR_FILENO, "doorward-sim: out of %s\n", what);
	_exit(1);
}

void *
sim_alloc(size_t size)
{
	void *memory = calloc(1, size != 0 ? size : 1);

	if (memory == NULL)
		end_for_lack_of("memory");
	return memory;
}

char *
sim_strndup(const char *text, size_t length)
{
	size_t have = strnlen(text, length);
	char *copy = sim_alloc(have + 1);

	memcpy(copy, text, have);
	return copy;
}

char *
sim_strdup(const char *text)
{
	return sim_strndup(text, strlen(text));
}

char *
sim_format(const char *format, ...)
{
	char *text = NULL;
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		end_for_lack_of("memory");
	va_end(arguments);
	return text;
}

void
sim_use_own_allocator_in_cjson(void)
{
	cJSON_Hooks hooks = { .malloc_fn = sim_alloc, .free_fn = free };

	cJSON_InitHooks(&hooks);
}

void
sim_set(char **where, const char *text)
{
	char *copy = text != NULL ? sim_strdup(text) : NULL;

	free(*where);
	*where = copy;
}

void
sim_free_string(char **text)
{
	free(*text);
	*text = NULL;
}

void
sim_free_json(cJSON **json)
{
	cJSON_Delete(*json);
	*json = NULL;
}

void
buffer_add(struct buffer *buffer, const void *bytes, size_t length)
{
	size_t need = buffer->length + length + 1;

	if (need > buffer->size) {
		size_t size = buffer->size != 0 ? buffer->size : 256;

		while (size < need)
			size *= 2;
		buffer->data = realloc(buffer->data, size);
		if (buffer->data == NULL)
			end_for_lack_of("memory");
		buffer->size = size;
	}
	if (length != 0)
		memcpy(buffer->data + buffer->length, bytes, length);
	buffer->length += length;
	buffer->data[buffer->length] = '\0';
}

void
buffer_puts(struct buffer *buffer, const char *text)
{
	buffer_add(buffer, text, strlen(text));
}

void
buffer_printf(struct buffer *buffer, const char *format, ...)
{
	auto_str text = NULL;
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		end_for_lack_of("memory");
	va_end(arguments);
	buffer_puts(buffer, text);
}

char *
buffer_take(struct buffer *buffer)
{
	char *data = buffer->data != NULL ? buffer->data : sim_strdup("");

	*buffer = (struct buffer){ .data = NULL };
	return data;
}

void
buffer_free(struct buffer *buffer)
{
	free(buffer->data);
	*buffer = (struct buffer){ .data = NULL };
}

void
list_add(struct list *list, void *item)
{
	if (list->count == list->size) {
		size_t size = list->size != 0 ? list->size * 2 : 8;

		list->item = reallocarray(list->item, size, sizeof(*list->item));
		if (list->item == NULL)
			end_for_lack_of("memory");
		list->size = size;
	}
	list->item[list->count++] = item;
}

bool
list_has(const struct list *list, const void *item)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->item[i] == item)
			return true;
	return false;
}

bool
list_remove(struct list *list, const void *item)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->item[i] != item)
			continue;
		memmove(list->item + i, list->item + i + 1,
			(list->count - i - 1) * sizeof(*list->item));
		list->count--;
		return true;
	}
	return false;
}

void
list_clear(struct list *list)
{
	free(list->item);
	*list = (struct list){ .item = NULL };
}

void
sim_make_id(char id[SIM_ID_LENGTH + 1], const char *prefix, const char *name, unsigned serial)
{
	static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	auto_str seed = sim_format("%s:%s:%u", prefix, name, serial);
	unsigned char digest[32];

	if (gnutls_hash_fast(GNUTLS_DIG_SHA256, seed, strlen(seed), digest) < 0)
		end_for_lack_of("SHA-256");
	memcpy(id, prefix, 2);
	for (size_t i = 2; i < SIM_ID_LENGTH; i++)
		id[i] = alphabet[digest[i] % 36];
	id[SIM_ID_LENGTH] = '\0';
}

static char *
random_from(const char *alphabet, unsigned letters, size_t count)
{
	char *text = sim_alloc(count + 1);

	for (size_t i = 0; i < count; i++) {
		unsigned char byte;

		do { /* a remainder would make some letters likelier */
			if (gnutls_rnd(GNUTLS_RND_RANDOM, &byte, 1) < 0)
				end_for_lack_of("randomness");
		} while (byte >= 256 / letters * letters);
		text[i] = alphabet[byte % letters];
	}
	return text;
}

char *
sim_random_digits(size_t count)
{
	return random_from("0123456789", 10, count);
}

char *
sim_random_hex(size_t count)
{
	return random_from("0123456789abcdef", 16, count);
}

char *
sim_random_uuid(void)
{
	auto_str hex = sim_random_hex(30);

	return sim_format(
		"%.8s-%.4s-4%.3s-a%.3s-%.12s", hex, hex + 8, hex + 12, hex + 15, hex + 18);
}

bool
sim_parse_number(const char *text, int64_t low, int64_t high, int64_t *ret_number)
{
	char *end = NULL;
	long long number;

	if (text[0] == '\0' || strspn(text + (text[0] == '-'), "0123456789") == 0)
		return false;
	errno = 0;
	number = strtoll(text, &end, 10);
	if (errno != 0 || *end != '\0' || number < low || number > high)
		return false;
	*ret_number = number;
	return true;
}

int64_t
sim_monotonic_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail for this clock */
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

const char *
json_text(const cJSON *object, const char *name)
{
	return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

int64_t
json_number(const cJSON *object, const char *name, int64_t fallback)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
	double number = cJSON_IsNumber(item) ? item->valuedouble : 1e300;

	return number > -9007199254740992.0 && number < 9007199254740992.0 ? (int64_t)number
									   : fallback;
}

bool
json_flag(const cJSON *object, const char *name, bool fallback)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

	return cJSON_IsBool(item) ? cJSON_IsTrue(item) : fallback;
}

void
json_add_text(cJSON *object, const char *name, const char *text)
{
	cJSON_AddItemToObject(
		object, name, text != NULL ? cJSON_CreateString(text) : cJSON_CreateNull());
}

void
json_add_number(cJSON *object, const char *name, int64_t number)
{
	cJSON_AddItemToObject(object, name,
		number >= 0 ? cJSON_CreateNumber((double)number) : cJSON_CreateNull());
}

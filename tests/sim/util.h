/* SPDX-License-Identifier: MIT */
/*
 * The few helpers every file of the simulator needs: memory, strings, buffers, lists, ids.
 *
 * The simulator is a program for trying and testing and uses nothing of the product it checks.
 * It does not go on without memory: the allocators here end the program with one line on stderr,
 * so they never return NULL; the same allocators are given to cJSON.
 */
#ifndef SIM_UTIL_H
#define SIM_UTIL_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SIM_ID_LENGTH 20 /* two letters for the kind, 18 of A-Z and 0-9 */

/* What a caller gets to keep is freed with free(). All memory is zeroed. */
void *sim_alloc(size_t size);
char *sim_strdup(const char *text);
char *sim_strndup(const char *text, size_t length);
char *sim_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
void sim_use_own_allocator_in_cjson(void);

/* Replaces *where by a copy of text; text may be NULL. */
void sim_set(char **where, const char *text);

/* Scope owns. */
void sim_free_string(char **text);
void sim_free_json(cJSON **json);
#define auto_str  __attribute__((cleanup(sim_free_string))) char *
#define auto_json __attribute__((cleanup(sim_free_json))) cJSON *

/* Bytes that grow. data is always NUL-terminated once something was added; free with buffer_free.
 */
struct buffer {
	char *data;
	size_t length;
	size_t size;
};
void buffer_add(struct buffer *buffer, const void *bytes, size_t length);
void buffer_puts(struct buffer *buffer, const char *text);
void buffer_printf(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *buffer_take(struct buffer *buffer); /* "" when empty; the buffer is empty afterwards */
void buffer_free(struct buffer *buffer);
#define auto_buffer __attribute__((cleanup(buffer_free))) struct buffer

/* Pointers in order. The list owns its array and never what it points to. */
struct list {
	void **item;
	size_t count;
	size_t size;
};
void list_add(struct list *list, void *item);
bool list_has(const struct list *list, const void *item);
bool list_remove(struct list *list, const void *item); /* false: it was not in there */
void list_clear(struct list *list);
#define auto_list __attribute__((cleanup(list_clear))) struct list

/* Fills id with prefix and 18 characters that depend on prefix, name and serial only. */
void sim_make_id(char id[SIM_ID_LENGTH + 1], const char *prefix, const char *name, unsigned serial);

/* Random text from the operating system: digits, hex digits, a UUID. The caller frees. */
char *sim_random_digits(size_t count);
char *sim_random_hex(size_t count);
char *sim_random_uuid(void);

/* Whole decimal number in text, within [low, high]; false: anything else. */
bool sim_parse_number(const char *text, int64_t low, int64_t high, int64_t *ret_number);

/* Milliseconds of a clock that only goes forward. */
int64_t sim_monotonic_ms(void);

/* String member of a JSON object, or NULL. */
const char *json_text(const cJSON *object, const char *name);
/* Number member of a JSON object, or fallback; NaN and numbers beyond 2^53 give the fallback. */
int64_t json_number(const cJSON *object, const char *name, int64_t fallback);
bool json_flag(const cJSON *object, const char *name, bool fallback);
/* Adds text, or null where text is NULL. */
void json_add_text(cJSON *object, const char *name, const char *text);
/* Adds the number, or null where it is negative. */
void json_add_number(cJSON *object, const char *name, int64_t number);

#endif

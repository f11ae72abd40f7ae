/* SPDX-License-Identifier: MIT */
/* Values of an audit line come from everywhere; here they lose what could forge another line. */
#include "helper/common/audit_line.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <cjson/cJSON.h>

#include "api/json.h"

#define KEY_SIZE    64
#define WRITTEN_MAX 3500 /* a line stays whole in both formats of the log; see log.c */
#define PAIRS_MAX   (LOG_PAIRS - 1)

/* A copy that lives as long as the line; NULL when there is no room. */
static const char *
keep(struct audit_line *l, const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = l->text + l->used;

	if (size > sizeof(l->text) - l->used)
		return NULL;
	memcpy(copy, text, size);
	l->used += size;
	return copy;
}

/* How long it becomes when it is quoted. */
static size_t
quoted_length(const char *text)
{
	char quoted[2 * AUDIT_VALUE_SIZE + 3];

	return strlen(text_quote(quoted, sizeof(quoted), text));
}

/* Takes over nothing; key and text live as long as the line. */
static void
add(struct audit_line *l, const char *key, const char *text)
{
	l->pairs.pair[l->pairs.count++] = (struct log_pair){ .key = key, .text = text };
	l->written += strlen(key) + quoted_length(text) + 8;
}

static void
shorten(char dst[AUDIT_VALUE_SIZE], const char *text)
{
	char clean[AUDIT_VALUE_SIZE - 3];
	size_t len = strlen(text);

	(void)text_clean(clean, sizeof(clean), text);
	(void)snprintf(dst, AUDIT_VALUE_SIZE, "%s%s", clean, len >= sizeof(clean) ? "..." : "");
}

void
audit_line_text(struct audit_line *l, const char *key, const char *text)
{
	char value[AUDIT_VALUE_SIZE];
	const char *copy;

	if (text == NULL || text[0] == '\0' || l->pairs.count >= PAIRS_MAX)
		return;
	shorten(value, text);
	copy = keep(l, value);
	if (copy != NULL)
		add(l, key, copy);
}

void
audit_line_begin(struct audit_line *l, const struct audit_who *who)
{
	*l = (struct audit_line){ .used = 0 };
	audit_line_text(l, "by", who->by);
	audit_line_text(l, "role", who->role);
	audit_line_text(l, "via", who->via);
	audit_line_text(l, "from", who->from);
}

/* The names of a few parameters are the caller's: letters, digits, '_' and dots of them remain. */
static void
make_key(char key[KEY_SIZE], const char *when, const char *name)
{
	(void)snprintf(key, KEY_SIZE, "%s.%s", when, name);
	for (char *s = key; *s != '\0'; s++)
		if (!isalnum((unsigned char)*s) && *s != '.')
			*s = '_';
}

/* What a field has now as text; NULL when that is no single value. */
static const char *
value_now(const struct cJSON *object, const char *name, char buf[JSON_ID_SIZE])
{
	size_t len = strcspn(name, ".");
	char key[KEY_SIZE];
	const struct cJSON *item;
	bool truth;

	(void)snprintf(key, sizeof(key), "%.*s", (int)len, name);
	item = json_get(object, key);
	if (name[len] == '.')
		return value_now(item, name + len + 1, buf);
	if (item == NULL && strncmp(name, "alias", 5) == 0 && json_get(object, "aliases") != NULL)
		return value_now(json_get(object, "aliases"), name, buf);
	if (json_bool(object, key, &truth) == 0)
		return truth ? "true" : "false";
	if (item == NULL || json_id(object, key, buf) != NULL)
		return item == NULL ? "" : json_id(object, key, buf);
	return cJSON_IsNull(item) ? "" : NULL;
}

static void
add_field(struct audit_line *l, const char *name, const char *value, bool secret,
	const struct cJSON *before)
{
	char key_old[KEY_SIZE], key_new[KEY_SIZE], text_old[AUDIT_VALUE_SIZE],
		text_new[AUDIT_VALUE_SIZE], buf[JSON_ID_SIZE];
	const char *old = before != NULL && !secret ? value_now(before, name, buf) : NULL;
	const char *kept[4] = { "", "", "", "" };
	size_t length;

	if (old != NULL && strcmp(old, value) == 0)
		return;
	make_key(key_old, "old", name);
	make_key(key_new, "new", name);
	shorten(text_old, old != NULL ? old : "");
	shorten(text_new, secret ? "(secret)" : value);
	length = strlen(key_new) + quoted_length(text_new) +
		(old != NULL ? strlen(key_old) + quoted_length(text_old) : 0) + 16;
	if (l->pairs.count + 2 > PAIRS_MAX || l->written + length > WRITTEN_MAX ||
		l->used + strlen(key_old) + strlen(key_new) + strlen(text_old) + strlen(text_new) +
			4 > sizeof(l->text)) {
		l->left_out++;
		return;
	}
	kept[0] = keep(l, key_old);
	kept[1] = keep(l, text_old);
	kept[2] = keep(l, key_new);
	kept[3] = keep(l, text_new);
	if (old != NULL)
		add(l, kept[0], kept[1]);
	add(l, kept[2], kept[3]);
}

/* aliases is a form of its own: alias1=NAME&alias2=NAME, percent-encoded. */
static void
add_aliases(struct audit_line *l, const char *pairs, const struct cJSON *before)
{
	while (*pairs != '\0') {
		size_t len = strcspn(pairs, "&"), name_len = strcspn(pairs, "=&");
		char name[16], value[AUDIT_VALUE_SIZE + 4];
		size_t used = 0, step;

		(void)snprintf(name, sizeof(name), "%.*s", (int)name_len, pairs);
		for (const char *s = pairs + name_len + 1; s < pairs + len; s += step) {
			int c = text_percent_decode(s, &step);

			if (used < sizeof(value) - 1)
				value[used++] = c <= 0 ? '?' : *s == '+' ? ' ' : (char)c;
		}
		value[used] = '\0';
		if (name_len < len)
			add_field(l, name, value, false, before);
		pairs += len + (pairs[len] == '&' ? 1 : 0);
	}
}

void
audit_line_field(struct audit_line *l, const struct api_op *op, const char *name,
	const char *value, const struct cJSON *before)
{
	const struct api_param *p = api_param_find(op, name);
	bool secret = p != NULL && (p->flags & API_SECRET) != 0;

	if (p == NULL || (p->flags & API_PATH) != 0)
		return;
	if (strcmp(name, "aliases") == 0)
		add_aliases(l, value, before);
	else
		add_field(l, name, value, secret, before);
}

void
audit_line_write(struct audit_line *l)
{
	if (l->left_out > 0 && l->pairs.count < LOG_PAIRS)
		log_number(&l->pairs, "fields_left_out", l->left_out);
	(void)log_record(&l->pairs, "audit:"); /* what is lost is counted, and told in the next line */
}

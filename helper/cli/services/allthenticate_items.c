/* SPDX-License-Identifier: MIT */
/* Lists that are read, changed and compared as a whole. */
#include "helper/cli/services/allthenticate_items.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "api/json.h"
#include "base/cleanup.h"
#include "base/trust.h"

#define FILE_MAX 65536

static const struct json_limits file_limits = { FILE_MAX, 4 * ITEMS_MAX, 4 };

int
items_add(struct items *items, const char *key, const char *label, struct err *e)
{
	struct item *longer;
	struct item item = { .key = strdup(key) };

	if (label != NULL && label[0] != '\0')
		item.label = strdup(label);
	longer = items->count < ITEMS_MAX
			 ? reallocarray(items->item, items->count + 1, sizeof(*items->item))
			 : NULL;
	if (longer != NULL)
		items->item = longer;
	if (longer == NULL || item.key == NULL ||
		(label != NULL && label[0] != '\0' && item.label == NULL)) {
		cleanup_wipe(&item.key);
		free(item.label);
		return err_set(e, ERR_OTHER,
			items->count < ITEMS_MAX ? "out of memory"
						 : "a person has at most %d of them",
			ITEMS_MAX);
	}
	items->item[items->count++] = item;
	return 0;
}

static struct item *
find(const struct items *items, const char *key)
{
	for (size_t i = 0; i < items->count; i++)
		if (strcmp(items->item[i].key, key) == 0)
			return &items->item[i];
	return NULL;
}

int
items_put(struct items *items, const char *key, const char *label, struct err *e)
{
	struct item *item = find(items, key);
	char *copy;

	if (item == NULL)
		return items_add(items, key, label, e);
	if (label == NULL)
		return 0;
	copy = strdup(label);
	if (copy == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	free(item->label);
	item->label = copy;
	return 0;
}

static void
remove_at(struct items *items, size_t at)
{
	cleanup_wipe(&items->item[at].key);
	free(items->item[at].label);
	items->count--;
	memmove(&items->item[at], &items->item[at + 1], (items->count - at) * sizeof(*items->item));
}

void
items_remove(struct items *items, const char *key)
{
	struct item *item = find(items, key);

	if (item != NULL)
		remove_at(items, (size_t)(item - items->item));
}

size_t
items_with_label(const struct items *items, const char *label)
{
	size_t count = 0;

	for (size_t i = 0; i < items->count; i++)
		count += items->item[i].label != NULL && strcmp(items->item[i].label, label) == 0;
	return count;
}

void
items_remove_label(struct items *items, const char *label)
{
	for (size_t i = items->count; i-- > 0;)
		if (items->item[i].label != NULL && strcmp(items->item[i].label, label) == 0)
			remove_at(items, i);
}

bool
items_same(const struct items *items, const struct item *item)
{
	const char *label = item->label != NULL ? item->label : "";

	for (size_t i = 0; i < items->count; i++) {
		const char *other = items->item[i].label != NULL ? items->item[i].label : "";

		if (strcmp(items->item[i].key, item->key) == 0 && strcmp(other, label) == 0)
			return true;
	}
	return false;
}

bool
items_equal(const struct items *a, const struct items *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!items_same(b, &a->item[i]) || !items_same(a, &b->item[i]))
			return false;
	return true;
}

int
items_from_json(struct items *ret_items, const struct cJSON *list, const char *key,
	const char *label, struct err *e)
{
	const cJSON *element;

	cJSON_ArrayForEach (element, list) {
		char buf[JSON_ID_SIZE];
		const char *text =
			cJSON_IsString(element) ? element->valuestring : json_id(element, key, buf);

		if (text == NULL)
			return err_set(
				e, ERR_UNREACHABLE, "the answer lists something without %s", key);
		if (items_add(ret_items, text, label != NULL ? json_string(element, label) : NULL,
			    e) != 0)
			return -1;
	}
	return 0;
}

/* Numbers keep their zeros, so they are text. */
static int
check_number(const char *number, size_t position, struct err *e)
{
	size_t len = strlen(number);

	if (len > 0 && len <= 64 && strspn(number, "0123456789") == len)
		return 0;
	return err_set(e, ERR_USAGE, "card %zu: its number must be 1 to 64 digits", position);
}

static int
cards_from_list(struct items *ret_items, const char *text, struct err *e)
{
	struct cJSON *root = NULL;
	const cJSON *card;
	int rc = 0;

	if (json_parse(text, strlen(text), &file_limits, &root, e) != 0)
		return err_set(e, ERR_USAGE, "is no JSON list of cards");
	if (!cJSON_IsArray(root))
		rc = err_set(e, ERR_USAGE, "is no JSON list of cards");
	cJSON_ArrayForEach (card, root) {
		/* a number that is no string has lost its zeros already */
		const char *number = json_string(card, "number");

		if (rc == 0)
			rc = check_number(number != NULL ? number : "", ret_items->count + 1, e);
		if (rc == 0)
			rc = items_put(ret_items, number, json_string(card, "label"), e);
	}
	json_free(root);
	return rc;
}

/* Lines of "NUMBER" or "NUMBER LABEL". */
static int
cards_from_lines(struct items *ret_items, char *text, struct err *e)
{
	char *rest = NULL;

	for (char *line = strtok_r(text, "\r\n", &rest); line != NULL;
		line = strtok_r(NULL, "\r\n", &rest)) {
		char *label;

		line += strspn(line, " \t");
		if (*line == '\0')
			continue;
		label = line + strcspn(line, " \t");
		if (*label != '\0')
			*label++ = '\0';
		label += strspn(label, " \t");
		if (check_number(line, ret_items->count + 1, e) != 0 ||
			items_put(ret_items, line, *label != '\0' ? label : NULL, e) != 0)
			return -1;
	}
	return 0;
}

static int
read_input(char *buf, size_t size, struct err *e)
{
	size_t len = fread(buf, 1, size - 1, stdin);

	if (ferror(stdin))
		return err_sys(e, ERR_USAGE, errno, "standard input");
	if (!feof(stdin) && fgetc(stdin) != EOF)
		return err_set(e, ERR_USAGE, "standard input: is too long");
	buf[len] = '\0';
	return strlen(buf) == len ? 0 : err_set(e, ERR_USAGE, "standard input: holds a NUL byte");
}

int
items_from_file(struct items *ret_items, const char *word, struct err *e)
{
	auto_wipe text = calloc(1, FILE_MAX + 1);
	size_t len;
	int rc;

	if (text == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (strcmp(word, "-") == 0) {
		rc = read_input(text, FILE_MAX, e);
	} else if (word[0] == '@' && word[1] != '\0') {
		rc = trust_read_file(word + 1, TRUST_SECRET, text, FILE_MAX, &len, e);
	} else {
		return err_set(e, ERR_USAGE,
			"numbers are not taken from the command line, where others can read them; "
			"use @FILE, or - for standard input");
	}
	if (rc == 0 && !text_is_utf8(text, strlen(text)))
		rc = err_set(e, ERR_USAGE, "is not UTF-8");
	if (rc == 0)
		rc = text[strspn(text, " \t\r\n")] == '[' ? cards_from_list(ret_items, text, e)
							  : cards_from_lines(ret_items, text, e);
	if (rc == 0 && ret_items->count == 0)
		rc = err_set(e, ERR_USAGE, "holds no card");
	if (rc == 0)
		return 0;
	e->code = ERR_USAGE; /* whatever it is, the command is to be given differently */
	return err_where(e, "%s", word);
}

void
items_to_json(
	const struct items *items, const char *key, const char *label, struct text_buf *ret_json)
{
	text_buf_puts(ret_json, "[");
	for (size_t i = 0; i < items->count; i++) {
		text_buf_printf(ret_json, "%s{\"%s\":", i > 0 ? "," : "", key);
		json_write_string(ret_json, items->item[i].key);
		if (label != NULL && items->item[i].label != NULL) {
			text_buf_printf(ret_json, ",\"%s\":", label);
			json_write_string(ret_json, items->item[i].label);
		}
		text_buf_puts(ret_json, "}");
	}
	text_buf_puts(ret_json, "]");
}

void
items_clear(struct items *items)
{
	while (items->count > 0)
		remove_at(items, items->count - 1);
	free(items->item);
	*items = (struct items){ 0 };
}

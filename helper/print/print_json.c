/* SPDX-License-Identifier: MIT */
/* JSON as one document, or as one line for each row. */
#include <string.h>

#include "helper/print/cell.h"
#include "helper/print/print_format.h"

/* The value at a dotted path as JSON; through lists it becomes a list. */
static void
add_path(struct text_buf *out, const cJSON *value, const char *path, bool *ret_found)
{
	char key[128];
	size_t len = strcspn(path, ".");

	if (cJSON_IsArray(value) && path[0] != '\0') {
		text_buf_puts(out, "[");
		*ret_found |= value->child == NULL;
		for (const cJSON *item = value->child; item != NULL; item = item->next) {
			add_path(out, item, path, ret_found);
			text_buf_puts(out, item->next != NULL ? "," : "");
		}
		text_buf_puts(out, "]");
		return;
	}
	if (path[0] == '\0' || !cJSON_IsObject(value)) {
		*ret_found |= path[0] == '\0' && value != NULL;
		cell_add_json(out, path[0] == '\0' ? value : NULL, false, 0);
		return;
	}
	(void)snprintf(
		key, sizeof(key), "%.*s", (int)(len < sizeof(key) ? len : sizeof(key)), path);
	add_path(out, cJSON_GetObjectItemCaseSensitive(value, key),
		path + len + (path[len] == '.' ? 1 : 0), ret_found);
}

static void
add_row(struct printer *p, const cJSON *row, bool indented, int depth, struct text_buf *out)
{
	if (p->column.count == 0 || !cJSON_IsObject(row)) {
		cell_add_json(out, row, indented, depth);
		return;
	}
	text_buf_puts(out, "{");
	for (size_t i = 0; i < p->column.count; i++) {
		cJSON name = { .type = cJSON_String, .valuestring = p->column.name[i] };

		text_buf_puts(out, i == 0 ? "" : indented ? ", " : ",");
		cell_add_json(out, &name, false, 0);
		text_buf_puts(out, indented ? ": " : ":");
		add_path(out, row, p->column.name[i], &p->seen[i]);
	}
	text_buf_puts(out, "}");
}

static void
json_row(struct printer *p, const cJSON *row, struct text_buf *out)
{
	bool list = !p->options.single;

	if (list)
		text_buf_puts(out, p->rows == 0 ? "[\n  " : ",\n  ");
	add_row(p, row, true, list ? 1 : 0, out);
}

static void
json_end(struct printer *p, struct text_buf *out)
{
	if (p->options.single)
		text_buf_puts(out, p->rows == 0 ? "" : "\n");
	else
		text_buf_puts(out, p->rows == 0 ? "[]\n" : "\n]\n");
}

static void
jsonl_row(struct printer *p, const cJSON *row, struct text_buf *out)
{
	add_row(p, row, false, 0, out);
	text_buf_puts(out, "\n");
}

const struct print_format print_json = {
	.name = "json", .whole = true, .row = json_row, .end = json_end
};

const struct print_format print_jsonl = { .name = "jsonl", .whole = true, .row = jsonl_row };

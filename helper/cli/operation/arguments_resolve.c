/* SPDX-License-Identifier: MIT */
/* Puts ids where names were typed, and keeps what people call them for questions. */
#include <stdio.h>
#include <string.h>

#include "api/json.h"
#include "helper/cli/operation/arguments.h"
#include "helper/common/kind.h"

/* Adds to what a question names; what does not fit ends in dots. */
static void
add_about(struct arguments *a, const char *text)
{
	char whole[sizeof(a->about) + RESOLVE_LABEL_SIZE + 2];
	const char *comma = a->about[0] != '\0' ? ", " : "";

	(void)snprintf(
		whole, sizeof(whole), "%s%s%.*s", a->about, comma, RESOLVE_LABEL_SIZE - 1, text);
	if (strlen(whole) < sizeof(a->about)) {
		memcpy(a->about, whole, strlen(whole) + 1);
		return;
	}
	(void)text_clean(a->about, sizeof(a->about) - 3, whole);
	(void)strcat(a->about, "...");
}

/* Resolves each name in a list of ids. */
static int
resolve_list(const struct cli *cli, struct api_client *c, const char *param, bool must_exist,
	struct arguments *a, struct err *e)
{
	const char *value = arguments_value(a, param);
	auto_text_buf ids = { 0 };
	cJSON *list = cJSON_Parse(value);
	int rc = 0;

	text_buf_puts(&ids, "[");
	for (const cJSON *item = list != NULL ? list->child : NULL; rc == 0 && item != NULL;
		item = item->next) {
		auto_resolved found = { 0 };

		if (!cJSON_IsString(item)) {
			rc = err_set(e, ERR_USAGE, "--%s: takes a list of names or ids", param);
			break;
		}
		rc = resolve_name(c, cli->options.timeout_ms, arguments_list_element(param),
			item->valuestring, must_exist, &found, e);
		text_buf_puts(&ids, ids.len > 1 ? "," : "");
		json_write_string(&ids, found.id);
		if (rc == 0)
			add_about(a, found.label);
	}
	cJSON_Delete(list);
	text_buf_puts(&ids, "]");
	if (rc == 0 && ids.failed)
		return err_set(e, ERR_OTHER, "out of memory");
	return rc == 0 ? arguments_set(a, param, ids.data, e) : -1;
}

int
arguments_resolve(const struct cli *cli, struct api_client *c, bool must_exist,
	struct arguments *a, struct err *e)
{
	const struct api_param *p;

	for (size_t n = 0; (p = arguments_operand(cli->op, n)) != NULL; n++) {
		auto_resolved found = { 0 };

		if (arguments_value(a, p->name) == NULL)
			continue; /* optional */
		if (arguments_repeat(p) && resolve_list(cli, c, p->name, must_exist, a, e) != 0)
			return -1;
		if (!resolve_wants(p->name)) {
			if ((p->flags & API_PATH) != 0)
				add_about(a, arguments_value(a, p->name));
			continue;
		}
		if (resolve_name(c, cli->options.timeout_ms, p->name,
			    arguments_value(a, p->name), must_exist, &found, e) != 0 ||
			arguments_set(a, p->name, found.id, e) != 0)
			return -1;
		add_about(a, found.label);
		if (a->subject.id[0] == '\0') {
			a->subject = found;
			found = (struct resolved){ 0 };
		}
	}
	return 0;
}

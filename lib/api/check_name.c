/* SPDX-License-Identifier: MIT */
/* Refuses names for people and groups that look like others: with a blank in them that nobody sees. */
#include "api/check_name.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "api/json.h"
#include "base/cleanup.h"
#include "base/text.h"


static int
refuse(const char *what, const char *name, const char *hidden, struct err *e)
{
	char shown[64];

	return err_set(e, ERR_USAGE, "%s: the name \"%s\" holds %s", what,
		text_clean(shown, sizeof(shown), name), hidden);
}

/* "alias1=NAME&alias2=NAME", each percent-encoded. */
static int
check_pairs(const char *what, const char *pairs, struct err *e)
{
	auto_str name = malloc(strlen(pairs) + 1);
	char hidden[TEXT_HIDES_SIZE];

	if (name == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	for (const char *p = pairs; *p != '\0'; p += *p == '&') {
		size_t used = 0, len;

		p += strcspn(p, "=&");
		for (p += *p == '='; *p != '\0' && *p != '&'; p += len) {
			int byte = text_percent_decode(p, &len);

			name[used++] = (char)(byte > 0 ? byte : '?');
		}
		name[used] = '\0';
		if (text_is_utf8(name, used) && text_hides(name, hidden))
			return refuse(what, name, hidden, e);
	}
	return 0;
}

/* An object of a list; in bulk operations what matters is in its body. */
static int
check_object(const char *place, const cJSON *object, struct err *e)
{
	static const char *const members[] = { "username", "name", "alias1", "alias2", "alias3", "alias4" };
	const cJSON *body = cJSON_GetObjectItemCaseSensitive(object, "body");
	char hidden[TEXT_HIDES_SIZE];

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		const char *name = json_string(body != NULL ? body : object, members[i]);

		if (name != NULL && text_hides(name, hidden))
			return refuse(place, name, hidden, e);
	}
	return 0;
}

static int
check_objects(const char *what, const char *list, struct err *e)
{
	cJSON *objects = cJSON_Parse(list);
	const cJSON *object;
	char place[64];
	int rc = 0, number = 0;

	cJSON_ArrayForEach(object, objects) {
		(void)snprintf(place, sizeof(place), "%.32s: number %d", what, ++number);
		if (rc == 0)
			rc = check_object(place, object, e);
	}
	cJSON_Delete(objects);
	return rc;
}

int
check_new_name(const struct api_param *p, const char *value, struct err *e)
{
	char hidden[TEXT_HIDES_SIZE];

	if ((p->flags & API_OBJECTS) != 0)
		return check_objects(p->name, value, e);
	if (strcmp(p->name, "aliases") == 0)
		return check_pairs(p->name, value, e);
	return text_hides(value, hidden) ? refuse(p->name, value, hidden, e) : 0;
}

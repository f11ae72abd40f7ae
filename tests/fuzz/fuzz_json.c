/* SPDX-License-Identifier: MIT */
/* JSON from a peer: the strict check and the parser must agree, and bounds must hold. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "api/json.h"

#define DEPTH 8

static unsigned
depth_of(const cJSON *value, unsigned depth)
{
	unsigned deepest = depth;
	const cJSON *child;

	if (!cJSON_IsArray(value) && !cJSON_IsObject(value))
		return depth;
	deepest++;
	cJSON_ArrayForEach(child, value) {
		unsigned d = depth_of(child, depth + 1);

		deepest = d > deepest ? d : deepest;
	}
	return deepest;
}

/* Every getter on every member, whatever its type. */
static void
get_all(const cJSON *object)
{
	const cJSON *child;
	int64_t number;
	bool truth;

	cJSON_ArrayForEach(child, object) {
		if (child->string != NULL) {
			const cJSON *found = json_get(object, child->string);
			const char *text = json_string(object, child->string);

			EXPECT(found == NULL || strcmp(found->string, child->string) == 0);
			EXPECT(text == NULL || cJSON_IsString(found));
			if (json_int(object, child->string, &number) == 0)
				EXPECT(number > -1000000000000000 && number < 1000000000000000);
			(void)!json_bool(object, child->string, &truth);
			(void)json_array(object, child->string);
		}
		get_all(child);
	}
}

/* In well-formed JSON a backslash stands in a string and takes the next character along. */
static bool
escapes_nul(const char *text, size_t size)
{
	for (size_t i = 0; i + 5 < size; i++)
		if (text[i] == '\\' && memcmp(text + ++i, "u0000", 5) == 0)
			return true;
	return false;
}

/* As text, because members of the same name are allowed here. */
static bool
same(const cJSON *a, const cJSON *b)
{
	char *text_a = cJSON_PrintUnformatted(a), *text_b = cJSON_PrintUnformatted(b);
	bool equal = text_a != NULL && text_b != NULL && strcmp(text_a, text_b) == 0;

	free(text_a);
	free(text_b);
	return equal;
}

/* A list read element by element is the list of the tree. */
static void
read_list(const char *text, size_t size, const struct json_limits *limits, const cJSON *root)
{
	const cJSON *whole = json_get(root, "response");
	struct cJSON *envelope = NULL, *element = NULL;
	struct json_list list;
	struct err e;
	int n = 0;

	EXPECT(json_parse_list(text, size, limits, "response", &envelope, &list, &e) == 0);
	EXPECT(list.next == NULL || cJSON_GetArraySize(envelope) == cJSON_GetArraySize(root));
	while (list.next != NULL && json_list_next(&list, &element, &e) == 1) {
		EXPECT(!cJSON_IsArray(whole) ||
			same(element, cJSON_GetArrayItem(whole, n)));
		n++;
		json_free(element);
	}
	EXPECT(list.next == NULL || whole == NULL || n == cJSON_GetArraySize(whole));
	json_free(envelope);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct json_limits limits = { .bytes = 6000, .values = 400, .depth = DEPTH };
	enum json_fault fault = json_check((const char *)data, size, &limits);
	char *text = malloc(size + 1);
	struct cJSON *root = NULL;
	struct err e = { 0 };
	int rc;

	EXPECT(text != NULL);
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	rc = json_parse(text, size, &limits, &root, &e);
	EXPECT((rc == 0) == (fault == JSON_FINE));
	if (rc == 0) {
		EXPECT(root != NULL && size <= limits.bytes);
		EXPECT(memchr(text, '\0', size) == NULL && !escapes_nul(text, size));
		EXPECT(depth_of(root, 0) <= DEPTH);
		get_all(root);
		read_list(text, size, &limits, root);
	} else {
		EXPECT(e.msg[0] != '\0' && json_fault_words(fault)[0] != '\0');
	}
	json_free(root);
	free(text);
	return 0;
}

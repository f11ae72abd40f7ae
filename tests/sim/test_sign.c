/* SPDX-License-Identifier: MIT */
/* The simulator's canonicaliser and JSON writer against vectors of Duo's clients and of Python. */
#include "tests/sim/json_write.h"
#include "tests/sim/params.h"
#include "tests/sim/sign.h"
#include "tests/sim/util.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VECTORS_MAX (1 << 20)

static unsigned cases, failures;

static void
check_text(const char *name, const char *what, const char *expected, const char *got)
{
	cases++;
	if (strcmp(expected, got) == 0)
		return;
	failures++;
	(void)printf("not ok - %s: %s\n  expected %s\n  got      %s\n", name, what, expected, got);
}

static void
check_number(const char *name, int64_t expected, int64_t got)
{
	auto_str left = sim_format("%lld", (long long)expected);
	auto_str right = sim_format("%lld", (long long)got);

	check_text(name, "number", left, right);
}

static void
fill_headers(struct sign_input *input, const cJSON *headers)
{
	const cJSON *pair;

	cJSON_ArrayForEach (pair, headers) {
		size_t at = input->duo_headers++;

		input->duo_header[at].name = cJSON_GetStringValue(cJSON_GetArrayItem(pair, 0));
		input->duo_header[at].value = cJSON_GetStringValue(cJSON_GetArrayItem(pair, 1));
	}
}

static void
check_signature(const char *name, const cJSON *vector, struct sign_input *input)
{
	const char *signature = json_text(vector, "signature");
	const char *key = json_text(vector, "key");
	auto_str canonical = sign_canonical(input, (int)json_number(vector, "version", 0));
	auto_str ikey = NULL;
	auto_str sent = NULL;
	auto_str got = NULL;
	auto_str changed = NULL;

	if (json_text(vector, "canonical") != NULL)
		check_text(name, "canonical", json_text(vector, "canonical"), canonical);
	if (signature == NULL)
		return;
	got = sign_hmac(strlen(signature) == 40 ? SIGN_SHA1 : SIGN_SHA512, key, canonical);
	check_text(name, "signature", signature, got);
	check_number(name, 1, sign_matches(input, key, signature));
	if (sign_parse_authorization(json_text(vector, "authorization"), &ikey, &sent) == 0)
		check_text(name, "authorization", signature, sent);
	changed = sim_format("%s/", input->path);
	input->path = changed;
	check_number(name, 0, sign_matches(input, key, signature));
}

static void
check_vector(const cJSON *vector)
{
	const char *name = json_text(vector, "name");
	const char *query_text = json_text(vector, "query");
	const char *form_text = json_text(vector, "form");
	const char *body = json_text(vector, "body");
	const char *hash = json_text(vector, "hash");
	struct param_set *query = sim_alloc(sizeof(*query));
	struct param_set *form = sim_alloc(sizeof(*form));
	struct sign_input input = {
		.date = json_text(vector, "date"),
		.method = json_text(vector, "method"),
		.host = json_text(vector, "host"),
		.path = json_text(vector, "path"),
		.query = query,
		.form = form,
		.body = body != NULL ? body : "",
		.body_length = body != NULL ? strlen(body) : 0,
	};

	fill_headers(&input, cJSON_GetObjectItemCaseSensitive(vector, "headers"));
	if (query_text != NULL)
		check_number(name, 0, params_read_form(query, query_text, strlen(query_text)));
	if (form_text != NULL)
		check_number(name, 0, params_read_form(form, form_text, strlen(form_text)));
	if (json_text(vector, "line") != NULL) {
		auto_str line = params_canonical(query);

		check_text(name, "line", json_text(vector, "line"), line);
	} else if (hash != NULL) {
		auto_str got = body != NULL ? sign_hash_bytes(body, strlen(body))
					    : sign_hash_headers(&input);

		check_text(name, "hash", hash, got);
	} else {
		check_signature(name, vector, &input);
	}
	params_free(query);
	params_free(form);
	free(query);
	free(form);
}

static int
check_vectors(const char *path)
{
	FILE *file = fopen(path, "re");
	char *text = sim_alloc(VECTORS_MAX);
	cJSON *vectors = NULL;
	const cJSON *vector;

	if (file != NULL && fread(text, 1, VECTORS_MAX - 1, file) != 0)
		vectors = cJSON_Parse(text);
	if (file != NULL)
		(void)fclose(file);
	if (cJSON_GetArraySize(vectors) == 0)
		(void)printf("not ok - cannot read %s\n", path);
	else
		cJSON_ArrayForEach (vector, vectors)
			check_vector(vector);
	free(text);
	cJSON_Delete(vectors);
	return cases != 0 ? 0 : -1;
}

/* Right column: what Python 3's json.dumps(value, sort_keys=True) prints. */
static const struct {
	const char *json;
	const char *expected;
} prints[] = {
	{ "{}", "{}" },
	{ "[]", "[]" },
	{ "{\"b\":[1,2,{}],\"a\":null}", "{\"a\": null, \"b\": [1, 2, {}]}" },
	{ "{\"a_b\":1,\"aB\":2,\"a\":3,\"\":4}", "{\"\": 4, \"a\": 3, \"aB\": 2, \"a_b\": 1}" },
	{ "[true,false,-1,0,1795297149,0.5]", "[true, false, -1, 0, 1795297149, 0.5]" },
	{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\"",
		"\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\"" },
	{ "\"J\\u00fcrgen \\u5c71\\u7530 \\ud83d\\udeaa\"",
		"\"J\\u00fcrgen \\u5c71\\u7530 \\ud83d\\udeaa\"" },
	{ "\"\\u07ff\\u0800\\uffff\\ud800\\udc00\\udbff\\udfff\"",
		"\"\\u07ff\\u0800\\uffff\\ud800\\udc00\\udbff\\udfff\"" },
	{ "{\"\\u00e9\":1,\"z\":2,\"\\ud83d\\udeaa\":3,\"\\uffee\":4}",
		"{\"z\": 2, \"\\u00e9\": 1, \"\\uffee\": 4, \"\\ud83d\\udeaa\": 3}" },
};

static const struct {
	const char *text;
	int64_t expected;
} dates[] = {
	{ "Tue, 21 Aug 2012 17:29:18 -0000", 1345570158 },
	{ "Tue, 21 Aug 2012 17:29:18 GMT", 1345570158 },
	{ "21 Aug 2012 17:29:18 UTC", 1345570158 },
	{ "Tue, 21 Aug 2012 19:29:18 +0200", 1345570158 },
	{ "Tue, 21 Aug 2012 12:29:18 -05:00", 1345570158 },
	{ "Tue, 1 Jan 2013 00:00:00 +0000", 1356998400 },
	{ "Tue, 21 Aug 2012 17:29:18", -1 },
	{ "Tue, 21 Aug 2012 17:29:18 GMT.", -1 },
	{ "Tue, 21 Aug 2012 17:29:18 +02", -1 },
	{ "2012-08-21T17:29:18Z", -1 },
	{ "", -1 },
};

/* NULL: refused. */
static const struct {
	const char *text;
	const char *expected;
} forms[] = {
	{ "a=1&b=2", "a=1&b=2" },
	{ "b=x+y&a=x%20y", "a=x%20y&b=x%20y" },
	{ "a=%41&&c", "a=A&c=" },
	{ "a=%4", NULL },
	{ "a=%", NULL },
	{ "a=%zz", NULL },
	{ "a=%00", NULL },
	{ "a=%2", NULL },
	{ "a=%e5%b1%b1", "a=%E5%B1%B1" },
};

static void
check_tables(void)
{
	for (size_t i = 0; i < sizeof(prints) / sizeof(prints[0]); i++) {
		auto_json value = cJSON_Parse(prints[i].json);
		auto_str got = json_write(value);

		check_text(prints[i].json, "printed", prints[i].expected, got);
	}
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++)
		check_number(dates[i].text, dates[i].expected, sign_parse_date(dates[i].text));
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct param_set *set = sim_alloc(sizeof(*set));
		int status = params_read_form(set, forms[i].text, strlen(forms[i].text));
		auto_str got = status == 0 ? params_canonical(set) : sim_strdup("refused");

		check_text(forms[i].text, "form",
			forms[i].expected != NULL ? forms[i].expected : "refused", got);
		params_free(set);
		free(set);
	}
}

int
main(void)
{
	const char *source = getenv("srcdir");
	auto_str path = sim_format("%s/tests/sim/vectors.json", source != NULL ? source : ".");
	int status = check_vectors(path);

	check_tables();
	(void)printf("%s - %u comparisons, %u failed\n",
		status == 0 && failures == 0 ? "ok" : "not ok", cases, failures);
	return status == 0 && failures == 0 ? 0 : 1;
}

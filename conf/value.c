/* SPDX-License-Identifier: MIT */
/* Turns one libconfig setting into one member, or into faults that say what may stand there. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "conf/reading.h"

#define DESCRIPTION_SIZE 128
#define FAULT_SIZE	 64

static const char *
type_word(const config_setting_t *s)
{
	switch (config_setting_type(s)) {
	case CONFIG_TYPE_GROUP:
		return "a group";
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		return "an integer";
	case CONFIG_TYPE_FLOAT:
		return "a number with decimals";
	case CONFIG_TYPE_STRING:
		return "a string";
	case CONFIG_TYPE_BOOL:
		return "true or false";
	case CONFIG_TYPE_ARRAY:
	case CONFIG_TYPE_LIST:
		return "a list";
	default:
		return "nothing";
	}
}

static void
fault_type(struct reading *r, const struct option *o, const config_setting_t *s)
{
	char may[DESCRIPTION_SIZE];

	reading_fault(r, config_setting_source_line(s), "%s: must be %s, not %s", o->key,
		option_describe(o, may, sizeof(may)), type_word(s));
}

/* The faults that a string may have whatever it means; NULL when it has none. */
static const char *
string_fault(const struct option *o, const char *text, char buf[FAULT_SIZE])
{
	size_t len = strlen(text);

	if (!text_is_utf8(text, len))
		return "is not UTF-8";
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			return "holds a line break or another control character";
	if (len == 0 && o->min > 0)
		return "must not be empty";
	if (len > (size_t)o->max) {
		(void)snprintf(buf, FAULT_SIZE, "is longer than %lld bytes", (long long)o->max);
		return buf;
	}
	return NULL;
}

/* Reads a string within the row's length, without control characters. Returns 0 or -1. */
static int
read_string(struct reading *r, const struct option *o, const config_setting_t *s, char **member)
{
	unsigned line = config_setting_source_line(s);
	const char *text = config_setting_get_string(s);
	char buf[FAULT_SIZE];
	const char *fault = string_fault(o, text, buf);
	char *copy;

	if (fault != NULL) {
		reading_fault(r, line, "%s: %s", o->key, fault);
		return -1;
	}
	if (o->type == OPTION_PATH && text[0] != '\0' && text[0] != '/') {
		reading_fault(r, line, "%s: must be an absolute path", o->key);
		return -1;
	}
	if (o->type == OPTION_HOST && text[0] != '\0' && !host_is_valid(text, strlen(text))) {
		reading_fault(r, line, "%s: must be a host name without scheme, port or path",
			o->key);
		return -1;
	}
	copy = strdup(text);
	if (copy == NULL) {
		reading_fault(r, line, "%s: out of memory", o->key);
		return -1;
	}
	free(*member);
	*member = copy;
	return 0;
}

static int
read_integer(struct reading *r, const struct option *o, const config_setting_t *s,
	int64_t *member)
{
	unsigned line = config_setting_source_line(s);
	int64_t value = config_setting_type(s) == CONFIG_TYPE_INT64 ?
		config_setting_get_int64(s) : config_setting_get_int(s);
	bool good = o->choices == NULL && value >= o->min && value <= o->max;
	char may[DESCRIPTION_SIZE];

	for (const struct option_choice *c = o->choices; c != NULL && c->word != NULL; c++)
		good = good || c->value == value;
	if (!good) {
		reading_fault(r, line, "%s: must be %s, not %lld", o->key,
			option_describe(o, may, sizeof(may)), (long long)value);
		return -1;
	}
	*member = value;
	return 0;
}

static int
read_duration(struct reading *r, const struct option *o, const config_setting_t *s,
	int64_t *member)
{
	double seconds;
	char may[DESCRIPTION_SIZE];

	if (config_setting_type(s) == CONFIG_TYPE_FLOAT)
		seconds = config_setting_get_float(s);
	else if (config_setting_type(s) == CONFIG_TYPE_INT64)
		seconds = (double)config_setting_get_int64(s);
	else
		seconds = config_setting_get_int(s);
	/* compared as double, because the conversion of what does not fit is undefined */
	if (!(seconds * 1000 >= (double)o->min && seconds * 1000 <= (double)o->max)) {
		reading_fault(r, config_setting_source_line(s), "%s: must be %s, not %g", o->key,
			option_describe(o, may, sizeof(may)), seconds);
		return -1;
	}
	*member = llround(seconds * 1000);
	return 0;
}

static int
read_choice(struct reading *r, const struct option *o, const config_setting_t *s, void *member)
{
	const char *word = config_setting_get_string(s);
	char shown[40], may[DESCRIPTION_SIZE];

	for (const struct option_choice *c = o->choices; c->word != NULL; c++)
		if (strcmp(c->word, word) == 0) {
			memcpy(member, &c->value, sizeof(c->value));
			return 0;
		}
	reading_fault(r, config_setting_source_line(s), "%s: must be %s, not \"%s\"", o->key,
		option_describe(o, may, sizeof(may)), text_clean(shown, sizeof(shown), word));
	return -1;
}

/* Every word is one where the row names none. */
static bool
is_choice(const struct option *o, const char *word)
{
	for (const struct option_choice *c = o->choices; c != NULL && c->word != NULL; c++)
		if (strcmp(c->word, word) == 0)
			return true;
	return o->choices == NULL;
}

static int
read_entry(struct reading *r, const struct option *o, const config_setting_t *s, unsigned number,
	struct names *list)
{
	unsigned line = config_setting_source_line(s);
	char buf[FAULT_SIZE], may[DESCRIPTION_SIZE];
	const char *fault;

	if (config_setting_type(s) != CONFIG_TYPE_STRING) {
		reading_fault(r, line, "%s: entry %u must be a string, not %s", o->key, number,
			type_word(s));
		return -1;
	}
	fault = string_fault(o, config_setting_get_string(s), buf);
	if (fault == NULL && !is_choice(o, config_setting_get_string(s))) {
		reading_fault(r, line, "%s: must be %s; entry %u is not", o->key,
			option_describe(o, may, sizeof(may)), number);
		return -1;
	}
	if (fault == NULL && names_add(list, config_setting_get_string(s)) != 0)
		fault = "does not fit into memory";
	if (fault != NULL) {
		reading_fault(r, line, "%s: entry %u %s", o->key, number, fault);
		return -1;
	}
	return 0;
}

static int
read_list(struct reading *r, const struct option *o, const config_setting_t *s,
	struct names *member)
{
	unsigned count = (unsigned)config_setting_length(s);
	struct names list = { 0 };
	int rc = 0;

	if (count > NAMES_MAX) {
		reading_fault(r, config_setting_source_line(s),
			"%s: must have at most %d entries, not %u", o->key, NAMES_MAX, count);
		return -1;
	}
	for (unsigned i = 0; i < count; i++)
		if (read_entry(r, o, config_setting_get_elem(s, i), i + 1, &list) != 0)
			rc = -1;
	list.set = true;
	if (rc != 0) {
		names_clear(&list);
		return -1;
	}
	names_clear(member);
	*member = list;
	return 0;
}

static bool
type_fits(const struct option *o, const config_setting_t *s)
{
	int type = config_setting_type(s);

	switch (o->type) {
	case OPTION_STRING:
	case OPTION_HOST:
	case OPTION_PATH:
	case OPTION_CHOICE:
		return type == CONFIG_TYPE_STRING;
	case OPTION_INTEGER:
		return type == CONFIG_TYPE_INT || type == CONFIG_TYPE_INT64;
	case OPTION_DURATION:
		return type == CONFIG_TYPE_INT || type == CONFIG_TYPE_INT64 ||
			type == CONFIG_TYPE_FLOAT;
	case OPTION_BOOLEAN:
		return type == CONFIG_TYPE_BOOL;
	case OPTION_LIST:
		return type == CONFIG_TYPE_ARRAY || type == CONFIG_TYPE_LIST;
	case OPTION_SERVICES:
		return type == CONFIG_TYPE_LIST;
	}
	return false;
}

/* Did the scan find a number on this line that libconfig cannot have read rightly? */
static bool
number_spoilt(const struct reading *r, const config_setting_t *s)
{
	for (size_t i = 0; i < r->faults->count && i < CONF_FAULTS_MAX; i++)
		if (r->faults->fault[i].line == config_setting_source_line(s))
			return config_setting_is_number(s);
	return false;
}

int
option_read_member(struct reading *r, const struct option *o, const config_setting_t *s, void *member)
{
	bool flag;

	if (number_spoilt(r, s))
		return -1;
	if (!type_fits(o, s)) {
		fault_type(r, o, s);
		return -1;
	}
	switch (o->type) {
	case OPTION_STRING:
	case OPTION_HOST:
	case OPTION_PATH:
		return read_string(r, o, s, member);
	case OPTION_INTEGER:
		return read_integer(r, o, s, member);
	case OPTION_DURATION:
		return read_duration(r, o, s, member);
	case OPTION_CHOICE:
		return read_choice(r, o, s, member);
	case OPTION_LIST:
		return read_list(r, o, s, member);
	case OPTION_SERVICES: /* its rows are read above (services.c); by default there are none */
		return 0;
	case OPTION_BOOLEAN:
		flag = config_setting_get_bool(s) == CONFIG_TRUE;
		memcpy(member, &flag, sizeof(flag));
		return 0;
	}
	return -1;
}

void
option_read(struct reading *r, const struct option *o, const config_setting_t *s)
{
	size_t at = (size_t)(o - options);

	r->seen[at].line = config_setting_source_line(s);
	if (option_read_member(r, o, s, option_member(o, r->conf)) != 0)
		r->seen[at].faulty = true;
}

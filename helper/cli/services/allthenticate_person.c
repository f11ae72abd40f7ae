/* SPDX-License-Identifier: MIT */
/* Who is meant: the service has no look-up by name, so its one list is read and searched here. */
#include "helper/cli/services/allthenticate.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"

#define CANDIDATES_SHOWN 5

static const char *
text_of(const cJSON *row, const char *name)
{
	const char *text = json_string(row, name);

	return text != NULL ? text : "";
}

static bool
is_digits(const char *word)
{
	return *word != '\0' && word[strspn(word, "0123456789")] == '\0';
}

static bool
id_is(const cJSON *row, const char *name, const char *word)
{
	char buf[JSON_ID_SIZE];
	const char *id = json_id(row, name, buf);

	return id != NULL && strcmp(id, word) == 0;
}

static bool
by_email_id(const cJSON *row, const char *word)
{
	return id_is(row, "email_id", word);
}

static bool
by_email(const cJSON *row, const char *word)
{
	return strcasecmp(text_of(row, "email"), word) == 0;
}

static bool
by_username(const cJSON *row, const char *word)
{
	return strcmp(text_of(row, "username"), word) == 0;
}

static bool
by_full_name(const cJSON *row, const char *word)
{
	char name[256];

	(void)snprintf(
		name, sizeof(name), "%s %s", text_of(row, "first_name"), text_of(row, "last_name"));
	return strcmp(name, word) == 0;
}

/* How a person may be named; the first way that finds somebody counts. */
static bool (*const ways[])(
	const cJSON *row, const char *word) = { by_email_id, by_email, by_username, by_full_name };

static int
take(const cJSON *row, bool guest, struct person *p, struct err *e)
{
	char email_buf[JSON_ID_SIZE], user_buf[JSON_ID_SIZE], first[64], last[64], email[128];
	const char *email_id = json_id(row, "email_id", email_buf);
	const char *user_id = json_id(row, "user_id", user_buf);

	if (email_id == NULL || !is_digits(email_id) ||
		text_copy(p->found.id, sizeof(p->found.id), email_id) != 0)
		return err_set(e, ERR_UNREACHABLE,
			"the organisation described a person without a proper email_id");
	if (user_id == NULL || !is_digits(user_id) ||
		text_copy(p->user_id, sizeof(p->user_id), user_id) != 0)
		p->user_id[0] = '\0';
	if (text_copy(p->email, sizeof(p->email), text_of(row, "email")) != 0)
		p->email[0] = '\0';
	(void)snprintf(p->found.label, sizeof(p->found.label), "%s %s (email_id %s, %s)",
		text_clean(first, sizeof(first), text_of(row, "first_name")),
		text_clean(last, sizeof(last), text_of(row, "last_name")), p->found.id,
		text_clean(email, sizeof(email), p->email));
	p->guest = guest;
	p->found.object = cJSON_Duplicate(row, true);
	return p->found.object != NULL ? 0 : err_set(e, ERR_OTHER, "out of memory");
}

static int
say_several(const cJSON *list, size_t way, const char *word, size_t count, struct err *e)
{
	auto_text_buf names = { 0 };
	char clean[96], email[96], buf[JSON_ID_SIZE];
	size_t shown = 0;

	for (const cJSON *row = list->child; row != NULL && shown < CANDIDATES_SHOWN;
		row = row->next) {
		const char *id = json_id(row, "email_id", buf);

		if (ways[way](row, word))
			text_buf_printf(&names, "%s%s (email_id %s)", shown++ == 0 ? "" : ", ",
				text_clean(email, sizeof(email), text_of(row, "email")),
				id != NULL ? id : "?");
	}
	return err_set(e, ERR_USAGE,
		"\"%s\" is the name of several: %s%s; say which by its email_id",
		text_clean(clean, sizeof(clean), word), names.data != NULL ? names.data : "",
		count > CANDIDATES_SHOWN ? ", …" : "");
}

/* Returns 1 when somebody was found, 0 when nobody was, -1. */
static int
search(const cJSON *list, const char *word, bool guest, struct person *p, struct err *e)
{
	for (size_t way = 0; way < sizeof(ways) / sizeof(ways[0]); way++) {
		const cJSON *found = NULL;
		size_t count = 0;

		for (const cJSON *row = list->child; row != NULL; row = row->next)
			if (ways[way](row, word)) {
				found = row;
				count++;
			}
		if (count > 1)
			return say_several(list, way, word, count, e);
		if (count == 1)
			return take(found, guest, p, e) == 0 ? 1 : -1;
	}
	return 0;
}

/* A number that is nobody's email_id is most likely somebody's user_id: keeps whose. */
static void
note_user_id(const cJSON *list, const char *word, char ret_email[256])
{
	for (const cJSON *row = is_digits(word) ? list->child : NULL; row != NULL; row = row->next)
		if (id_is(row, "user_id", word))
			(void)text_clean(ret_email, 256, text_of(row, "email"));
}

static int
say_nobody(const char *word, const char *email, struct err *e)
{
	char clean[96];

	(void)text_clean(clean, sizeof(clean), word);
	if (email[0] != '\0')
		return err_set(e, ERR_NOT_FOUND,
			"there is no email_id %s in the organisation; it is the user_id of %s",
			clean, email);
	return err_set(e, ERR_NOT_FOUND, "there is no person \"%s\" in the organisation", clean);
}

/* Searches the users, or the guests. Returns as search(). */
static int
search_among(const struct service_run *r, bool guests, const char *word, struct person *p,
	char email[256], struct err *e)
{
	static const struct api_arg guest_args[] = { { "user_tag", "GUEST" }, { NULL, NULL } };
	auto_api_answer answer = { 0 };

	if (service_call(
		    r, "allthenticate_multipleusers", guests ? guest_args : NULL, &answer, e) != 0)
		return -1;
	if (!cJSON_IsArray(answer.response))
		return err_set(e, ERR_UNREACHABLE,
			"allthenticate_multipleusers: the answer is not a list");
	note_user_id(answer.response, word, email);
	return search(answer.response, word, guests, p, e);
}

int
person_find(const struct service_run *r, const char *word, bool guests_first,
	struct person *ret_person, struct err *e)
{
	char email[256] = "";
	int rc;

	*ret_person = (struct person){ 0 };
	if (word[0] == '\0')
		return err_set(e, ERR_USAGE, "the name of a person is empty");
	rc = search_among(r, guests_first, word, ret_person, email, e);
	if (rc == 0)
		rc = search_among(r, !guests_first, word, ret_person, email, e);
	if (rc == 0)
		return say_nobody(word, email, e);
	return rc > 0 ? 0 : -1;
}

int
person_reread(
	const struct service_run *r, const char *email_id, struct person *ret_person, struct err *e)
{
	return person_find(r, email_id, false, ret_person, e);
}

void
person_clear(struct person *p)
{
	service_found_clear(&p->found);
	*p = (struct person){ 0 };
}

/* SPDX-License-Identifier: MIT */
/* Persons: by name, by uid. */
#include <string.h>

#include "nss/entry.h"
#include "nss/lookup.h"

#define PERSON_STRINGS 4

/* Are these exactly count strings, each with its NUL? */
static bool
has_strings(const char *text, size_t len, size_t count)
{
	size_t found = 0;

	for (size_t i = 0; i < len; i++)
		found += text[i] == '\0';
	return found == count && text[len - 1] == '\0';
}

enum nss_status
person_read(const struct directory_record *r, struct person *ret_person)
{
	struct person p;
	uint64_t sum;

	if (r->length <= PERSON_TEXT || r->have != r->length)
		return lookup_broken();
	p.text_len = r->length - PERSON_TEXT;
	p.name = (const char *)r->data + PERSON_TEXT;
	p.uid = directory_get32(r->data + PERSON_UID);
	p.gid = directory_get32(r->data + PERSON_GID);
	p.flags = directory_get32(r->data + PERSON_FLAGS);
	sum = directory_sum(0, r->data + PERSON_UID, PERSON_TEXT - PERSON_UID);
	sum = directory_sum(sum, p.name, p.text_len);
	if (directory_get32(r->data + PERSON_SUM) != directory_sum_end(sum) ||
	    p.text_len > DIRECTORY_TEXT_MAX || !has_strings(p.name, p.text_len, PERSON_STRINGS))
		return lookup_broken();
	if (!directory_id_ok(p.uid) || !directory_id_ok(p.gid) || !directory_name_ok(p.name))
		return NSS_STATUS_NOTFOUND;
	*ret_person = p;
	return NSS_STATUS_SUCCESS;
}

enum nss_status
person_find(const struct lookup *l, char letter, const void *key, size_t key_len,
	struct directory_record *r, struct person *ret_person)
{
	enum nss_status status = lookup_status(directory_find(&l->file, letter, key, key_len, r));

	return status == NSS_STATUS_SUCCESS ? person_read(r, ret_person) : status;
}

enum nss_status
person_pack(const struct person *p, struct passwd *result, struct space space)
{
	char *s = space.buffer;

	if (space.size < p->text_len + sizeof("*"))
		return lookup_too_small();
	memcpy(s, p->name, p->text_len);
	result->pw_name = s;
	result->pw_gecos = s += strlen(s) + 1;
	result->pw_dir = s += strlen(s) + 1;
	result->pw_shell = s += strlen(s) + 1;
	result->pw_passwd = memcpy(space.buffer + p->text_len, "*", sizeof("*"));
	result->pw_uid = p->uid;
	result->pw_gid = p->gid;
	return NSS_STATUS_SUCCESS;
}

enum nss_status
_nss_doorward_getpwnam_r(const char *name, struct passwd *result, char *buffer, size_t size,
	int *errnop)
{
	struct space space = { buffer, size };
	struct directory_record record;
	struct person person;
	struct lookup l;
	enum nss_status status;

	if (!directory_name_ok(name))
		return NSS_STATUS_NOTFOUND;
	lookup_begin(&l);
	status = l.opened;
	if (status == NSS_STATUS_SUCCESS)
		status = person_find(&l, 'n', name, strlen(name), &record, &person);
	if (status == NSS_STATUS_SUCCESS)
		status = person_pack(&person, result, space);
	return lookup_end(&l, status, errnop);
}

enum nss_status
_nss_doorward_getpwuid_r(uid_t uid, struct passwd *result, char *buffer, size_t size, int *errnop)
{
	struct space space = { buffer, size };
	struct directory_record record;
	unsigned char key[4];
	struct person person;
	struct lookup l;
	enum nss_status status;

	if (!directory_id_ok(uid)) /* most callers ask about root and local users */
		return NSS_STATUS_NOTFOUND;
	directory_put32(key, uid);
	lookup_begin(&l);
	status = l.opened;
	if (status == NSS_STATUS_SUCCESS)
		status = person_find(&l, 'u', key, sizeof(key), &record, &person);
	if (status == NSS_STATUS_SUCCESS)
		status = person.uid == uid ? person_pack(&person, result, space) : lookup_broken();
	return lookup_end(&l, status, errnop);
}

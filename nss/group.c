/* SPDX-License-Identifier: MIT */
/* Groups: by name, by gid; those in the file, and the private group of each person. */
#include <stdalign.h>
#include <string.h>

#include "nss/entry.h"
#include "nss/lookup.h"

/* Cuts space into an array of count pointers, aligned as this machine wants it, and len bytes
 * behind it. Nothing is written unless both fit. */
static bool
cut_space(struct space space, size_t count, size_t len, char ***ret_pointers, char **ret_text)
{
	size_t skip = -(uintptr_t)space.buffer & (alignof(char *) - 1);

	if (skip > space.size || len > space.size - skip ||
	    count > (space.size - skip - len) / sizeof(char *))
		return false;
	*ret_pointers = (char **)(void *)(space.buffer + skip);
	*ret_text = space.buffer + skip + count * sizeof(char *);
	return true;
}

enum nss_status
person_pack_group(const struct person *p, struct group *result, struct space space)
{
	size_t name_len = strlen(p->name) + 1;
	char **members, *text;

	if ((p->flags & PERSON_PRIVATE_GROUP) == 0 || p->gid != p->uid)
		return NSS_STATUS_NOTFOUND;
	if (!cut_space(space, 1, name_len + sizeof("*"), &members, &text))
		return lookup_too_small();
	members[0] = NULL;
	result->gr_name = memcpy(text, p->name, name_len);
	result->gr_passwd = memcpy(text + name_len, "*", sizeof("*"));
	result->gr_gid = p->gid;
	result->gr_mem = members;
	return NSS_STATUS_SUCCESS;
}

/* Points to each of count strings after the first in text. False when there are fewer or more. */
static bool
list_members(char *text, size_t len, size_t count, char **members)
{
	char *end = text + len, *s = memchr(text, '\0', len);
	size_t i;

	for (i = 0; i < count && s != NULL && s + 1 < end; i++) {
		members[i] = s + 1;
		s = memchr(s + 1, '\0', (size_t)(end - s - 1));
	}
	members[i] = NULL;
	return i == count && s == end - 1;
}

enum nss_status
group_pack(const struct lookup *l, const struct directory_record *r, struct group *result,
	struct space space)
{
	unsigned char fixed[GROUP_TEXT];
	char **members, *text;
	size_t text_len, count;
	uint64_t sum;
	uint32_t gid;

	if (r->length <= GROUP_TEXT ||
	    directory_read(&l->file, r, 0, fixed, sizeof(fixed)) != DIRECTORY_FOUND)
		return lookup_broken();
	text_len = r->length - GROUP_TEXT;
	gid = directory_get32(fixed + GROUP_GID);
	count = directory_get32(fixed + GROUP_COUNT);
	if (count >= text_len)
		return lookup_broken();
	if (!directory_id_ok(gid))
		return NSS_STATUS_NOTFOUND;
	if (!cut_space(space, count + 1, text_len + sizeof("*"), &members, &text))
		return lookup_too_small();
	if (directory_read(&l->file, r, GROUP_TEXT, text, text_len) != DIRECTORY_FOUND)
		return lookup_broken();
	sum = directory_sum(0, fixed + GROUP_GID, GROUP_TEXT - GROUP_GID);
	sum = directory_sum(sum, text, text_len);
	if (directory_get32(fixed + GROUP_SUM) != directory_sum_end(sum) ||
	    !list_members(text, text_len, count, members))
		return lookup_broken();
	if (!directory_name_ok(text))
		return NSS_STATUS_NOTFOUND;
	result->gr_name = text;
	result->gr_passwd = memcpy(text + text_len, "*", sizeof("*"));
	result->gr_gid = gid;
	result->gr_mem = members;
	return NSS_STATUS_SUCCESS;
}

enum nss_status
_nss_doorward_getgrnam_r(const char *name, struct group *result, char *buffer, size_t size,
	int *errnop)
{
	struct space space = { buffer, size };
	struct directory_record record;
	struct person person;
	struct lookup l;
	enum nss_status status;
	size_t len;

	if (!directory_name_ok(name))
		return NSS_STATUS_NOTFOUND;
	len = strlen(name);
	lookup_begin(&l);
	status = l.opened;
	if (status == NSS_STATUS_SUCCESS)
		status = lookup_status(directory_find(&l.file, 'g', name, len, &record));
	if (status == NSS_STATUS_SUCCESS) {
		status = group_pack(&l, &record, result, space);
	} else if (status == NSS_STATUS_NOTFOUND && l.opened == NSS_STATUS_SUCCESS) {
		status = person_find(&l, 'n', name, len, &record, &person);
		if (status == NSS_STATUS_SUCCESS) /* an alias is no name of the group */
			status = strcmp(person.name, name) == 0
				? person_pack_group(&person, result, space) : NSS_STATUS_NOTFOUND;
	}
	return lookup_end(&l, status, errnop);
}

/* The private group of the person with this uid. */
static enum nss_status
private_group(const struct lookup *l, const unsigned char uid[4], struct group *result,
	struct space space)
{
	struct directory_record record;
	struct person person;
	enum nss_status status = person_find(l, 'u', uid, 4, &record, &person);

	if (status != NSS_STATUS_SUCCESS)
		return status;
	return person.uid == directory_get32(uid) ? person_pack_group(&person, result, space)
						  : lookup_broken();
}

enum nss_status
_nss_doorward_getgrgid_r(gid_t gid, struct group *result, char *buffer, size_t size, int *errnop)
{
	struct space space = { buffer, size };
	struct directory_record record;
	unsigned char key[4];
	struct lookup l;
	enum nss_status status;

	if (!directory_id_ok(gid))
		return NSS_STATUS_NOTFOUND;
	directory_put32(key, gid);
	lookup_begin(&l);
	status = l.opened;
	if (status == NSS_STATUS_SUCCESS)
		status = lookup_status(directory_find(&l.file, 'G', key, sizeof(key), &record));
	if (status == NSS_STATUS_SUCCESS) {
		status = record.have >= GROUP_TEXT &&
				directory_get32(record.data + GROUP_GID) == gid
			? group_pack(&l, &record, result, space) : lookup_broken();
	} else if (status == NSS_STATUS_NOTFOUND && l.opened == NSS_STATUS_SUCCESS) {
		status = private_group(&l, key, result, space);
	}
	return lookup_end(&l, status, errnop);
}

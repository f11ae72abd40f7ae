/* SPDX-License-Identifier: MIT */
/* The groups of one person, from the reverse index: the same time whatever the number of groups.
 *
 * A user whom another source has (files after the last sync, extrausers, LDAP, SSSD) may have the
 * name of somebody in the file, and is not to have that one's groups. The gid to be skipped tells
 * the two apart: a login's is the primary one, that of a systemd unit with Group= one that the
 * person is in. Another gid is somebody else's. nscd and "getent initgroups" give none (-1), so that
 * there the name alone counts: asking the other sources would cost every login a further read. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "nss/entry.h"
#include "nss/lookup.h"

#define GIDS_AT_ONCE 64

/* The array that libc shares with all its modules. */
struct gid_list {
	gid_t *gids;
	long used, size, limit;
	gid_t skipped;
};

#define NO_GID ((gid_t)-1)

/* Makes room for one more. 1, or 0 when the limit is reached, or -1 with ENOMEM. */
static int
make_room(struct gid_list *list)
{
	long size = list->size < 16 ? 16 : 2 * list->size;
	gid_t *gids;

	if (list->used < list->size)
		return 1;
	if (list->limit > 0 && list->size >= list->limit)
		return 0;
	if (list->limit > 0 && size > list->limit)
		size = list->limit;
	gids = reallocarray(list->gids, (size_t)size, sizeof(*gids));
	if (gids == NULL) {
		errno = ENOMEM;
		return -1;
	}
	list->gids = gids;
	list->size = size;
	return 1;
}

static enum nss_status
add_chunk(struct gid_list *list, const unsigned char *chunk, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		gid_t gid = directory_get32(chunk + 4 * i);

		if (gid == list->skipped || !directory_id_ok(gid))
			continue;
		switch (make_room(list)) {
		case 1:
			list->gids[list->used++] = gid;
			break;
		case 0:
			return NSS_STATUS_SUCCESS; /* full: libc wants no more */
		default:
			return NSS_STATUS_TRYAGAIN;
		}
	}
	return NSS_STATUS_SUCCESS;
}

/* What the first reading of a list tells. */
struct seen {
	uint64_t sum;
	gid_t wanted;
	bool found;
};

static void
see_chunk(struct seen *seen, const unsigned char *chunk, size_t count)
{
	seen->sum = directory_sum(seen->sum, chunk, 4 * count);
	for (size_t i = 0; i < count; i++)
		seen->found = seen->found || directory_get32(chunk + 4 * i) == seen->wanted;
}

/* Reads chunk after chunk of the list: sees all of it when list is NULL, else adds it. */
static enum nss_status
read_chunks(const struct lookup *l, const struct directory_record *r, uint32_t count,
	struct seen *seen, struct gid_list *list)
{
	unsigned char chunk[4 * GIDS_AT_ONCE];
	enum nss_status status = NSS_STATUS_SUCCESS;

	for (uint32_t i = 0; i < count && status == NSS_STATUS_SUCCESS; i += GIDS_AT_ONCE) {
		uint32_t n = count - i < GIDS_AT_ONCE ? count - i : GIDS_AT_ONCE;

		if (directory_read(&l->file, r, LIST_ENTRIES + 4 * i, chunk, 4 * n) !=
		    DIRECTORY_FOUND)
			return NSS_STATUS_UNAVAIL;
		if (list == NULL)
			see_chunk(seen, chunk, n);
		else
			status = add_chunk(list, chunk, n);
	}
	return status;
}

/* Is this the primary gid of the person whom the file has under the name? SUCCESS, NOTFOUND or
 * UNAVAIL. */
static enum nss_status
has_primary(const struct lookup *l, const char *user, gid_t gid)
{
	struct directory_record record;
	struct person person;
	enum nss_status status = person_find(l, 'n', user, strlen(user), &record, &person);

	return status == NSS_STATUS_SUCCESS && person.gid != gid ? NSS_STATUS_NOTFOUND : status;
}

/* Adds nothing unless the whole list is sound, and the user's. */
static enum nss_status
add_groups(const struct lookup *l, const char *user, const struct directory_record *r,
	struct gid_list *list)
{
	struct seen seen = { .wanted = list->skipped, .found = list->skipped == NO_GID };
	enum nss_status status;
	uint32_t count;

	if (r->have < LIST_ENTRIES)
		return lookup_broken();
	count = directory_get32(r->data + LIST_COUNT);
	if (count > DIRECTORY_GIDS_MAX || r->length != LIST_ENTRIES + 4 * count)
		return lookup_broken();
	seen.sum = directory_sum(0, r->data + LIST_COUNT, LIST_ENTRIES - LIST_COUNT);
	status = read_chunks(l, r, count, &seen, NULL);
	if (status != NSS_STATUS_SUCCESS)
		return status;
	if (directory_get32(r->data + LIST_SUM) != directory_sum_end(seen.sum))
		return lookup_broken();
	if (!seen.found)
		status = has_primary(l, user, list->skipped);
	return status == NSS_STATUS_SUCCESS ? read_chunks(l, r, count, &seen, list) : status;
}

enum nss_status
_nss_doorward_initgroups_dyn(const char *user, gid_t skipped, long *start, long *size,
	gid_t **groups, long limit, int *errnop)
{
	struct gid_list list = { *groups, *start, *size, limit, skipped };
	struct directory_record record;
	struct lookup l;
	enum nss_status status;

	if (!directory_name_ok(user))
		return NSS_STATUS_NOTFOUND;
	lookup_begin(&l);
	status = l.opened;
	if (status == NSS_STATUS_SUCCESS)
		status = lookup_status(directory_find(&l.file, 'i', user, strlen(user), &record));
	if (status == NSS_STATUS_SUCCESS)
		status = add_groups(&l, user, &record, &list);
	*groups = list.gids; /* may have moved, and may have grown before memory ran out */
	*size = list.size;
	*start = list.used;
	return lookup_end(&l, status, errnop);
}

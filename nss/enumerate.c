/* SPDX-License-Identifier: MIT */
/* Listing everybody, where the file allows it. The file may be replaced in the middle: a position
 * is the last id that was given out, so whoever is in both files is listed exactly once. */
#include <string.h>

#include "nss/entry.h"
#include "nss/lookup.h"

#define SKIP_MAX 1000 /* records in a row that may be damaged or not ours to serve */
#define ENTRY_SIZE 8  /* u32 id, u32 position */

/* libc lets one thread at a time list persons, and one list groups. This is all the state that
 * the module has; nothing in it needs to be freed. */
struct cursor {
	uint64_t generation; /* the one that next is an index of */
	uint32_t next;	     /* index of the next entry */
	uint32_t last_id;    /* given out before it, if next is not 0 */
};

static struct cursor person_cursor, group_cursor;

enum nss_status
_nss_doorward_setpwent(int stayopen)
{
	(void)stayopen; /* the file is never kept open */
	person_cursor = (struct cursor){ 0 };
	return NSS_STATUS_SUCCESS;
}

enum nss_status
_nss_doorward_endpwent(void)
{
	return _nss_doorward_setpwent(0);
}

enum nss_status
_nss_doorward_setgrent(int stayopen)
{
	(void)stayopen;
	group_cursor = (struct cursor){ 0 };
	return NSS_STATUS_SUCCESS;
}

enum nss_status
_nss_doorward_endgrent(void)
{
	return _nss_doorward_setgrent(0);
}

/* The order of enumeration in the file as it is now. */
struct order {
	uint64_t generation;
	uint32_t entries; /* position of the first one in the file */
	uint32_t count;
	struct directory_record record;
};

static enum nss_status
find_order(const struct lookup *l, enum directory_header_offset which, struct order *o)
{
	unsigned char header[HEADER_LENGTH];
	char letter;

	if (directory_read_header(&l->file, header) != DIRECTORY_FOUND)
		return NSS_STATUS_UNAVAIL;
	if ((directory_get32(header + HEADER_FLAGS) & HEADER_ENUMERATE) == 0)
		return NSS_STATUS_NOTFOUND;
	o->generation = directory_get64(header + HEADER_GENERATION);
	if (directory_record_at(&l->file, directory_get32(header + which), "e", &letter,
		&o->record) != DIRECTORY_FOUND)
		return NSS_STATUS_UNAVAIL;
	if (o->record.have < LIST_ENTRIES)
		return lookup_broken();
	o->count = directory_get32(o->record.data + LIST_COUNT);
	if (o->count != (o->record.length - LIST_ENTRIES) / ENTRY_SIZE)
		return lookup_broken();
	return NSS_STATUS_SUCCESS;
}

static enum nss_status
read_entry(const struct lookup *l, const struct order *o, uint32_t index, uint32_t *ret_id,
	uint32_t *ret_position)
{
	unsigned char entry[ENTRY_SIZE];

	if (directory_read(&l->file, &o->record, LIST_ENTRIES + index * ENTRY_SIZE, entry,
		sizeof(entry)) != DIRECTORY_FOUND)
		return NSS_STATUS_UNAVAIL;
	*ret_id = directory_get32(entry);
	*ret_position = directory_get32(entry + 4);
	return NSS_STATUS_SUCCESS;
}

/* Moves the cursor into this file: to the first id after the last one that was given out. */
static enum nss_status
find_place(const struct lookup *l, const struct order *o, struct cursor *c)
{
	uint32_t low = 0, high = o->count;

	while (c->next > 0 && low < high) {
		uint32_t middle = low + (high - low) / 2, id, position;
		enum nss_status status = read_entry(l, o, middle, &id, &position);

		if (status != NSS_STATUS_SUCCESS)
			return status;
		if (id <= c->last_id)
			low = middle + 1;
		else
			high = middle;
	}
	c->next = low;
	c->generation = o->generation;
	return NSS_STATUS_SUCCESS;
}

/* What is listed, and how result is filled in from the record there, which must have this id. */
struct listing {
	struct cursor *cursor;
	enum directory_header_offset order;
	enum nss_status (*pack)(const struct lookup *l, uint32_t id, uint32_t position,
		void *result, struct space space);
};

static enum nss_status
list_next(const struct lookup *l, const struct listing *listing, void *result, struct space space)
{
	struct cursor *c = listing->cursor;
	struct order o;
	enum nss_status status = find_order(l, listing->order, &o);

	if (status == NSS_STATUS_SUCCESS && c->generation != o.generation)
		status = find_place(l, &o, c);
	if (status != NSS_STATUS_SUCCESS)
		return status;
	for (int skipped = 0; skipped < SKIP_MAX && c->next < o.count; skipped++) {
		uint32_t id, position;

		status = read_entry(l, &o, c->next, &id, &position);
		if (status != NSS_STATUS_SUCCESS)
			return status;
		status = listing->pack(l, id, position, result, space);
		if (status == NSS_STATUS_TRYAGAIN)
			return status; /* the same entry again, with a larger buffer */
		c->next++;
		c->last_id = id;
		if (status == NSS_STATUS_SUCCESS)
			return status;
	}
	return NSS_STATUS_NOTFOUND;
}

static enum nss_status
list(const struct listing *listing, void *result, struct space space, int *errnop)
{
	struct lookup l;

	lookup_begin(&l);
	return lookup_end(&l, l.opened == NSS_STATUS_SUCCESS
		? list_next(&l, listing, result, space) : l.opened, errnop);
}

static enum nss_status
pack_person(const struct lookup *l, uint32_t id, uint32_t position, void *result,
	struct space space)
{
	struct directory_record record;
	struct person person;
	enum nss_status status;
	char letter;

	status = lookup_status(directory_record_at(&l->file, position, "u", &letter, &record));
	if (status == NSS_STATUS_SUCCESS)
		status = person_read(&record, &person);
	if (status == NSS_STATUS_SUCCESS)
		status = person.uid == id ? person_pack(&person, result, space) : lookup_broken();
	return status;
}

static enum nss_status
pack_group(const struct lookup *l, uint32_t id, uint32_t position, void *result,
	struct space space)
{
	struct directory_record record;
	struct person person;
	enum nss_status status;
	char letter;

	status = lookup_status(directory_record_at(&l->file, position, "Gu", &letter, &record));
	if (status != NSS_STATUS_SUCCESS)
		return status;
	if (letter == 'G')
		return record.have >= GROUP_TEXT && directory_get32(record.data + GROUP_GID) == id
			? group_pack(l, &record, result, space) : lookup_broken();
	status = person_read(&record, &person);
	if (status != NSS_STATUS_SUCCESS)
		return status;
	return person.gid == id ? person_pack_group(&person, result, space) : lookup_broken();
}

enum nss_status
_nss_doorward_getpwent_r(struct passwd *result, char *buffer, size_t size, int *errnop)
{
	static const struct listing listing = { &person_cursor, HEADER_ORDER_PERSONS, pack_person };

	return list(&listing, result, (struct space){ buffer, size }, errnop);
}

enum nss_status
_nss_doorward_getgrent_r(struct group *result, char *buffer, size_t size, int *errnop)
{
	static const struct listing listing = { &group_cursor, HEADER_ORDER_GROUPS, pack_group };

	return list(&listing, result, (struct space){ buffer, size }, errnop);
}

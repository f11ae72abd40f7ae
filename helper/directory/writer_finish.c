/* SPDX-License-Identifier: MIT */
/* What can only be written once everybody is known: members, order, hash tables, header. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "helper/directory/digest.h"
#include "helper/directory/reader.h"
#include "helper/directory/writer_private.h"

static int
compare_groups(const void *a, const void *b)
{
	const struct written_group *x = a, *y = b;

	return (x->gid > y->gid) - (x->gid < y->gid);
}

static struct written_group *
find_group(const struct directory_writer *w, uint32_t gid)
{
	struct written_group wanted = { .gid = gid };

	return w->group_count == 0 ? NULL
				   : bsearch(&wanted, w->groups, w->group_count, sizeof(wanted),
					     compare_groups);
}

static int
no_group(const struct directory_writer *w, size_t person, uint32_t gid, struct err *e)
{
	return err_set(e, ERR_USAGE, "%s: is in the group %u, which does not exist",
		w->names + w->persons[person].name, gid);
}

/* Sorts the groups, finds the group of each membership and counts the members. */
static int
match_groups(struct directory_writer *w, struct err *e)
{
	if (w->group_count > 0)
		qsort(w->groups, w->group_count, sizeof(*w->groups), compare_groups);
	for (size_t i = 0; i < w->person_count; i++)
		if (w->persons[i].gid != w->persons[i].uid &&
			find_group(w, w->persons[i].gid) == NULL)
			return no_group(w, i, w->persons[i].gid, e);
	for (size_t i = 0; i < w->member_count; i++) {
		struct written_group *group = find_group(w, w->members[i].gid);

		if (group == NULL)
			return no_group(w, w->members[i].person, w->members[i].gid, e);
		group->members++;
		w->members[i].gid = (uint32_t)(group - w->groups);
	}
	return 0;
}

/* The persons of each group one after the other, those of a group in the order they came in; each
 * group's members then say where its part ends. Owned by the caller; NULL when memory is used up.
 */
static uint32_t *
sort_members(struct directory_writer *w)
{
	uint32_t *sorted = calloc(w->member_count + 1, sizeof(*sorted)), start = 0;

	if (sorted == NULL)
		return NULL;
	for (size_t i = 0; i < w->group_count; i++) {
		uint32_t count = w->groups[i].members;

		w->groups[i].members = start;
		start += count;
	}
	for (size_t i = 0; i < w->member_count; i++)
		sorted[w->groups[w->members[i].gid].members++] = w->members[i].person;
	return sorted;
}

static int
put_group(struct directory_writer *w, struct written_group *group, const uint32_t *persons,
	size_t count, struct err *e)
{
	const char *name = w->names + group->name;
	bool hidden = w->options.members_max > 0 && count > w->options.members_max;
	size_t len = GROUP_TEXT + strlen(name) + 1;
	unsigned char *data, gid[4];
	char *end;

	for (size_t i = 0; i < count && !hidden; i++)
		len += strlen(w->names + w->persons[persons[i]].name) + 1;
	data = writer_data(w, len, e);
	if (data == NULL)
		return -1;
	directory_put32(data + GROUP_GID, group->gid);
	directory_put32(data + GROUP_FLAGS, hidden ? GROUP_MEMBERS_HIDDEN : 0);
	directory_put32(data + GROUP_COUNT, hidden ? 0 : (uint32_t)count);
	end = stpcpy((char *)data + GROUP_TEXT, name) + 1;
	for (size_t i = 0; i < count && !hidden; i++)
		end = stpcpy(end, w->names + w->persons[persons[i]].name) + 1;
	writer_seal(data, GROUP_TEXT, len);
	directory_put32(gid, group->gid);
	group->position = w->position;
	if (writer_put(w, 'G', gid, sizeof(gid), data, len, e) != 0)
		return -1;
	return writer_put(w, 'g', name, strlen(name), data, len, e);
}

int
writer_put_groups(struct directory_writer *w, struct err *e)
{
	auto_free uint32_t *sorted = NULL;
	uint32_t start = 0;

	if (match_groups(w, e) != 0)
		return -1;
	sorted = sort_members(w);
	if (sorted == NULL)
		return writer_no_memory(w, e);
	free(take_ptr(w->members));
	w->members_size = 0;
	for (size_t i = 0; i < w->group_count; i++) {
		uint32_t end = w->groups[i].members;

		if (put_group(w, &w->groups[i], sorted + start, end - start, e) != 0)
			return -1;
		start = end;
	}
	return 0;
}

/* ---- order --------------------------------------------------------------------------------- */

struct order_entry {
	uint32_t id, position;
};

static int
compare_entries(const void *a, const void *b)
{
	const struct order_entry *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

static int
put_order(struct directory_writer *w, const char *kind, struct order_entry *entries, size_t count,
	uint32_t *ret_position, struct err *e)
{
	size_t len = LIST_ENTRIES + 8 * count;
	unsigned char *data = writer_data(w, len, e);

	if (data == NULL)
		return -1;
	if (count > 0)
		qsort(entries, count, sizeof(*entries), compare_entries);
	directory_put32(data + LIST_COUNT, (uint32_t)count);
	for (size_t i = 0; i < count; i++) {
		directory_put32(data + LIST_ENTRIES + 8 * i, entries[i].id);
		directory_put32(data + LIST_ENTRIES + 8 * i + 4, entries[i].position);
	}
	writer_seal(data, LIST_ENTRIES, len);
	*ret_position = w->position;
	return writer_put(w, 'e', kind, 1, data, len, e);
}

int
writer_put_orders(
	struct directory_writer *w, uint32_t *ret_persons, uint32_t *ret_groups, struct err *e)
{
	size_t count = 0;
	auto_free struct order_entry *entries =
		calloc(w->person_count + w->group_count + 1, sizeof(*entries));

	if (entries == NULL)
		return writer_no_memory(w, e);
	for (size_t i = 0; i < w->person_count; i++)
		entries[count++] =
			(struct order_entry){ w->persons[i].uid, w->persons[i].position };
	if (put_order(w, "u", entries, count, ret_persons, e) != 0)
		return -1;
	count = 0;
	for (size_t i = 0; i < w->person_count; i++)
		if (w->persons[i].gid == w->persons[i].uid)
			entries[count++] =
				(struct order_entry){ w->persons[i].gid, w->persons[i].position };
	for (size_t i = 0; i < w->group_count; i++)
		entries[count++] = (struct order_entry){ w->groups[i].gid, w->groups[i].position };
	return put_order(w, "g", entries, count, ret_groups, e);
}

/* ---- header -------------------------------------------------------------------------------- */

uint64_t
directory_writer_generation(const struct directory_writer *w)
{
	struct directory_info old = { 0 };

	if (directory_info(w->options.path, &old, NULL) == 0 && old.generation >= w->options.time)
		return old.generation + 1;
	return w->options.time > 0 ? w->options.time : 1;
}

static int
write_at(const struct directory_writer *w, const void *bytes, size_t len, off_t at, struct err *e)
{
	ssize_t n = pwrite(w->publish.fd, bytes, len, at);

	if (n < 0)
		return err_sys(e, ERR_OTHER, errno, "%s: cannot write", w->publish.new_path);
	return (size_t)n == len
		       ? 0
		       : err_set(e, ERR_OTHER, "%s: cannot write: no space", w->publish.new_path);
}

static void
fill_header(const struct directory_writer *w, const uint32_t orders[2],
	const struct directory_counts *c, unsigned char header[HEADER_LENGTH])
{
	memset(header, 0, HEADER_LENGTH);
	memcpy(header + HEADER_MAGIC, DIRECTORY_MAGIC, 8);
	directory_put32(header + HEADER_VERSION, DIRECTORY_VERSION);
	directory_put32(header + HEADER_FLAGS, w->options.enumerate ? HEADER_ENUMERATE : 0);
	directory_put32(header + HEADER_SIZE, c->bytes);
	directory_put64(header + HEADER_GENERATION, c->generation);
	directory_put64(header + HEADER_TIME, w->options.time);
	directory_put32(header + HEADER_ID_FIRST, w->id_first);
	directory_put32(header + HEADER_ID_LAST, w->id_last);
	directory_put32(header + HEADER_PERSONS, c->persons);
	directory_put32(header + HEADER_ALIASES, c->aliases);
	directory_put32(header + HEADER_GROUPS, c->groups);
	directory_put32(header + HEADER_MAPS, c->maps);
	directory_put32(header + HEADER_ORDER_PERSONS, orders[0]);
	directory_put32(header + HEADER_ORDER_GROUPS, orders[1]);
	directory_put32(header + HEADER_SUM,
		directory_sum_end(
			directory_sum(0, header + HEADER_VERSION, HEADER_DIGEST - HEADER_VERSION)));
}

int
writer_put_header(struct directory_writer *w, const uint32_t orders[2],
	struct directory_counts *ret_counts, struct err *e)
{
	unsigned char header[HEADER_LENGTH];
	struct directory_counts c = {
		.persons = (uint32_t)w->person_count,
		.aliases = w->aliases,
		.groups = (uint32_t)w->group_count,
		.maps = w->maps,
	};
	off_t size;

	w->started = false; /* libcdb frees its memory here, whatever comes of it */
	if (cdb_make_finish(&w->cdb) != 0)
		return err_sys(e, ERR_OTHER, errno, "%s: cannot write", w->publish.new_path);
	size = lseek(w->publish.fd, 0, SEEK_END);
	if (size < 0 || size > UINT32_MAX)
		return err_set(e, ERR_OTHER, "%s: is larger than 4 GiB", w->publish.new_path);
	c.bytes = (uint32_t)size;
	c.generation = directory_writer_generation(w);
	fill_header(w, orders, &c, header);
	if (write_at(w, header, sizeof(header), DIRECTORY_HEADER_AT, e) != 0)
		return -1;
	if (directory_digest(w->publish.fd, c.bytes, header + HEADER_DIGEST, e) != 0)
		return err_where(e, "%s", w->publish.new_path);
	*ret_counts = c;
	return write_at(w, header + HEADER_DIGEST, DIRECTORY_DIGEST_LENGTH,
		DIRECTORY_HEADER_AT + HEADER_DIGEST, e);
}

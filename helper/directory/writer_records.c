/* SPDX-License-Identifier: MIT */
/* The records of the directory file, one person, group or map at a time. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "helper/directory/check.h"
#include "helper/directory/reader.h"
#include "helper/directory/writer_private.h"

/* ---- what may stand in the file ------------------------------------------------------------ */

static uint64_t
hash_id(char kind, uint32_t id)
{
	return seen_hash(kind, &id, sizeof(id));
}

static uint64_t
hash_name(char kind, const char *name)
{
	return seen_hash(kind, name, strlen(name));
}

static int
check_new(const struct directory_writer *w, uint64_t hash, const char *kind, const char *name,
	struct err *e)
{
	return seen_has(&w->seen, hash)
		       ? err_set(e, ERR_CONFLICT, "%s: this %s is taken already", name, kind)
		       : 0;
}

static void
note_id(struct directory_writer *w, uint32_t id)
{
	if (w->id_first == 0 || id < w->id_first)
		w->id_first = id;
	if (id > w->id_last)
		w->id_last = id;
}

/* Keeps a copy. The room was made before. */
static uint32_t
keep_name(struct directory_writer *w, const char *name)
{
	size_t len = strlen(name) + 1, at = w->names_len;

	memcpy(w->names + at, name, len);
	w->names_len += len;
	return (uint32_t)at;
}

/* Makes room for one person or group with this many keys and memberships. */
static int
make_room(struct directory_writer *w, const char *name, size_t keys, size_t gids, struct err *e)
{
	void *p;

	if (w->names_len > UINT32_MAX / 2 || seen_reserve(&w->seen, keys) != 0)
		return writer_no_memory(w, e);
	if ((p = array_grow(w->names, &w->names_size, w->names_len, strlen(name) + 1, 1)) == NULL)
		return writer_no_memory(w, e);
	w->names = p;
	if ((p = array_grow(w->persons, &w->persons_size, w->person_count, 1,
		     sizeof(*w->persons))) == NULL)
		return writer_no_memory(w, e);
	w->persons = p;
	if ((p = array_grow(w->groups, &w->groups_size, w->group_count, 1, sizeof(*w->groups))) ==
		NULL)
		return writer_no_memory(w, e);
	w->groups = p;
	if ((p = array_grow(w->members, &w->members_size, w->member_count, gids,
		     sizeof(*w->members))) == NULL)
		return writer_no_memory(w, e);
	w->members = p;
	return 0;
}

/* ---- records ------------------------------------------------------------------------------- */

int
directory_writer_add_group(struct directory_writer *w, const char *name, gid_t gid, struct err *e)
{
	if (writer_usable(w, e) != 0 || directory_check_name("group", name, e) != 0 ||
		directory_check_id(name, "gid", gid, e) != 0 ||
		check_new(w, hash_name('g', name), "name of a group", name, e) != 0 ||
		check_new(w, hash_id('G', gid), "gid", name, e) != 0 ||
		make_room(w, name, 2, 0, e) != 0)
		return -1;
	seen_add(&w->seen, hash_name('g', name));
	seen_add(&w->seen, hash_id('G', gid));
	note_id(w, gid);
	w->groups[w->group_count++] =
		(struct written_group){ .gid = gid, .name = keep_name(w, name) };
	return 0;
}

static int
check_person(const struct directory_writer *w, const struct directory_person *p, struct err *e)
{
	if (directory_check_name("person", p->name, e) != 0 ||
		directory_check_id(p->name, "uid", p->uid, e) != 0 ||
		directory_check_id(p->name, "gid", p->gid, e) != 0 ||
		directory_check_text(p->name, "real name", p->gecos, false, e) != 0 ||
		directory_check_text(p->name, "home folder", p->home, true, e) != 0 ||
		directory_check_text(p->name, "shell", p->shell, true, e) != 0)
		return -1;
	if (strlen(p->name) + strlen(p->gecos) + strlen(p->home) + strlen(p->shell) + 4 >
		DIRECTORY_TEXT_MAX)
		return err_set(e, ERR_USAGE,
			"%s: name, real name, home folder and shell are longer"
			" than %d bytes",
			p->name, DIRECTORY_TEXT_MAX);
	if (p->gid_count > DIRECTORY_GIDS_MAX)
		return err_set(
			e, ERR_USAGE, "%s: is in more than %d groups", p->name, DIRECTORY_GIDS_MAX);
	if (check_new(w, hash_name('n', p->name), "name", p->name, e) != 0 ||
		check_new(w, hash_id('u', p->uid), "uid", p->name, e) != 0)
		return -1;
	if (p->gid == p->uid &&
		(check_new(w, hash_id('G', p->gid), "gid", p->name, e) != 0 ||
			check_new(w, hash_name('g', p->name), "name of a group", p->name, e) != 0))
		return -1;
	for (size_t i = 0; i < p->alias_count; i++) {
		if (directory_check_name("alias", p->alias[i], e) != 0 ||
			check_new(w, hash_name('n', p->alias[i]), "name", p->alias[i], e) != 0)
			return -1;
		for (size_t j = 0; j <= i; j++)
			if (strcmp(p->alias[i], j == i ? p->name : p->alias[j]) == 0)
				return err_set(e, ERR_CONFLICT, "%s: comes twice in one account",
					p->alias[i]);
	}
	for (size_t i = 0; i < p->gid_count; i++)
		if (directory_check_id(p->name, "gid", p->gids[i], e) != 0)
			return -1;
	return 0;
}

static int
compare_gids(const void *a, const void *b)
{
	const gid_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The reverse index of one person, and what the groups will need to know. */
static int
put_gids(struct directory_writer *w, const struct directory_person *p, uint32_t person,
	struct err *e)
{
	unsigned char *data = writer_data(w, LIST_ENTRIES + 4 * p->gid_count, e);
	size_t count = 0, len;
	auto_free gid_t *gids = calloc(p->gid_count, sizeof(*gids));

	if (data == NULL)
		return -1;
	if (gids == NULL)
		return writer_no_memory(w, e);
	memcpy(gids, p->gids, p->gid_count * sizeof(*gids));
	qsort(gids, p->gid_count, sizeof(*gids), compare_gids);
	for (size_t i = 0; i < p->gid_count; i++) {
		if (gids[i] == p->gid || (i > 0 && gids[i] == gids[i - 1]))
			continue;
		directory_put32(data + LIST_ENTRIES + 4 * count++, gids[i]);
		w->members[w->member_count++] = (struct membership){ gids[i], person };
	}
	if (count == 0)
		return 0;
	len = LIST_ENTRIES + 4 * count;
	directory_put32(data + LIST_COUNT, (uint32_t)count);
	writer_seal(data, LIST_ENTRIES, len);
	if (writer_put(w, 'i', p->name, strlen(p->name), data, len, e) != 0)
		return -1;
	for (size_t i = 0; i < p->alias_count; i++)
		if (writer_put(w, 'i', p->alias[i], strlen(p->alias[i]), data, len, e) != 0)
			return -1;
	return 0;
}

static unsigned char *
add_string(unsigned char *at, const char *s)
{
	return (unsigned char *)stpcpy((char *)at, s) + 1;
}

static void
note_person(struct directory_writer *w, const struct directory_person *p, uint32_t position)
{
	seen_add(&w->seen, hash_name('n', p->name));
	seen_add(&w->seen, hash_id('u', p->uid));
	if (p->gid == p->uid) {
		seen_add(&w->seen, hash_name('g', p->name));
		seen_add(&w->seen, hash_id('G', p->gid));
	}
	for (size_t i = 0; i < p->alias_count; i++)
		seen_add(&w->seen, hash_name('n', p->alias[i]));
	note_id(w, p->uid);
	note_id(w, p->gid);
	w->aliases += (uint32_t)p->alias_count;
	w->persons[w->person_count++] = (struct written_person){
		.uid = p->uid,
		.gid = p->gid,
		.position = position,
		.name = keep_name(w, p->name),
	};
}

int
directory_writer_add_person(
	struct directory_writer *w, const struct directory_person *p, struct err *e)
{
	unsigned char data[PERSON_TEXT + DIRECTORY_TEXT_MAX], uid[4], *end = data + PERSON_TEXT;
	uint32_t position;
	size_t len;

	if (writer_usable(w, e) != 0 || check_person(w, p, e) != 0 ||
		make_room(w, p->name, p->alias_count + 4, p->gid_count, e) != 0)
		return -1;
	directory_put32(data + PERSON_UID, p->uid);
	directory_put32(data + PERSON_GID, p->gid);
	directory_put32(data + PERSON_FLAGS, p->gid == p->uid ? PERSON_PRIVATE_GROUP : 0);
	end = add_string(end, p->name);
	end = add_string(end, p->gecos);
	end = add_string(end, p->home);
	end = add_string(end, p->shell);
	len = (size_t)(end - data);
	writer_seal(data, PERSON_TEXT, len);
	directory_put32(uid, p->uid);
	position = w->position;
	if (writer_put(w, 'u', uid, sizeof(uid), data, len, e) != 0 ||
		writer_put(w, 'n', p->name, strlen(p->name), data, len, e) != 0)
		return -1;
	for (size_t i = 0; i < p->alias_count; i++)
		if (writer_put(w, 'n', p->alias[i], strlen(p->alias[i]), data, len, e) != 0)
			return -1;
	note_person(w, p, position);
	return p->gid_count == 0 ? 0 : put_gids(w, p, (uint32_t)w->person_count - 1, e);
}

int
directory_writer_add_map(struct directory_writer *w, const char *name,
	const struct directory_user *user, struct err *e)
{
	unsigned char
		data[MAP_TEXT + DIRECTORY_KEY_MAX + DIRECTORY_USER_MAX + DIRECTORY_STATUS_MAX];
	unsigned char *end = data + MAP_TEXT;
	uint64_t hash;

	if (writer_usable(w, e) != 0 || directory_check_name("computer username", name, e) != 0)
		return -1;
	if (strlen(user->key) >= DIRECTORY_KEY_MAX ||
		strlen(user->username) >= DIRECTORY_USER_MAX ||
		strlen(user->status) >= DIRECTORY_STATUS_MAX)
		return err_set(e, ERR_USAGE,
			"%s: the directory user's key, name or status is too long", name);
	hash = hash_name('m', name);
	if (check_new(w, hash, "computer username", name, e) != 0)
		return -1;
	if (seen_reserve(&w->seen, 1) != 0)
		return writer_no_memory(w, e);
	directory_put32(data + MAP_FLAGS, 0);
	directory_put64(data + MAP_TIME, user->time);
	end = add_string(end, user->key);
	end = add_string(end, user->username);
	end = add_string(end, user->status);
	writer_seal(data, MAP_TEXT, (size_t)(end - data));
	if (writer_put(w, 'm', name, strlen(name), data, (size_t)(end - data), e) != 0)
		return -1;
	seen_add(&w->seen, hash);
	w->maps++;
	return 0;
}

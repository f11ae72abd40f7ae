/* SPDX-License-Identifier: MIT */
/* An open hash table of hashes, half to three quarters full. */
#include "helper/directory/seen.h"

#include <stdlib.h>

#include "base/directory.h"

#define SIZE_MIN 1024

uint64_t
seen_hash(char kind, const void *bytes, size_t len)
{
	uint64_t head = (uint64_t)(unsigned char)kind << 56 | len;
	uint64_t hash = directory_sum(directory_sum(0, &head, sizeof(head)), bytes, len);

	hash *= UINT64_C(0xd6e8feb86659fd93); /* the last word has not reached all bits yet */
	hash ^= hash >> 29;
	return hash == 0 ? 1 : hash;
}

static size_t
find_slot(const uint64_t *slots, size_t size, uint64_t hash)
{
	size_t i = (size_t)hash & (size - 1);

	while (slots[i] != 0 && slots[i] != hash)
		i = (i + 1) & (size - 1);
	return i;
}

bool
seen_has(const struct seen *s, uint64_t hash)
{
	return s->size > 0 && s->slots[find_slot(s->slots, s->size, hash)] == hash;
}

int
seen_reserve(struct seen *s, size_t count)
{
	size_t size = s->size == 0 ? SIZE_MIN : s->size;
	uint64_t *slots;

	while (size / 4 * 3 < s->count + count)
		size *= 2;
	if (size == s->size)
		return 0;
	slots = calloc(size, sizeof(*slots));
	if (slots == NULL)
		return -1;
	for (size_t i = 0; i < s->size; i++)
		if (s->slots[i] != 0)
			slots[find_slot(slots, size, s->slots[i])] = s->slots[i];
	free(s->slots);
	s->slots = slots;
	s->size = size;
	return 0;
}

void
seen_add(struct seen *s, uint64_t hash)
{
	size_t i = find_slot(s->slots, s->size, hash);

	if (s->slots[i] == 0) {
		s->slots[i] = hash;
		s->count++;
	}
}

void
seen_clear(struct seen *s)
{
	free(s->slots);
	*s = (struct seen){ 0 };
}

void *
array_grow(void *items, size_t *size, size_t count, size_t more, size_t element)
{
	size_t wanted = *size < 64 ? 64 : *size;

	if (more > SIZE_MAX / 4 - count)
		return NULL;
	while (wanted < count + more)
		wanted += wanted / 2;
	if (wanted == *size)
		return items;
	items = reallocarray(items, wanted, element);
	if (items != NULL)
		*size = wanted;
	return items;
}

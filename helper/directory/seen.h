/* SPDX-License-Identifier: MIT */
/* Arrays that grow and a set of what was seen, for a million names in little memory. */
#ifndef HELPER_DIRECTORY_SEEN_H
#define HELPER_DIRECTORY_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Names and numbers, each with a letter that says which kind it is, as 64-bit hashes: among ten
 * million of them the chance that two different ones look the same is below one in 300,000. */
struct seen {
	uint64_t *slots; /* 0 is empty; owned */
	size_t count, size;
};

uint64_t seen_hash(char kind, const void *bytes, size_t len);

bool seen_has(const struct seen *s, uint64_t hash);

/* Makes room, so that the next count seen_add calls cannot fail. Returns 0, or -1 (memory). */
int seen_reserve(struct seen *s, size_t count) __attribute__((warn_unused_result));

void seen_add(struct seen *s, uint64_t hash);

void seen_clear(struct seen *s);

/* Returns items, perhaps elsewhere, with room for count + more elements; *size is how many fit.
 * NULL when memory is used up; then items is as it was. */
void *array_grow(void *items, size_t *size, size_t count, size_t more, size_t element)
	__attribute__((warn_unused_result));

#endif

/* SPDX-License-Identifier: MIT */
/* Makes STAGE_FILE say anything, with every sum right: for files that are made to harm. */
#ifndef NSS_CRAFT_H
#define NSS_CRAFT_H

#include <stddef.h>
#include <stdint.h>

#define CRAFT_TEXT(s) s, sizeof(s) /* with the NUL at the end */

void craft_begin(void);

/* Appends a record and returns its position. */
uint32_t craft_put(char letter, const void *key, size_t key_len, const void *data, size_t len);
void craft_put_id(char letter, uint32_t id, const void *data, size_t len);

/* A record's data: words, then text, with its sum. Returns the length. */
size_t craft_record(
	unsigned char *data, const uint32_t *words, size_t count, const void *text, size_t len);

/* Puts a right header in front, with these positions of the orders. */
void craft_finish(uint32_t persons, uint32_t groups);

#endif

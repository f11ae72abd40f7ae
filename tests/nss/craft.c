/* SPDX-License-Identifier: MIT */
/* A writer of directory files that refuses nothing. */
#include "tests/nss/craft.h"

#include <cdb.h>
#include <fcntl.h>
#include <unistd.h>

#include "tests/nss/stage.h"

static struct cdb_make made;
static uint32_t position; /* of the next record */

uint32_t
craft_put(char letter, const void *key, size_t key_len, const void *data, size_t len)
{
	unsigned char whole[300] = { (unsigned char)letter };
	uint32_t at = position;

	memcpy(whole + 1, key, key_len);
	assert_int_equal(cdb_make_add(&made, whole, (unsigned)key_len + 1, data, (unsigned)len), 0);
	position += (uint32_t)(8 + 1 + key_len + len);
	return at;
}

void
craft_begin(void)
{
	static const unsigned char header[HEADER_LENGTH];
	int fd = open(STAGE_FILE, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	assert_true(fd >= 0);
	assert_int_equal(cdb_make_start(&made, fd), 0);
	position = DIRECTORY_DATA_START;
	(void)craft_put('h', "", 0, header, sizeof(header));
}

void
craft_finish(uint32_t persons, uint32_t groups)
{
	unsigned char h[HEADER_LENGTH] = DIRECTORY_MAGIC;
	int fd = made.cdb_fd;

	assert_int_equal(cdb_make_finish(&made), 0);
	directory_put32(h + HEADER_VERSION, DIRECTORY_VERSION);
	directory_put32(h + HEADER_FLAGS, HEADER_ENUMERATE);
	directory_put32(h + HEADER_SIZE, (uint32_t)lseek(fd, 0, SEEK_END));
	directory_put32(h + HEADER_ORDER_PERSONS, persons);
	directory_put32(h + HEADER_ORDER_GROUPS, groups);
	directory_put32(h + HEADER_SUM, directory_sum_end(directory_sum(0, h + HEADER_VERSION,
						HEADER_DIGEST - HEADER_VERSION)));
	assert_int_equal(pwrite(fd, h, sizeof(h), DIRECTORY_HEADER_AT), sizeof(h));
	assert_int_equal(close(fd), 0);
}

size_t
craft_record(unsigned char *data, const uint32_t *words, size_t count, const void *text, size_t len)
{
	uint64_t sum;

	for (size_t i = 0; i < count; i++)
		directory_put32(data + 4 + 4 * i, words[i]);
	memcpy(data + 4 + 4 * count, text, len);
	sum = directory_sum(0, data + 4, 4 * count);
	directory_put32(data, directory_sum_end(directory_sum(sum, data + 4 + 4 * count, len)));
	return 4 + 4 * count + len;
}

void
craft_put_id(char letter, uint32_t id, const void *data, size_t len)
{
	unsigned char key[4];

	directory_put32(key, id);
	(void)craft_put(letter, key, sizeof(key), data, len);
}

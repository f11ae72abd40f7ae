/* SPDX-License-Identifier: MIT */
/* Puts one record after the other into the new file; what every part of the writer stands on. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/cleanup.h"
#include "helper/directory/writer_private.h"

#define WRITE_AHEAD (8u << 20) /* bytes after which the disk begins to write */

int
writer_usable(const struct directory_writer *w, struct err *e)
{
	return w->failed ? err_set(e, ERR_OTHER, "%s: writing has failed", w->options.path) : 0;
}

int
writer_no_memory(struct directory_writer *w, struct err *e)
{
	w->failed = true;
	return err_set(e, ERR_OTHER, "%s: out of memory", w->options.path);
}

unsigned char *
writer_data(struct directory_writer *w, size_t len, struct err *e)
{
	void *data = array_grow(w->data, &w->data_size, 0, len, 1);

	if (data == NULL) {
		(void)writer_no_memory(w, e);
		return NULL;
	}
	w->data = data;
	return data;
}

void
writer_seal(unsigned char *data, size_t fixed, size_t len)
{
	uint64_t sum = directory_sum(0, data + 4, fixed - 4);

	directory_put32(data, directory_sum_end(directory_sum(sum, data + fixed, len - fixed)));
}

int
writer_put(struct directory_writer *w, char letter, const void *key, size_t key_len,
	const void *data, size_t len, struct err *e)
{
	unsigned char whole_key[1 + DIRECTORY_NAME_MAX];
	uint64_t end = (uint64_t)w->position + 8 + 1 + key_len + len;

	w->failed = true; /* unless all goes well */
	if (end + 16 * ((uint64_t)w->records + 1) > UINT32_MAX)
		return err_set(e, ERR_OTHER, "%s: would be larger than 4 GiB", w->options.path);
	whole_key[0] = (unsigned char)letter;
	memcpy(whole_key + 1, key, key_len);
	if (cdb_make_add(&w->cdb, whole_key, (unsigned)key_len + 1, data, (unsigned)len) != 0)
		return err_sys(e, ERR_OTHER, errno, "%s: cannot write", w->publish.new_path);
	w->position = (uint32_t)end;
	w->records++;
	w->failed = false;
	if (w->position - w->synced >= WRITE_AHEAD) {
		/* a hint only: the sync at the end counts */
		(void)sync_file_range(
			w->publish.fd, w->synced, w->position - w->synced, SYNC_FILE_RANGE_WRITE);
		w->synced = w->position;
	}
	return 0;
}

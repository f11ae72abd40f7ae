/* SPDX-License-Identifier: MIT */
/* The life of a writer: begun, given records, finished or thrown away. */
#include "helper/directory/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "helper/directory/writer_private.h"

#define WRITE_AHEAD (8u << 20) /* bytes after which the disk begins to write */

static int
begin(struct directory_writer *w, struct err *e)
{
	static const unsigned char no_header[HEADER_LENGTH]; /* it is written last, in this place */

	if (publish_begin(&w->publish, w->options.path, w->options.owner, w->options.group, e) != 0)
		return -1;
	if (cdb_make_start(&w->cdb, w->publish.fd) != 0)
		return err_sys(e, ERR_OTHER, errno, "%s: cannot write", w->publish.new_path);
	w->started = true;
	w->position = DIRECTORY_DATA_START;
	return writer_put(w, 'h', "", 0, no_header, sizeof(no_header), e);
}

int
directory_writer_new(const struct directory_writer_options *options,
	struct directory_writer **ret_writer, struct err *e)
{
	struct directory_writer *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	w->options = *options;
	if (begin(w, e) != 0) {
		directory_writer_free(w);
		return -1;
	}
	*ret_writer = w;
	return 0;
}

/* libcdb gives its memory back only together with writing its tables; into nothing, then. */
static void
abandon_cdb(struct directory_writer *w)
{
	auto_fd nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (nowhere < 0)
		return;
	w->cdb.cdb_fd = nowhere;
	(void)cdb_make_finish(&w->cdb);
}

void
directory_writer_free(struct directory_writer *w)
{
	if (w == NULL)
		return;
	if (w->started)
		abandon_cdb(w);
	publish_clear(&w->publish);
	seen_clear(&w->seen);
	free(w->names);
	free(w->persons);
	free(w->groups);
	free(w->members);
	free(w->data);
	free(w);
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

int
writer_usable(const struct directory_writer *w, struct err *e)
{
	return w->failed ? err_set(e, ERR_OTHER, "%s: writing has failed", w->options.path) : 0;
}

int
directory_writer_finish(
	struct directory_writer *w, struct directory_counts *ret_counts, struct err *e)
{
	struct directory_counts counts;
	uint32_t orders[2] = { 0, 0 };

	if (writer_usable(w, e) != 0 || writer_put_groups(w, e) != 0)
		return -1;
	if (w->options.enumerate && writer_put_orders(w, &orders[0], &orders[1], e) != 0)
		return -1;
	w->failed = true; /* nothing can be added any more */
	if (writer_put_header(w, orders, &counts, e) != 0 ||
		publish_finish(&w->publish, w->options.owner, w->options.group, 0644, e) != 0)
		return -1;
	if (ret_counts != NULL)
		*ret_counts = counts;
	return 0;
}

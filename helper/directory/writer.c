/* SPDX-License-Identifier: MIT */
/* The life of a writer: begun, given records, finished or thrown away. */
#include "helper/directory/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "helper/directory/writer_private.h"

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

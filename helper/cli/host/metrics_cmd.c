/* SPDX-License-Identifier: MIT */
/* `doorward metrics`: the broker's numbers for a collector that reads files or programs. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "helper/cli/connect.h"
#include "helper/cli/host/host.h"
#include "helper/directory/publish.h"
#include "helper/metrics/ask.h"

#define SPARE_MS 1000 /* beyond the time that a verdict may take */

/* Replaces the file as a whole: whoever reads it never sees half of the numbers. */
static int
write_file(const char *path, const struct text_buf *text, struct err *e)
{
	struct publish p;
	int rc = publish_begin(&p, path, (uid_t)-1, (gid_t)-1, e);

	if (rc == 0 && write(p.fd, text->data, text->len) != (ssize_t)text->len)
		rc = err_sys(e, ERR_OTHER, errno, "%s", path);
	if (rc == 0)
		rc = publish_finish(&p, (uid_t)-1, (gid_t)-1, 0644, e);
	publish_clear(&p);
	return rc;
}

int
metrics_run(const struct cli *cli, struct err *e)
{
	const char *path = cli_param_value(cli, "file");
	auto_text_buf text = { .limit = 0 };
	auto_conf conf = NULL;
	struct err why = { 0 };
	bool usable = connect_conf(cli, &conf, e) == 0;
	int rc;

	/* a faulty file is what the broker's numbers tell of, so they are looked for all the same,
	 * where they usually are */
	if (!usable)
		conf = conf_defaults();
	if (conf == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	rc = report_metrics(conf->broker.socket, deadline_in(conf->deadline.broker_ms + SPARE_MS),
		&text, &why);
	if (text.failed || text.data == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	/* that the broker is down is a number as well, so it is told first */
	if (path == NULL)
		(void)fputs(text.data, stdout); /* main sees whether it got through */
	else if (write_file(path, &text, &why) != 0) {
		*e = why;
		return -1;
	}
	if (!usable)
		return -1;
	*e = why;
	return rc != 0 ? err_where(e, "the broker") : 0;
}

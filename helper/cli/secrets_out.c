/* SPDX-License-Identifier: MIT */
/* Keeps codes out of pipes, other people's files and terminal logs that nobody asked for. */
#include "helper/cli/secrets_out.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"

static int
open_file(const char *path, struct output *o, struct err *e)
{
	auto_fd fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0 && errno == EEXIST)
		return err_set(e, ERR_USAGE, "--out: %s exists already, and is not written over",
			path);
	if (fd < 0)
		return err_sys(e, ERR_USAGE, errno, "--out: %s", path);
	o->path = path;
	if (fchmod(fd, 0600) != 0) /* a default ACL of the folder may have opened it */
		return err_sys(e, ERR_OTHER, errno, "--out: %s", path);
	o->file = fdopen(fd, "w");
	if (o->file == NULL)
		return err_sys(e, ERR_OTHER, errno, "--out: %s", path);
	(void)take_fd(&fd);
	return 0;
}

int
output_open(const struct cli *cli, struct output *ret_output, struct err *e)
{
	bool secret = cli->op != NULL && (cli->op->flags & API_SECRET_ANSWER) != 0;
	struct output o = { .file = stdout, .terminal = isatty(STDOUT_FILENO) == 1 };

	if (cli->options.out != NULL && !cli->options.dry_run) {
		o = (struct output){ 0 };
		if (open_file(cli->options.out, &o, e) != 0) {
			output_clear(&o);
			return -1;
		}
	} else if (secret && !o.terminal && !cli->options.force && !cli->options.dry_run) {
		return err_set(e, ERR_USAGE,
			"the answer holds codes, and standard output is no terminal: "
			"use --out FILE, or --force if others cannot read it; nothing was done");
	}
	*ret_output = o;
	return 0;
}

int
output_finish(struct output *o, struct err *e)
{
	if (fflush(o->file) != 0)
		return err_sys(e, ERR_OTHER, errno, "writing the answer");
	if (o->path == NULL)
		return 0;
	if (fsync(fileno(o->file)) != 0)
		return err_sys(e, ERR_OTHER, errno, "--out: %s", o->path);
	o->kept = true;
	return 0;
}

void
output_clear(struct output *o)
{
	if (o->path != NULL && o->file != NULL)
		(void)fclose(o->file); /* its content was flushed, or is thrown away now */
	if (o->path != NULL && !o->kept)
		(void)unlink(o->path);
	*o = (struct output){ 0 };
}

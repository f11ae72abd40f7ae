/* SPDX-License-Identifier: MIT */
/* Keeps codes out of pipes, other people's files and terminal logs that nobody asked for. */
#include "helper/cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"

#define ROOM 4096 /* for an answer that cannot be asked for again */

/* secret: there must be room before anything is sent. */
static int
open_file(const char *path, bool secret, struct output *o, struct err *e)
{
	auto_fd fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0 && errno == EEXIST)
		return err_set(e, ERR_USAGE, "--out: %s exists already, and is not written over",
			path);
	if (fd < 0)
		return err_sys(e, ERR_USAGE, errno, "--out: %s", path);
	o->path = path;
	if (fchmod(fd, 0600) != 0) /* a default ACL of the folder may have opened it */
		return print_fault(path, e);
	/* not every file system can tell */
	if (secret && fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, ROOM) != 0 &&
		(errno == ENOSPC || errno == EDQUOT)) {
		(void)print_fault(path, e);
		return err_where(e, "nothing was done");
	}
	o->file = fdopen(fd, "w");
	if (o->file == NULL)
		return print_fault(path, e);
	(void)take_fd(&fd);
	return 0;
}

/* Standard output as it is. */
static struct output
standard_output(void)
{
	const struct print_options p = print_stdout(&(struct print_choice){ 0 }, NULL);

	return (struct output){ .file = p.file, .terminal = p.terminal, .width = p.width };
}

int
output_open(const struct cli *cli, struct output *ret_output, struct err *e)
{
	bool secret = cli->op != NULL && (cli->op->flags & API_SECRET_ANSWER) != 0;
	struct output o = standard_output();

	if (cli->options.out != NULL && !cli->options.dry_run) {
		o = (struct output){ 0 };
		if (open_file(cli->options.out, secret, &o, e) != 0) {
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

struct print_options
output_options(const struct cli *cli, const struct output *o, const char *columns)
{
	return (struct print_options){ .format = cli->options.print.format,
		.fields = cli->options.print.fields,
		.columns = columns,
		.file = o->file,
		.path = o->path,
		.terminal = o->terminal,
		.width = o->width,
		.no_header = cli->options.print.no_header,
		.typed = cli->options.print.fields != NULL };
}

void
output_tell_input(void)
{
	if (isatty(STDIN_FILENO) == 1)
		(void)fputs("reading standard input; Ctrl-D at the beginning of a line ends it\n",
			stderr);
}

int
output_print(const struct print_options *options, const cJSON *value, struct err *e)
{
	struct print_options with_single = *options;
	auto_printer printer = { 0 };
	bool list = cJSON_IsArray(value);

	with_single.single = !list;
	if (print_open(&printer, &with_single, e) != 0)
		return -1;
	for (const cJSON *row = list ? value->child : value; row != NULL;
		row = list ? row->next : NULL)
		if (print_row(&printer, row, e) != 0)
			return -1;
	return print_close(&printer, e);
}

int
output_finish(struct output *o, struct err *e)
{
	if (fflush(o->file) != 0)
		return print_fault(o->path, e);
	if (o->path == NULL)
		return 0;
	if (fsync(fileno(o->file)) != 0)
		return print_fault(o->path, e);
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

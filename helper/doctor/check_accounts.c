/* SPDX-License-Identifier: MIT */
/* Accounts out of the directory: nsswitch.conf, the NSS module, the file it reads, and nscd. */
#include <dlfcn.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "helper/common/text_file.h"
#include "helper/directory/reader.h"
#include "helper/doctor/doctor.h"
#include "helper/door/mapping.h"

#define NSSWITCH     "/etc/nsswitch.conf"
#define NSS_MODULE   "libnss_doorward.so.2"
#define NSCD_SOCKET  "/run/nscd/socket"
#define SERVICE_NAME "doorward"
#define LATE	     3 /* intervals of sync that may pass without a new file */

/* One database of nsswitch.conf. */
struct database {
	const char *name;
	bool needed; /* else it counts only where the file has it */
	unsigned line;
	char services[256]; /* as written; "" = not there */
};

static void
read_databases(struct database *list, size_t count)
{
	auto_str text = NULL;
	struct err e;
	unsigned line = 0;
	char *cursor, *at;

	if (text_file_read(NSSWITCH, &text, &e) != 0)
		return;
	cursor = text;
	while ((at = text_file_line(&cursor, &line, false)) != NULL) {
		size_t len;

		at[strcspn(at, "#")] = '\0';
		at += strspn(at, " \t");
		len = strcspn(at, ": \t");
		for (size_t i = 0; i < count; i++) {
			const char *colon = strchr(at, ':');

			if (colon == NULL || strlen(list[i].name) != len ||
				strncmp(list[i].name, at, len) != 0)
				continue;
			list[i].line = line;
			(void)snprintf(list[i].services, sizeof(list[i].services), "%s",
				colon + 1 + strspn(colon + 1, " \t"));
		}
	}
}

/* The next word of letters, in *cursor, behind blanks. */
static size_t
letters(const char **cursor)
{
	*cursor += strspn(*cursor, " \t");
	return strspn(*cursor, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
}

/* Do these actions, behind '[', end the search when nobody is found? As glibc reads them: any case,
 * blanks anywhere, "!" for all states but this one, the last one that is about a state counts. */
static bool
ends_unfound(const char *at)
{
	static const char state[] = "NOTFOUND", action[] = "return";
	bool ends = false;

	for (;;) {
		size_t len;
		bool others, about;

		at += strspn(at, " \t");
		others = *at == '!';
		at += others ? 1 : 0;
		len = letters(&at);
		if (len == 0)
			return ends; /* "]", or what glibc would not take either */
		about = (len == strlen(state) && strncasecmp(at, state, len) == 0) != others;
		at += len;
		at += strspn(at, " \t");
		at += *at == '=' ? 1 : 0;
		len = letters(&at);
		if (about)
			ends = len == strlen(action) && strncasecmp(at, action, len) == 0;
		at += len;
	}
}

/* The position of a service, from 1; 0 = it is not there. *ret_return says whether an action before
 * it ends the search when nobody is found. A bracket needs no blank before it. */
static int
position_of(const struct database *b, const char *service, bool *ret_return)
{
	const char *word = b->services;
	int at = 0;

	*ret_return = false;
	while (*(word += strspn(word, " \t\r")) != '\0') {
		size_t len = word[0] == '[' ? strcspn(word, "]") : strcspn(word, " \t\r[");

		if (word[0] == '[') {
			*ret_return = *ret_return || ends_unfound(word + 1);
			word += len + (word[len] == ']' ? 1 : 0);
			continue;
		}
		at++;
		if (len == strlen(service) && strncmp(word, service, len) == 0)
			return at;
		word += len;
	}
	return 0;
}

/* The next service or actions of a line, NULL at its end. */
static const char *
next_part(const char **cursor, size_t *ret_len)
{
	const char *part = *cursor + strspn(*cursor, " \t\r");

	if (*part == '\0')
		return NULL;
	*ret_len = part[0] == '[' ? strcspn(part, "]") + 1 : strcspn(part, " \t\r[");
	if (*ret_len > strlen(part)) /* a bracket that is left open */
		*ret_len = strlen(part);
	*cursor = part + *ret_len;
	return part;
}

/* Adds the services that are, or are not, "files", each with its actions as they stand, but for those
 * that end the search; never our own. */
static void
add_parts(const struct database *b, bool files, struct text_buf *line)
{
	const char *cursor = b->services, *part;
	bool wanted = false;
	size_t len = 0;

	while ((part = next_part(&cursor, &len)) != NULL) {
		if (part[0] != '[')
			wanted = (len == 5 && strncmp(part, "files", 5) == 0) == files &&
				(len != strlen(SERVICE_NAME) ||
					strncmp(part, SERVICE_NAME, len) != 0);
		if (wanted && (part[0] != '[' || !ends_unfound(part + 1)))
			text_buf_printf(line, " %.*s", (int)len, part);
	}
}

/* The line as it should be: this host's own file first, doorward last, and nothing that ends the
 * search before it. Everything else stays, so that what it was written for goes on. */
static void
write_database(struct doctor *d, const struct database *b)
{
	auto_text_buf line = { 0 };
	size_t bare;

	text_buf_printf(&line, "%s:", b->name);
	bare = line.len;
	add_parts(b, true, &line);
	if (line.len == bare)
		text_buf_puts(&line, " files");
	add_parts(b, false, &line);
	text_buf_puts(&line, " " SERVICE_NAME);
	d->failed = d->failed || line.failed;
	if (!line.failed)
		doctor_write(d, NSSWITCH, b->line, "%s", line.data);
}

/* Returns whether it leads to the directory file. */
static bool
check_database(struct doctor *d, const struct database *b, bool wanted)
{
	bool ends_before, ignored;
	int at = position_of(b, SERVICE_NAME, &ends_before);
	int files = position_of(b, "files", &ignored);

	if (at == 0 && wanted && (b->needed || b->line != 0)) {
		doctor_say(d, SEVERITY_WARNING, "accounts.nsswitch",
			"%s: does not name doorward: %s", b->name, b->needed
				? "the directory's people and groups are not seen"
				: "they have no groups but their own");
		write_database(d, b);
	} else if (at != 0 && (files == 0 || files > at)) {
		doctor_say(d, SEVERITY_ERROR, "accounts.order",
			"%s: the directory is asked before this host's own file", b->name);
		write_database(d, b);
	} else if (at != 0 && ends_before) {
		doctor_say(d, SEVERITY_WARNING, "accounts.return",
			"%s: an action like [NOTFOUND=return] ends the search before doorward",
			b->name);
		write_database(d, b);
	} else if (at != 0) {
		doctor_say(d, SEVERITY_OK, "accounts.nsswitch", "%s: %s", b->name, b->services);
	}
	return at != 0;
}

static void
check_module(struct doctor *d)
{
	void *module = dlopen(NSS_MODULE, RTLD_NOW | RTLD_LOCAL);

	if (module != NULL) {
		(void)dlclose(module);
		return;
	}
	doctor_say(d, SEVERITY_ERROR, "accounts.module",
		"nsswitch.conf names doorward, but " NSS_MODULE " cannot be loaded");
	doctor_run_this(d, access("/usr/bin/dpkg", X_OK) == 0 ? "apt-get install libnss-doorward"
							      : "dnf install nss_doorward");
}

static void
check_file(struct doctor *d, const char *path, bool named)
{
	struct directory_info info;
	struct err e = { 0 };
	int64_t age;

	if (directory_verify(path, &info, &e) != 0) {
		if (e.code == ERR_NOT_FOUND && !named && d->conf->sync.interval_ms == 0)
			return; /* not used */
		if (e.code == ERR_NOT_FOUND)
			doctor_say(d, SEVERITY_WARNING, "accounts.file",
				"%s is not there: no doorward sync has run", path);
		else
			doctor_say(d, SEVERITY_ERROR, "accounts.file", "%s", e.msg);
		if (e.code == ERR_CONFIG)
			doctor_run_this(d, "chown root:root %s && chmod 0644 %s", path, path);
		else
			doctor_run_this(d, "doorward sync");
		return;
	}
	age = (int64_t)time(NULL) - (int64_t)info.time;
	if (d->conf->sync.interval_ms > 0 && age * 1000 > LATE * d->conf->sync.interval_ms) {
		doctor_say(d, SEVERITY_WARNING, "accounts.age", "%s: written %" PRId64
			" s ago, though sync.interval is %" PRId64 " s", path, age,
			d->conf->sync.interval_ms / 1000);
		doctor_run_this(d, "doorward sync");
		return;
	}
	doctor_say(d, SEVERITY_OK, "accounts.file", "%s: %" PRIu32 " users, %" PRIu32 " groups",
		path, info.counts.persons, info.counts.groups);
}

void
check_accounts(struct doctor *d)
{
	struct database list[] = { { .name = "passwd", .needed = true },
		{ .name = "group", .needed = true }, { .name = "initgroups" } };
	const size_t count = sizeof(list) / sizeof(list[0]);
	auto_str path = mapping_directory_file(d->conf);
	bool named = false, wanted;

	if (path == NULL) {
		d->failed = true;
		return;
	}
	read_databases(list, count);
	wanted = access(path, F_OK) == 0 || d->conf->sync.interval_ms > 0;
	for (size_t i = 0; i < count; i++)
		named = check_database(d, &list[i], wanted) || named;
	if (named)
		check_module(d);
	check_file(d, path, named);
	if (named && access(NSCD_SOCKET, F_OK) == 0) {
		doctor_say(d, SEVERITY_NOTICE, "accounts.nscd", "nscd runs and remembers groups for an "
			"hour: doorward sync tells it to forget, but only as root");
		doctor_run_this(d, "systemctl disable --now nscd.service nscd.socket");
	}
	if (!named && !wanted)
		doctor_say(d, SEVERITY_OK, "accounts.off", "the directory's people have no accounts "
			"here: no doorward sync has run");
}

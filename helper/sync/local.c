/* SPDX-License-Identifier: MIT */
/* Reads passwd(5) and group(5) files for what a directory must not take over. */
#include "helper/sync/local.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"

#define LINES_MAX 4000000

static const char *const privileged[] = {
	"root", "toor", "admin", "administrator", "adm", "sudo", "google-sudoers",
	"wheel", "trusted", "staff-admin", "daemon",
	"bin", "sys", "sync", "operator", "nobody", "nogroup", "users-admin", "docker", "podman",
	"lxd", "incus", "incus-admin", "lxc", "libvirt", "libvirtd", "libvirt-qemu", "kvm",
	"vboxusers", "microk8s", "disk", "shadow", "kmem", "mem", "tss", "uinput", "tty", "tape",
	"video", "render", "input", "dialout", "cdrom", "floppy",
	"audio", "plugdev", "netdev", "lpadmin", "lp", "mail", "news", "uucp", "man", "proxy",
	"www-data", "backup", "list", "irc", "gnats", "src", "sasl", "utmp", "staff", "games",
	"ssh", "sshd", "_ssh", "ssh_keys", "crontab", "postgres", "mysql", "wireshark",
	"messagebus", "dbus", "polkitd", "doorward", "halt", "shutdown",
};

bool
name_is_privileged(const char *name)
{
	for (size_t i = 0; i < sizeof(privileged) / sizeof(privileged[0]); i++)
		if (strcmp(privileged[i], name) == 0)
			return true;
	return name[0] == '_' || strncmp(name, "systemd-", 8) == 0;
}

static int
note(struct local *l, char kind, const void *bytes, size_t len, struct err *e)
{
	if (seen_reserve(&l->seen, 1) != 0)
		return err_set(e, ERR_OTHER, "out of memory");
	seen_add(&l->seen, seen_hash(kind, bytes, len));
	return 0;
}

/* "name:x:id…"; kind is 'p' or 'g'. */
static int
note_line(struct local *l, char kind, char *line, struct err *e)
{
	char *rest = line;
	const char *name = strsep(&rest, ":");
	const char *id;
	int64_t number;

	(void)strsep(&rest, ":");
	id = strsep(&rest, ":\n");
	if (name[0] == '\0' || name[0] == '#' || name[0] == '+' || name[0] == '-')
		return 0;
	if (note(l, kind, name, strlen(name), e) != 0)
		return -1;
	if (id == NULL || text_to_int(id, 0, UINT32_MAX, &number) != 0)
		return 0;
	return note(l, 'i', &number, sizeof(number), e);
}

static int
read_one(struct local *l, char kind, const char *path, struct err *e)
{
	auto_file f = fopen(path, "re");
	auto_str line = NULL;
	size_t size = 0, count = 0;

	if (f == NULL)
		return err_sys(e, ERR_OTHER, errno, "%s", path);
	while (getline(&line, &size, f) >= 0) {
		if (++count > LINES_MAX)
			return err_set(e, ERR_OTHER, "%s: has more than %d lines", path, LINES_MAX);
		if (note_line(l, kind, line, e) != 0)
			return -1;
	}
	return ferror(f) ? err_sys(e, ERR_OTHER, errno, "%s", path) : 0;
}

int
local_read(struct local *l, const char *passwd, const char *group, struct err *e)
{
	*l = (struct local){ 0 };
	return read_one(l, 'p', passwd, e) != 0 ? -1 : read_one(l, 'g', group, e);
}

bool
local_has_user(const struct local *l, const char *name)
{
	return seen_has(&l->seen, seen_hash('p', name, strlen(name)));
}

bool
local_has_group(const struct local *l, const char *name)
{
	return seen_has(&l->seen, seen_hash('g', name, strlen(name)));
}

bool
local_has_id(const struct local *l, int64_t id)
{
	return seen_has(&l->seen, seen_hash('i', &id, sizeof(id)));
}

void
local_clear(struct local *l)
{
	seen_clear(&l->seen);
}

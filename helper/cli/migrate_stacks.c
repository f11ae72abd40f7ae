/* SPDX-License-Identifier: MIT */
/* Finds the peer in this host's PAM stacks, and says which lines would take its place. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "conf/wrap.h"
#include "helper/cli/migrate.h"

#define FILES_MAX 512 /* of one folder */

/* The lines of dist/pam, which tests compare. */
#define AUTH_LINE    "auth  [success=ok ignore=ignore default=die]  pam_doorward.so min_uid=1000"
#define ACCOUNT_LINE "account  required  pam_doorward.so min_uid=1000"

/* Does the line, which has no comment and no tabs, name the module? */
static bool
names_module(const char *line, const char *module)
{
	const char *at = line;
	size_t len = strlen(module);

	while ((at = strstr(at, module)) != NULL) {
		if (at != line && strchr(" /", at[-1]) != NULL &&
			(at[len] == ' ' || at[len] == '\0'))
			return true;
		at += len;
	}
	return false;
}

/* May this line of an auth stack ask for a password, here or in another file? */
static bool
asks_password(const char *line)
{
	static const char *const words[] = { "@include", "include", "substack", "pam_unix.so",
		"pam_sss.so", "pam_ldap.so", "pam_krb5.so", "pam_winbind.so" };

	if (strncmp(line, "@include", 8) != 0 && strncmp(line, "auth", 4) != 0 &&
		strncmp(line, "-auth", 5) != 0)
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strstr(line, words[i]) != NULL)
			return true;
	return false;
}

/* Only people of the peer's groups, where those are plain names; each ends at the next line. */
static void
print_groups_line(const struct migrate *m, const char *type)
{
	if (m->groups.count == 0 || m->conf->login.exempt_groups.count > 0)
		return;
	for (size_t i = 0; i < m->groups.count; i++)
		if (strpbrk(m->groups.name[i], "*?!, ") != NULL) {
			(void)printf("\t# %s: groups are patterns here: name them in a line of "
				     "pam_succeed_if\n", type);
			return;
		}
	(void)printf("\t%s  [success=ignore default=1]  pam_succeed_if.so quiet user ingroup ",
		type);
	for (size_t i = 0; i < m->groups.count; i++)
		(void)printf("%s%s", i > 0 ? ":" : "", m->groups.name[i]);
	(void)putchar('\n');
}

static void
print_auth(const struct migrate *m, const char *service, bool password)
{
	const char *word = password ? " after_password"
		: strncmp(service, "sshd", 4) == 0 ? " after_publickey" : "";

	print_groups_line(m, "auth");
	(void)printf("\t%s%s\n", AUTH_LINE, word);
	if (password)
		(void)puts("\t  and the line that asks for the password must be requisite");
}

/* One file. Returns how many of its lines name the peer. */
static unsigned
report_file(const struct migrate *m, const char *folder, const char *service, char *text)
{
	unsigned number = 0, hits = 0;
	bool password = false;
	char *rest = text, *line, shown[256];

	while ((line = strsep(&rest, "\n")) != NULL) {
		const char *begin;

		number++;
		line[strcspn(line, "#")] = '\0';
		for (char *tab = line; (tab = strchr(tab, '\t')) != NULL;)
			*tab = ' ';
		begin = line + strspn(line, " ");
		if (!names_module(begin, "pam_duo.so")) {
			password = password || asks_password(begin);
			continue;
		}
		hits++;
		(void)printf("%s/%s:%u: %s\n", folder, service, number,
			text_clean(shown, sizeof(shown), begin));
		if (strncmp(begin, "auth", 4) == 0 || strncmp(begin, "-auth", 5) == 0)
			print_auth(m, service, password);
		else
			(void)puts("\tdid nothing in this phase; it can go");
	}
	if (hits > 0) {
		(void)puts("\tand above the other account lines:");
		print_groups_line(m, "account");
		(void)printf("\t%s\n", ACCOUNT_LINE);
	}
	if (hits > 0 && strncmp(service, "common-", 7) == 0)
		wrap_print(stdout, 1, "",
			"If pam-auth-update wrote this file: pam-auth-update --disable duo-unix, "
			"then --enable doorward doorward-code.");
	return hits;
}

/* Reads a small regular file whole. Returns NULL for what is none. */
static char *
read_service(int folder, const char *name)
{
	auto_fd fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	auto_str text = malloc(MIGRATE_FILE_SIZE);
	struct stat st;
	ssize_t n;

	if (fd < 0 || text == NULL || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return NULL;
	n = read(fd, text, MIGRATE_FILE_SIZE - 1);
	if (n < 0)
		return NULL;
	text[n] = '\0';
	return take_ptr(text);
}

int
migrate_report_stacks(const struct migrate *m, const char *folder, struct err *e)
{
	struct dirent **entries;
	unsigned hits = 0;
	auto_fd fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int count = fd >= 0 ? scandir(folder, &entries, NULL, alphasort) : -1;

	if (count < 0)
		return err_sys(e, ERR_OTHER, errno, "%s", folder);
	(void)printf("\nPAM: nothing was changed.\n");
	for (int i = 0; i < count; i++) {
		auto_free struct dirent *entry = entries[i];
		auto_str text = i < FILES_MAX ? read_service(fd, entry->d_name) : NULL;

		if (text != NULL)
			hits += report_file(m, folder, entry->d_name, text);
	}
	free(entries);
	if (hits == 0)
		(void)printf("No file in %s names pam_duo.so.\n", folder);
	return 0;
}

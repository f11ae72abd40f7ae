/* SPDX-License-Identifier: MIT */
/* Finds the peer in this host's PAM stacks, and says which lines would take its place. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "conf/wrap.h"
#include "helper/common/text_file.h"
#include "helper/migrate/migrate.h"

#define FILES_MAX 512 /* of one folder */

/* The lines of dist/pam, which tests compare. */
#define AUTH_LINE    "auth  [success=ok ignore=ignore default=die]  pam_doorward.so min_uid=1000"
#define ACCOUNT_LINE "account  required  pam_doorward.so min_uid=1000"

/* One line of a stack, in its words; "@include common-auth" has two. */
struct line {
	const char *type, *control, *module; /* "" = there is none */
};

static struct line
line_split(char *text)
{
	struct line l = { .type = text_word(&text) };

	l.control = l.type != NULL ? text_word(&text) : NULL;
	l.module = l.control != NULL ? text_word(&text) : NULL;
	return (struct line){ .type = l.type != NULL ? l.type + (l.type[0] == '-') : "",
		.control = l.control != NULL ? l.control : "",
		.module = l.module != NULL ? l.module : "" };
}

static bool
line_names(const struct line *l, const char *module)
{
	const char *slash = strrchr(l->module, '/');

	return strcmp(slash != NULL ? slash + 1 : l->module, module) == 0;
}

/* May this line of an auth stack ask for a password, here or in another file? */
static bool
asks_password(const struct line *l)
{
	static const char *const modules[] = { "pam_unix.so", "pam_sss.so", "pam_ldap.so",
		"pam_krb5.so", "pam_winbind.so" };

	if (strcmp(l->type, "@include") == 0)
		return strstr(l->control, "auth") != NULL;
	if (strcmp(l->type, "auth") != 0)
		return false;
	for (size_t i = 0; i < sizeof(modules) / sizeof(modules[0]); i++)
		if (line_names(l, modules[i]))
			return true;
	return strcmp(l->control, "include") == 0 || strcmp(l->control, "substack") == 0;
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
report_file(const struct migrate *m, const char *path, const char *service, char *text)
{
	unsigned number = 0, hits = 0;
	bool password = false, replaced = false; /* seen in the auth stack so far */
	char *cursor = text, *line;

	while ((line = text_file_line(&cursor, &number, true)) != NULL) {
		char shown[256];
		struct line l;

		line[strcspn(line, "#")] = '\0';
		for (char *tab = line; (tab = strchr(tab, '\t')) != NULL;)
			*tab = ' ';
		(void)text_clean(shown, sizeof(shown), line + strspn(line, " "));
		l = line_split(line);
		password = password || asks_password(&l);
		if (replaced && strcmp(l.type, "auth") == 0 && line_names(&l, "pam_deny.so"))
			(void)printf("%s:%u: %s\n\tmust go: below pam_duo.so it said no for it, "
				     "and would refuse everybody now\n", path, number, shown);
		if (!line_names(&l, "pam_duo.so"))
			continue;
		hits++;
		(void)printf("%s:%u: %s\n", path, number, shown);
		if (strcmp(l.type, "auth") == 0) {
			print_auth(m, service, password);
			replaced = true;
		} else {
			(void)puts("\tdid nothing in this phase; it can go");
		}
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

int
migrate_report_stacks(const struct migrate *m, const char *folder, struct err *e)
{
	struct dirent **entries;
	unsigned hits = 0;
	int count = scandir(folder, &entries, NULL, alphasort);

	if (count < 0)
		return err_sys(e, ERR_OTHER, errno, "%s", folder);
	(void)printf("\nPAM: nothing was changed.\n");
	for (int i = 0; i < count; i++) {
		auto_free struct dirent *entry = entries[i];
		auto_str path = NULL;
		auto_str text = NULL;
		struct err unread; /* a folder, or what no service's file looks like */

		if (i < FILES_MAX && asprintf(&path, "%s/%s", folder, entry->d_name) >= 0 &&
			text_file_read(path, &text, &unread) == 0)
			hits += report_file(m, path, entry->d_name, text);
	}
	free(entries);
	if (hits == 0)
		(void)printf("No file in %s names pam_duo.so.\n", folder);
	return 0;
}

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
#include "helper/migrate/migrate_change.h"

#define FILES_MAX 512 /* of one folder */

/* The lines of dist/pam, which tests compare. */
#define AUTH_LINE    "auth  " AUTH_CONTROL "  pam_doorward.so min_uid=1000"
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

/* What stands in another file of the peer than the one that was read. */
static void
print_other_file(const struct migrate *m, const struct pam_entry *entry)
{
	auto_text_buf text = { 0 };

	for (size_t i = 0; i < entry->argument_count; i++)
		if (strncmp(entry->argument[i], "conf=", 5) == 0 &&
			strcmp(entry->argument[i] + 5, m->source) != 0)
			text_buf_printf(&text, "names another file, %s: its application, groups "
				"and failmode are not taken over and would be lost. What it says: "
				"doorward migrate %s --dry-run", entry->argument[i] + 5,
				entry->argument[i] + 5);
	if (text.data != NULL && !text.failed)
		wrap_print(stdout, 1, "", text.data);
}

static void
print_auth(const struct migrate *m, const struct change *change, const char *service)
{
	const char *word = change->password ? " after_password"
		: strncmp(service, "sshd", 4) == 0 ? " after_publickey" : "";

	print_groups_line(m, "auth");
	(void)printf("\t%s%s\n", AUTH_LINE, word);
	if (change->requisite != NULL)
		(void)printf("\t  and the line that asks for the password must be requisite: "
			"%s:%u\n", change->requisite->file, change->requisite->line);
	print_other_file(m, change->entry);
}

/* Why a line that pam_duo.so passed over is in the way. */
static void
print_gone(const struct change *change)
{
	static const struct {
		const char *module, *why;
	} rows[] = {
		{ "pam_deny.so", "below pam_duo.so it said no for it, and would refuse everybody "
			"now" },
		{ "pam_faillock.so", "only a refusal led to it; it would count each success as a "
			"failure, until the person is locked" },
		{ "pam_tally2.so", "only a refusal led to it; it would count each success as a "
			"failure, until the person is locked" },
		{ "", "only a refusal of pam_duo.so led to it; it would judge everybody now" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].module[0] == '\0' ||
			strcmp(change->entry->module, rows[i].module) == 0) {
			(void)printf("\tmust go: %s\n", rows[i].why);
			return;
		}
}

/* A service of which the lines of this file are a part, and that cannot be carried over. */
static const char *
stopped_by(const struct changes *c, const char *path)
{
	for (size_t i = 0; i < c->hurdles; i++) {
		const struct pam_service *s = pam_service_find(&c->pam, c->hurdle[i].service);

		for (size_t n = 0; s != NULL && c->hurdle[i].stops &&
			n < s->stack[PAM_TYPE_AUTH].count; n++)
			if (strcmp(s->stack[PAM_TYPE_AUTH].entry[n].file, path) == 0)
				return s->name;
	}
	return NULL;
}

/* Does libpam fall back to the service "other" for this file's account phase? */
static bool
lacks_account(const struct changes *c, const char *service)
{
	const struct pam_service *s = pam_service_find(&c->pam, service);

	return s != NULL && !s->included && s->stack[PAM_TYPE_ACCOUNT].count == 0 &&
		pam_service_find(&c->pam, "other") != NULL;
}

static void
print_account(const struct migrate *m, const struct changes *c, const char *service)
{
	(void)puts("\tand above the other account lines:");
	print_groups_line(m, "account");
	(void)printf("\t%s\n", ACCOUNT_LINE);
	if (lacks_account(c, service))
		(void)puts("\taccount  include  other");
	if (strncmp(service, "common-", 7) == 0)
		wrap_print(stdout, 1, "",
			"If pam-auth-update wrote this file: pam-auth-update --disable duo-unix, "
			"then --enable doorward doorward-code.");
}

/* One line of a file. Returns whether it names the peer. */
static bool
report_line(const struct migrate *m, struct changes *c, const char *path, unsigned number,
	char *text, const char *stopped)
{
	const char *service = strrchr(path, '/') + 1;
	const struct change *peer = change_at(c, CHANGE_PEER, path, number);
	const struct change *gone = change_at(c, CHANGE_GONE, path, number);
	const struct change *runs = change_at(c, CHANGE_RUNS, path, number);
	char shown[256];
	struct line l;
	bool names_peer;

	(void)text_clean(shown, sizeof(shown), text + strspn(text, " "));
	l = line_split(text);
	names_peer = line_names(&l, PEER_MODULE);
	if (!names_peer && (stopped != NULL || (gone == NULL && runs == NULL)))
		return false;
	(void)printf("%s:%u: %s\n", path, number, shown);
	if (names_peer && strcasecmp(l.type, "auth") != 0)
		(void)puts("\tdid nothing in this phase; it can go");
	else if (names_peer && stopped != NULL)
		(void)printf("\tstays: no line is advised, because of %s above\n", stopped);
	else if (names_peer && peer == NULL)
		(void)puts("\tno service that libpam can read comes here, so no line is advised");
	else if (names_peer)
		print_auth(m, peer, service);
	else if (gone != NULL)
		print_gone(gone);
	else
		(void)puts("\tmay stay: it decides nothing; pam_duo.so ended the stack above it, "
			   "so it runs from now on");
	return names_peer;
}

/* One file. Returns how many of its lines name the peer. */
static unsigned
report_file(const struct migrate *m, struct changes *c, const char *path, char *text)
{
	const char *stopped = stopped_by(c, path);
	unsigned number = 0, first = 1, hits = 0;
	char *cursor = text, *line;

	while ((line = text_file_line(&cursor, &number, true)) != NULL) {
		line[strcspn(line, "#")] = '\0';
		for (char *tab = line; (tab = strchr(tab, '\t')) != NULL;)
			*tab = ' ';
		hits += report_line(m, c, path, first, line, stopped) ? 1 : 0;
		first = number + 1;
	}
	if (hits > 0 && stopped == NULL)
		print_account(m, c, strrchr(path, '/') + 1);
	return hits;
}

/* What old and new stack were seen to do differently. */
static void
report_hurdles(const struct changes *c)
{
	for (size_t i = 0; i < c->hurdles; i++) {
		const struct hurdle *h = &c->hurdle[i];
		const struct pam_entry *at = h->entry;

		(void)printf("%s: %s%s\n", h->service,
			h->stops ? "cannot be carried over as it is: " : "differs: ", h->what);
		if (at != NULL)
			(void)printf("\t%s%s:%u: %s %s %s\n", h->stops ? "in the way: " : "",
				at->file, at->line, at->control, at->module, at->text);
	}
	if (!c->tried)
		(void)printf("The stacks were read, but not tried with libpam (%s): look yourself "
			"at what stands below each line.\n", c->untried.msg);
}

static int
report_files(const struct migrate *m, struct changes *c, const char *folder, struct err *e)
{
	struct dirent **entries;
	unsigned hits = 0;
	int count = scandir(folder, &entries, NULL, alphasort);

	if (count < 0)
		return err_sys(e, ERR_OTHER, errno, "%s", folder);
	for (int i = 0; i < count; i++) {
		auto_free struct dirent *entry = entries[i];
		auto_str path = NULL;
		auto_str text = NULL;
		struct err unread; /* a folder, or what no service's file looks like */

		if (i < FILES_MAX && asprintf(&path, "%s/%s", folder, entry->d_name) >= 0 &&
			text_file_read(path, &text, &unread) == 0)
			hits += report_file(m, c, path, text);
	}
	free(entries);
	if (hits == 0)
		(void)printf("No file in %s names pam_duo.so.\n", folder);
	return 0;
}

int
migrate_report_stacks(const struct migrate *m, const char *folder, struct err *e)
{
	auto_free struct changes *c = calloc(1, sizeof(*c));
	int rc;

	if (c == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	c->groups_line = m->groups.count > 0 && m->conf->login.exempt_groups.count == 0;
	rc = change_find(c, folder, e);
	rc = rc != 0 ? rc : change_try(c, e);
	if (rc == 0 && c->more)
		rc = err_set(e, ERR_CONFIG, "%s: has too many lines that would change", folder);
	if (rc == 0) {
		(void)printf("\nPAM: nothing was changed.\n");
		report_hurdles(c);
		rc = report_files(m, c, folder, e);
	}
	pam_services_clear(&c->pam);
	return rc;
}

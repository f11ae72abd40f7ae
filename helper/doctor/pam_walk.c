/* SPDX-License-Identifier: MIT */
/* Writes the copies, runs libpam over them in a child, reads what came of it. */
#include "helper/doctor/pam_walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <security/pam_appl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "helper/doctor/child.h"

#define NOBODY	    65534
#define FOLDER	    "/tmp/doorward-doctor.XXXXXX"
#define RESULT_SIZE 64
#define PROBED	    "maxtries" /* what no stand-in answers by itself */

/* Does what somebody whose uid is too low is answered; see pam_doorward(8). */
#define EVERY_UID "4294967294"

/* In the private folder, readable for the child. Returns 0, or -1. */
static int
write_file(const char *folder, const char *name, const struct text_buf *text, struct err *e)
{
	auto_str path = NULL;
	auto_fd fd = -1;

	if (text->failed || asprintf(&path, "%s/%s", folder, name) < 0) {
		path = NULL;
		return err_set(e, ERR_OTHER, "out of memory");
	}
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0 || fchmod(fd, 0644) != 0 ||
		write(fd, text->data != NULL ? text->data : "", text->len) != (ssize_t)text->len)
		return err_sys(e, ERR_OTHER, errno, "%s", path);
	return 0;
}

/* What a line of ours answers to this visitor: min_uid lets root pass without asking, and after a
 * key stepping aside is a yes. */
static const char *
our_code(const struct pam_entry *entry, enum pam_type type, const struct pam_try *t)
{
	bool passes = t->visitor.root && !entry->faulty && entry->arguments.min_uid > 0;
	const char *code = entry->faulty ? "service_err" : passes ? "ignore" : t->code;

	if (type == PAM_TYPE_AUTH && !entry->faulty && entry->arguments.after_publickey &&
		t->visitor.proven && strcmp(code, "ignore") == 0)
		return "success";
	return code;
}

static void
write_line(struct text_buf *b, const struct pam_entry *entry, enum pam_type type,
	const struct pam_try *t, const char *folder, size_t number)
{
	static const char *const codes[] = { [PAM_ANSWER_YES] = "success",
		[PAM_ANSWER_NO] = "auth_err", [PAM_ANSWER_ASIDE] = "ignore",
		[PAM_ANSWER_STRANGER] = "user_unknown" };
	enum pam_answer answer;
	bool guessed;

	text_buf_printf(b, "%s ", pam_type_word(type));
	if (entry->substack != 0) {
		text_buf_printf(b, "substack %s/%zu.%d\n", folder, number, entry->substack);
		return;
	}
	text_buf_printf(b, "%s ", entry->control);
	if (entry->is_ours) {
		const char *code = our_code(entry, type, t);

		text_buf_printf(b, "pam_debug.so auth=%s acct=%s cred=success\n", code, code);
		return;
	}
	answer = pam_answer(entry, type, &t->visitor, &guessed);
	if (answer == PAM_ANSWER_ITSELF)
		text_buf_printf(b, "%s\n", entry->module);
	else
		text_buf_printf(b, "pam_debug.so auth=%s acct=%s cred=%s\n", codes[answer],
			codes[answer], pam_sets_credentials(entry) ? "success" : "ignore");
}

/* A line of which only that it is reached matters. */
static void
write_probe(struct text_buf *b, const struct pam_entry *entry, enum pam_type type)
{
	text_buf_printf(b, "%s %s pam_debug.so auth=" PROBED " acct=" PROBED "\n",
		pam_type_word(type), entry->control);
}

/* The service "0", "1", … and its substacks "0.1", …, these by their full names: libpam looks for
 * others in the host's own folder, whichever it was given. */
static int
write_try(const char *folder, const struct pam_try *t, size_t number, struct err *e)
{
	struct text_buf group[PAM_SUBSTACKS_MAX * PAM_TYPES + 1] = { { 0 } };
	int rc = 0, first = 0;

	if (t->line != NULL)
		text_buf_puts(&group[0], t->line);
	for (int type = 0; type < PAM_TYPES && t->line == NULL; type++) {
		const struct pam_stack *stack = t->stack[type];

		for (size_t i = 0; i < stack->count; i++) {
			struct pam_entry entry = stack->entry[i];

			entry.group += entry.group != 0 ? first : 0; /* names of their own */
			entry.substack += entry.substack != 0 ? first : 0;
			if (t->probe == &stack->entry[i])
				write_probe(&group[entry.group], &entry, (enum pam_type)type);
			else
				write_line(&group[entry.group], &entry, (enum pam_type)type, t,
					folder, number);
		}
		first += stack->substacks;
	}
	for (int i = 0; i <= first; i++) {
		char name[32];

		(void)snprintf(name, sizeof(name), i == 0 ? "%zu" : "%zu.%d", number, i);
		rc = rc == 0 ? write_file(folder, name, &group[i], e) : rc;
		text_buf_clear(&group[i]);
	}
	return rc;
}

/* What pam_debug says tells that it was asked. */
struct listener {
	char expected[64]; /* "auth=perm_denied" */
	bool heard;
};

static int
converse(int count, const struct pam_message **messages, struct pam_response **ret, void *data)
{
	struct listener *l = data;

	for (int i = 0; i < count; i++)
		l->heard = l->heard || strcmp(messages[i]->msg, l->expected) == 0;
	*ret = calloc((size_t)count, sizeof(**ret));
	return *ret != NULL ? PAM_SUCCESS : PAM_BUF_ERR;
}

static int
run_try(const char *folder, const struct pam_try *t, size_t number, bool *ret_reached)
{
	struct listener l = { .heard = false };
	struct pam_conv conv = { .conv = converse, .appdata_ptr = &l };
	pam_handle_t *pamh = NULL;
	char service[32];
	int rc;

	(void)snprintf(service, sizeof(service), "%zu", number);
	(void)snprintf(l.expected, sizeof(l.expected), "%s=%.40s",
		t->type == PAM_TYPE_AUTH ? "auth" : "acct", t->probe != NULL ? PROBED : t->code);
	rc = pam_start_confdir(service, t->visitor.root ? "root" : "a-person", &conv, folder,
		&pamh);
	if (rc != PAM_SUCCESS)
		return rc;
	rc = t->type == PAM_TYPE_AUTH ? pam_authenticate(pamh, 0) : pam_acct_mgmt(pamh, 0);
	if (rc == PAM_SUCCESS && t->credentials)
		rc = pam_setcred(pamh, PAM_ESTABLISH_CRED);
	(void)pam_end(pamh, rc);
	*ret_reached = l.heard;
	return rc;
}

struct walk {
	const char *folder;
	const struct pam_try *tries;
	size_t count;
};

/* In the child. Without root's rights libpam cannot write to the audit log, which would believe it;
 * and it is told nothing of this host but the folder. */
static int
walk_all(void *ctx)
{
	const struct walk *w = ctx;

	if (geteuid() == 0 && (setgroups(0, NULL) != 0 || setresgid(NOBODY, NOBODY, NOBODY) != 0 ||
				      setresuid(NOBODY, NOBODY, NOBODY) != 0))
		return 1;
	for (size_t i = 0; i < w->count; i++) {
		bool reached = false;
		int rc = run_try(w->folder, &w->tries[i], i, &reached);

		if (printf("%d %d\n", rc, reached ? 1 : 0) < 0)
			return 1;
	}
	return fflush(stdout) == 0 ? 0 : 1;
}

static void
remove_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			(void)unlinkat(dirfd(dir), entry->d_name, 0); /* rmdir will tell */
	if (dir != NULL)
		(void)closedir(dir);
	(void)rmdir(folder);
}

static int
read_results(struct pam_try *tries, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++) {
		int reached, used = 0;

		if (text == NULL ||
			sscanf(text, "%d %d%n", &tries[i].result, &reached, &used) != 2)
			return -1;
		tries[i].reached = reached == 1;
		text += used;
	}
	return 0;
}

static int
walk_folder(const char *folder, struct pam_try *tries, size_t count, struct deadline d,
	struct err *e)
{
	struct text_buf deny = { 0 };
	auto_text_buf out = { .limit = RESULT_SIZE * (count + 1) };
	struct walk w = { .folder = folder, .tries = tries, .count = count };
	int rc;

	if (chmod(folder, 0755) != 0)
		return err_sys(e, ERR_OTHER, errno, "%s", folder);
	text_buf_puts(&deny, "auth required pam_deny.so\naccount required pam_deny.so\n");
	rc = write_file(folder, "other", &deny, e);
	text_buf_clear(&deny);
	for (size_t i = 0; i < count && rc == 0; i++)
		rc = write_try(folder, &tries[i], i, e);
	if (rc != 0)
		return -1;
	rc = child_run(walk_all, &w, d, &out, e);
	if (rc < 0)
		return err_where(e, "libpam");
	if (rc != 0 || read_results(tries, count, out.data) != 0)
		return err_set(e, ERR_OTHER, "libpam: ended with status %d", rc);
	return 0;
}

static int
walk_once(struct pam_try *tries, size_t count, struct deadline d, struct err *e)
{
	char folder[] = FOLDER;
	int rc;

	if (mkdtemp(folder) == NULL)
		return err_sys(e, ERR_OTHER, errno, "%s", folder);
	rc = walk_folder(folder, tries, count, d, e);
	remove_folder(folder);
	return rc;
}

/* A stack of one line for the account phase. */
static int
walk_line(const char *line, struct pam_try *t, struct deadline d, struct err *e)
{
	*t = (struct pam_try){ .type = PAM_TYPE_ACCOUNT, .code = "success", .line = line,
		.visitor = { .service = "", .root = true } };
	return walk_once(t, 1, d, e);
}

int
pam_walk(struct pam_try *tries, size_t count, struct deadline d, struct err *e)
{
	struct pam_try t;

	if (walk_line("account required pam_debug.so acct=success\n", &t, d, e) != 0)
		return -1;
	if (t.result != PAM_SUCCESS || !t.reached)
		return err_set(e, ERR_NOT_FOUND, "pam_debug.so cannot be loaded");
	return walk_once(tries, count, d, e);
}

int
pam_walk_load(const char *path, struct deadline d, struct err *e)
{
	auto_text_buf line = { 0 };
	struct pam_try t;

	text_buf_printf(&line, "account required %s min_uid=" EVERY_UID "\n", path);
	if (line.failed)
		return err_set(e, ERR_OTHER, "out of memory");
	if (walk_line(line.data, &t, d, e) != 0)
		return -1;
	if (t.result != PAM_PERM_DENIED) /* a stack in which every line steps aside */
		return err_set(e, ERR_NOT_FOUND, "%s cannot be loaded", path);
	return 0;
}

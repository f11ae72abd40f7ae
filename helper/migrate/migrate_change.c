/* SPDX-License-Identifier: MIT */
/* Finds the lines that change: the peer's, and those that only its no led to. */
#include "helper/migrate/migrate_change.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "helper/doctor/pam_answer.h"
#include "helper/doctor/pam_walk.h"

#define WALK_MS 10000

bool
change_is_peer(const struct pam_entry *entry)
{
	return entry->substack == 0 && strcmp(entry->module, PEER_MODULE) == 0;
}

struct change *
change_at(struct changes *c, enum change_kind kind, const char *file, unsigned line)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->change[i].kind == kind && c->change[i].entry->line == line &&
			strcmp(c->change[i].entry->file, file) == 0)
			return &c->change[i];
	return NULL;
}

static void
add(struct changes *c, enum change_kind kind, const struct pam_entry *entry, bool password)
{
	struct change *known = change_at(c, kind, entry->file, entry->line);

	if (known != NULL)
		known->password = known->password && password;
	else if (c->count < CHANGES_MAX)
		c->change[c->count++] = (struct change){ kind, entry, password, NULL };
	else
		c->more = true;
}

void
change_hurdle(struct changes *c, const char *service, bool stops, const char *what,
	const struct pam_entry *entry)
{
	if (c->hurdles < CHANGES_MAX)
		c->hurdle[c->hurdles++] = (struct hurdle){ service, stops, what, entry };
	else
		c->more = true;
}

static int
stack_copy(const struct pam_stack *from, size_t more, struct pam_stack *ret, struct err *e)
{
	*ret = *from;
	ret->entry = calloc(from->count + more + 1, sizeof(*ret->entry));
	if (ret->entry == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	return 0;
}

int
change_stack_old(const struct pam_stack *from, struct pam_stack *ret, struct err *e)
{
	if (stack_copy(from, 0, ret, e) != 0)
		return -1;
	for (size_t i = 0; i < from->count; i++) {
		ret->entry[i] = from->entry[i];
		ret->entry[i].is_ours |= change_is_peer(&from->entry[i]); /* asks root as well */
	}
	return 0;
}

/* Our line in the place of this one. */
static struct pam_entry
ours(const struct pam_service *s, const struct pam_entry *at, enum pam_type type, bool password)
{
	struct pam_entry entry = *at;

	entry.substack = 0;
	entry.is_ours = true;
	entry.faulty = false;
	entry.module = entry.path = PAM_MODULE;
	entry.control = type == PAM_TYPE_AUTH ? AUTH_CONTROL : "required";
	entry.arguments = (struct arguments){ .min_uid = 1000,
		.after_password = password,
		.after_publickey = type == PAM_TYPE_AUTH && !password &&
			strncmp(s->name, "sshd", 4) == 0 };
	return entry;
}

/* Where the account line goes: above the first one of the peer's file, or of all. */
static size_t
account_place(struct changes *c, const struct pam_service *s, const struct pam_entry **ret_peer)
{
	const struct pam_stack *auth = &s->stack[PAM_TYPE_AUTH];
	const struct pam_stack *account = &s->stack[PAM_TYPE_ACCOUNT];

	for (size_t i = 0; i < auth->count; i++)
		if (change_at(c, CHANGE_PEER, auth->entry[i].file, auth->entry[i].line) != NULL)
			*ret_peer = &auth->entry[i];
	for (size_t i = 0; *ret_peer != NULL && i < account->count; i++)
		if (strcmp(account->entry[i].file, (*ret_peer)->file) == 0)
			return i;
	return 0;
}

int
change_stack_new(struct changes *c, const struct pam_service *s, enum pam_type type,
	struct pam_stack *ret, struct err *e)
{
	const struct pam_stack *from = &s->stack[type];
	const struct pam_service *other = pam_service_find(&c->pam, "other");
	const struct pam_stack none = { .count = 0 };
	const struct pam_stack *behind = type == PAM_TYPE_ACCOUNT && from->count == 0 &&
		other != NULL ? &other->stack[type] : &none;
	const struct pam_entry *peer = NULL;
	size_t place = type == PAM_TYPE_ACCOUNT ? account_place(c, s, &peer) : 0;

	if (stack_copy(behind == &none ? from : behind, from->count + 1, ret, e) != 0)
		return -1;
	ret->count = 0;
	for (size_t i = 0; i <= from->count; i++) {
		const struct pam_entry *old = &from->entry[i];
		const struct change *taken;

		if (peer != NULL && i == place) {
			const struct pam_entry *at = i < from->count ? old : peer;

			ret->entry[ret->count] = ours(s, at, type, false);
			ret->entry[ret->count].group = i < from->count ? at->group : 0;
			ret->count++;
		}
		if (i == from->count || change_at(c, CHANGE_GONE, old->file, old->line) != NULL)
			continue;
		taken = change_at(c, CHANGE_PEER, old->file, old->line);
		ret->entry[ret->count] = taken != NULL ? ours(s, old, type, taken->password) : *old;
		if (change_at(c, CHANGE_REQUISITE, old->file, old->line) != NULL)
			ret->entry[ret->count].control = "requisite";
		ret->count++;
	}
	for (size_t i = 0; i < behind->count; i++)
		ret->entry[ret->count++] = behind->entry[i];
	return 0;
}

/* Does the answer of this line depend on the first factor? */
static bool
proves(const struct pam_entry *entry)
{
	struct pam_visitor v = { .service = "", .proven = true };
	bool guessed;
	enum pam_answer right, wrong;

	if (entry->substack != 0 || change_is_peer(entry))
		return false;
	right = pam_answer(entry, PAM_TYPE_AUTH, &v, &guessed);
	v.proven = false;
	wrong = pam_answer(entry, PAM_TYPE_AUTH, &v, &guessed);
	return right == PAM_ANSWER_YES && wrong == PAM_ANSWER_NO;
}

/* One try of the auth phase. Returns 1 when the probe, or else a line that asks, is reached; 0; or
 * -1. */
static int
reaches(const struct pam_service *s, const struct pam_stack *auth, const struct pam_entry *probe,
	bool root, bool proven, const char *code, struct err *e)
{
	const struct pam_stack none = { .count = 0 };
	struct pam_try t = { .stack = { auth, &none }, .type = PAM_TYPE_AUTH,
		.visitor = { .service = s->name, .root = root, .proven = proven },
		.code = code, .probe = probe };

	if (pam_walk(&t, 1, deadline_in(WALK_MS), e) != 0)
		return -1;
	return t.reached ? 1 : 0;
}

/* A line that the peer's yes passed over. */
static int
judge_skipped(struct changes *c, const struct pam_service *s, const struct pam_stack *old,
	const struct pam_entry *peer, size_t at, struct err *e)
{
	const struct pam_entry *entry = &s->stack[PAM_TYPE_AUTH].entry[at];
	const struct pam_visitor v = { .service = s->name, .proven = true };
	const char *slash = strrchr(entry->file, '/');
	bool guessed;
	int rc = 0;

	if (strcmp(entry->module, "pam_permit.so") == 0 || change_is_peer(entry))
		return 0;
	for (int root = 0; root < 2 && rc == 0; root++)
		rc = reaches(s, old, &old->entry[at], root != 0, true, "success", e);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	if (entry->substack == 0 &&
		pam_answer(entry, PAM_TYPE_AUTH, &v, &guessed) == PAM_ANSWER_ASIDE) {
		add(c, CHANGE_RUNS, entry, false);
		return 0;
	}
	add(c, CHANGE_GONE, entry, false);
	if (strcmp(entry->file, peer->file) != 0 &&
		strcmp(slash != NULL ? slash + 1 : entry->file, s->name) != 0)
		change_hurdle(c, s->name, true, "is included below pam_duo.so, which ended the "
			"stack with its yes: it would decide about everybody from now on", entry);
	if (strcmp(entry->module, "pam_faillock.so") != 0)
		return 0;
	rc = reaches(s, old, &old->entry[at], false, false, "auth_err", e);
	if (rc == 1)
		change_hurdle(c, s->name, false, "counts wrong passwords today, and would not any "
			"more: give pam_unix.so a line of pam_faillock.so of its own", entry);
	return rc < 0 ? -1 : 0;
}

/* Those that the peer's line at this place passes over when it says yes. */
static int
find_skipped(struct changes *c, const struct pam_service *s, const struct pam_stack *old, size_t at,
	struct err *e)
{
	const struct pam_stack *auth = &s->stack[PAM_TYPE_AUTH];
	const struct pam_entry *peer = &auth->entry[at];
	char action[PAM_ACTION_SIZE];
	long left;

	(void)pam_control_action(peer->control, "success", action);
	left = strcmp(action, "done") == 0 ? PAM_ENTRIES_MAX : strtol(action, NULL, 10);
	for (size_t i = at + 1; i < auth->count && left > 0; i++) {
		if (auth->entry[i].group != peer->group)
			continue;
		left--;
		if (judge_skipped(c, s, old, peer, i, e) != 0)
			return -1;
	}
	return 0;
}

/* Is a code asked for behind a wrong password, in the new stack? Returns 1, 0 or -1. */
static int
asks_unproven(struct changes *c, const struct pam_service *s, struct err *e)
{
	struct pam_stack new;
	int rc;

	if (change_stack_new(c, s, PAM_TYPE_AUTH, &new, e) != 0)
		return -1;
	rc = reaches(s, &new, NULL, false, false, "perm_denied", e);
	free(new.entry);
	return rc;
}

/* Has our line a first factor above it, and does that end the stack where it is wrong? */
static int
find_password(struct changes *c, const struct pam_service *s, size_t at, struct err *e)
{
	const struct pam_stack *auth = &s->stack[PAM_TYPE_AUTH];
	const struct pam_entry *last = NULL;
	struct change *peer;
	int rc;

	for (size_t i = 0; i < at; i++)
		last = proves(&auth->entry[i]) ? &auth->entry[i] : last;
	add(c, CHANGE_PEER, &auth->entry[at], last != NULL);
	if (last == NULL)
		return 0;
	rc = asks_unproven(c, s, e);
	if (rc == 1 && strcasecmp(last->control, "required") == 0) {
		add(c, CHANGE_REQUISITE, last, false);
		peer = change_at(c, CHANGE_PEER, auth->entry[at].file, auth->entry[at].line);
		if (peer != NULL)
			peer->requisite = last;
		rc = asks_unproven(c, s, e);
	}
	if (rc == 1)
		add(c, CHANGE_PEER, &auth->entry[at], false);
	return rc < 0 ? -1 : 0;
}

/* Where libpam cannot try them, only what always stands in the way is known. */
static void
find_denials(struct changes *c, const struct pam_service *s)
{
	const struct pam_stack *auth = &s->stack[PAM_TYPE_AUTH];
	bool below = false, password = false;

	for (size_t i = 0; i < auth->count; i++) {
		if (change_is_peer(&auth->entry[i]))
			add(c, CHANGE_PEER, &auth->entry[i], password);
		else if (below && strcmp(auth->entry[i].module, "pam_deny.so") == 0)
			add(c, CHANGE_GONE, &auth->entry[i], false);
		below = below || change_is_peer(&auth->entry[i]);
		password = password || proves(&auth->entry[i]);
	}
}

static int
find_in(struct changes *c, const struct pam_service *s, struct err *e)
{
	const struct pam_stack *auth = &s->stack[PAM_TYPE_AUTH];
	struct pam_stack old;
	int rc;

	if (!c->tried) {
		find_denials(c, s);
		return 0;
	}
	if (change_stack_old(auth, &old, e) != 0)
		return -1;
	rc = 0;
	for (size_t i = 0; i < auth->count && rc == 0; i++)
		if (change_is_peer(&auth->entry[i]))
			rc = find_skipped(c, s, &old, i, e);
	free(old.entry);
	for (size_t i = 0; i < auth->count && rc == 0; i++)
		if (change_is_peer(&auth->entry[i]))
			rc = find_password(c, s, i, e);
	return rc;
}

int
change_find(struct changes *c, const char *folder, struct err *e)
{
	struct pam_try nothing;

	pam_services_read(&c->pam, folder);
	if (c->pam.err.code != ERR_NONE) {
		*e = c->pam.err;
		return -1;
	}
	c->tried = pam_walk(&nothing, 0, deadline_in(WALK_MS), &c->untried) == 0;
	for (size_t i = 0; i < c->pam.count; i++) {
		const struct pam_service *s = &c->pam.service[i];

		if (!s->included && s->fault.code == ERR_NONE && find_in(c, s, e) != 0)
			return -1;
	}
	return 0;
}

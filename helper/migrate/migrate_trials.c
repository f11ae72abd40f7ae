/* SPDX-License-Identifier: MIT */
/* Who gets in today, and who would: the same people in front of the old stack and the new one. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "helper/doctor/pam_answer.h"
#include "helper/doctor/pam_walk.h"
#include "helper/migrate/migrate_change.h"

#define WALK_MS 10000

/* A locker calls the auth phase alone, so each phase is judged by itself. */
static const struct trial {
	enum pam_type type;
	bool root, unproven;
	const char *old, *new; /* what the peer answers, and what Doorward does */
	bool welcome;	       /* should get in */
	const char *refused, *enters; /* said where it is not as before */
} trials[] = {
	{ PAM_TYPE_AUTH, false, false, "success", "success", true,
		"the right password and code would be refused",
		"people would get in who do not today" },
	{ PAM_TYPE_AUTH, false, false, "success", "ignore", true,
		"somebody in bypass would be refused",
		"somebody in bypass would get in, who does not today" },
	{ PAM_TYPE_AUTH, true, false, "success", "success", true,
		"root's right password would be refused", "root would get in, who does not today" },
	{ PAM_TYPE_AUTH, false, false, "auth_err", "perm_denied", false,
		"a wrong code and who is disabled get in today, and would not any more",
		"a wrong code, or who is disabled, would get in" },
	{ PAM_TYPE_AUTH, false, true, "success", "success", false,
		"a wrong password with a right code gets in today, and would not any more",
		"a wrong password would get in" },
	{ PAM_TYPE_AUTH, true, true, "success", "success", false,
		"root gets in today with a wrong password and a right code, and would not any more",
		"a wrong password would let root in" },
	{ PAM_TYPE_ACCOUNT, false, false, "success", "success", true,
		"people would be refused", "people would get in who do not today" },
	{ PAM_TYPE_ACCOUNT, true, false, "success", "success", true,
		"root would be refused", "root would get in, who does not today" },
};

#define TRIALS (sizeof(trials) / sizeof(trials[0]))

/* Both stacks of one service. */
struct both {
	const struct pam_service *service;
	struct pam_stack old[PAM_TYPES], new[PAM_TYPES];
};

static struct pam_try
try_of(const struct both *b, const struct trial *row, bool new)
{
	const struct pam_stack *stack = new ? b->new : b->old;

	return (struct pam_try){ .stack = { &stack[PAM_TYPE_AUTH], &stack[PAM_TYPE_ACCOUNT] },
		.type = row->type,
		.visitor = { .service = b->service->name, .root = row->root,
			.proven = !row->unproven },
		.code = new ? row->new : row->old };
}

/* Does a refusal come from this line, when it is reached? */
static bool
says_no(const struct pam_entry *entry, const struct trial *row, const char *service)
{
	const struct pam_visitor v = { .service = service, .root = row->root,
		.proven = !row->unproven };
	char action[PAM_ACTION_SIZE];
	bool guessed;
	enum pam_answer answer;

	if (entry->is_ours || entry->substack != 0)
		return false;
	answer = pam_answer(entry, row->type, &v, &guessed);
	if (answer == PAM_ANSWER_ITSELF)
		return strcmp(entry->module, "pam_deny.so") == 0;
	if (answer != PAM_ANSWER_NO && answer != PAM_ANSWER_STRANGER)
		return false;
	(void)pam_control_action(entry->control,
		answer == PAM_ANSWER_NO ? "auth_err" : "user_unknown", action);
	return strcmp(action, "bad") == 0 || strcmp(action, "die") == 0;
}

/* The line behind a refusal in the new stack: the first that says no and is reached, else ours. */
static int
find_culprit(const struct both *b, const struct trial *row, const struct pam_entry **ret,
	struct err *e)
{
	const struct pam_stack *new = &b->new[row->type];

	*ret = NULL;
	for (size_t i = 0; i < new->count; i++) {
		struct pam_try t = try_of(b, row, true);

		if (new->entry[i].is_ours && *ret == NULL)
			*ret = &new->entry[i];
		if (!says_no(&new->entry[i], row, b->service->name))
			continue;
		t.probe = &new->entry[i];
		if (pam_walk(&t, 1, deadline_in(WALK_MS), e) != 0)
			return -1;
		if (t.reached) {
			*ret = &new->entry[i];
			return 0;
		}
	}
	return 0;
}

/* The services' own entry at the place of one that is a copy. */
static const struct pam_entry *
original(const struct pam_service *s, const struct pam_entry *copy)
{
	for (int type = 0; copy != NULL && type < PAM_TYPES; type++)
		for (size_t i = 0; i < s->stack[type].count; i++)
			if (s->stack[type].entry[i].line == copy->line &&
				strcmp(s->stack[type].entry[i].file, copy->file) == 0)
				return &s->stack[type].entry[i];
	return NULL;
}

/* Is there a password that could be wrong, above a line of the peer? */
static bool
has_password(struct changes *c, const struct pam_service *s)
{
	const struct pam_stack *auth = &s->stack[PAM_TYPE_AUTH];

	for (size_t i = 0; i < auth->count; i++) {
		const struct change *peer = change_at(c, CHANGE_PEER, auth->entry[i].file,
			auth->entry[i].line);

		if (peer != NULL && peer->password)
			return true;
	}
	return false;
}

static int
judge(struct changes *c, const struct both *b, const struct trial *row, const struct pam_try *old,
	const struct pam_try *new, struct err *e)
{
	const struct pam_entry *at = NULL;
	bool stops = (new->result == 0) != row->welcome;

	if ((old->result == 0) == (new->result == 0) ||
		(row->unproven && !stops && !has_password(c, b->service)))
		return 0;
	if (find_culprit(b, row, &at, e) != 0)
		return -1;
	change_hurdle(c, b->service->name, stops, new->result != 0 ? row->refused : row->enters,
		original(b->service, at));
	return 0;
}

/* A jump from this line that lines which go, or one that comes, make longer or shorter. */
static bool
jump_moves(struct changes *c, const struct pam_stack *stack, size_t at, long lines)
{
	for (size_t i = at + 1; i < stack->count && lines >= 0; i++) {
		const struct pam_entry *entry = &stack->entry[i];

		if (entry->group != stack->entry[at].group)
			continue;
		if (change_at(c, CHANGE_GONE, entry->file, entry->line) != NULL ||
			(lines > 0 && c->groups_line && change_is_peer(entry)))
			return true;
		lines--;
	}
	return false;
}

static void
judge_jumps(struct changes *c, const struct pam_service *s)
{
	const struct pam_stack *auth = &s->stack[PAM_TYPE_AUTH];

	for (size_t i = 0; i < auth->count; i++) {
		const struct pam_entry *entry = &auth->entry[i];

		if (change_is_peer(entry) ||
			change_at(c, CHANGE_GONE, entry->file, entry->line) != NULL)
			continue;
		for (const char *at = entry->control; (at = strchr(at, '=')) != NULL; at++) {
			long lines = strtol(at + 1, NULL, 10);

			if (lines > 0 && jump_moves(c, auth, i, lines)) {
				change_hurdle(c, s->name, true, "jumps over a number of lines that "
					"would be another, and so to somewhere else", entry);
				break;
			}
		}
	}
}

static int
run(struct changes *c, const struct both *b, struct err *e)
{
	struct pam_try tries[2 * TRIALS];

	for (size_t i = 0; i < TRIALS; i++) {
		tries[2 * i] = try_of(b, &trials[i], false);
		tries[2 * i + 1] = try_of(b, &trials[i], true);
		if (b->old[trials[i].type].count == 0) /* libpam takes the file "other" instead */
			tries[2 * i].stack[trials[i].type] = &b->new[trials[i].type];
	}
	if (pam_walk(tries, 2 * TRIALS, deadline_in(WALK_MS), e) != 0)
		return -1;
	for (size_t i = 0; i < TRIALS; i++)
		if (judge(c, b, &trials[i], &tries[2 * i], &tries[2 * i + 1], e) != 0)
			return -1;
	return 0;
}

static bool
changes_something(struct changes *c, const struct pam_service *s)
{
	const struct pam_stack *auth = &s->stack[PAM_TYPE_AUTH];

	for (size_t i = 0; i < auth->count; i++)
		for (int kind = CHANGE_PEER; kind <= CHANGE_REQUISITE; kind++)
			if (change_at(c, (enum change_kind)kind, auth->entry[i].file,
				    auth->entry[i].line) != NULL)
				return true;
	return false;
}

int
change_try(struct changes *c, struct err *e)
{
	for (size_t i = 0; i < c->pam.count; i++) {
		const struct pam_service *s = &c->pam.service[i];
		struct both b = { .service = s };
		int rc = 0;

		if (s->included || s->fault.code != ERR_NONE || !changes_something(c, s))
			continue;
		judge_jumps(c, s);
		for (int type = 0; type < PAM_TYPES && rc == 0; type++) {
			rc = change_stack_old(&s->stack[type], &b.old[type], e);
			rc = rc != 0 ? rc : change_stack_new(c, s, (enum pam_type)type,
				&b.new[type], e);
		}
		rc = rc == 0 && c->tried ? run(c, &b, e) : rc;
		for (int type = 0; type < PAM_TYPES; type++) {
			free(b.old[type].entry);
			free(b.new[type].entry);
		}
		if (rc != 0)
			return -1;
	}
	return 0;
}

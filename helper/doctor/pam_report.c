/* SPDX-License-Identifier: MIT */
/* Says what is wrong with a stack, and which line to write where. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "helper/doctor/check_pam.h"
#include "helper/doctor/pam_answer.h"

/* How to mend it. */
enum remedy {
	REMEDY_NONE,
	REMEDY_CONTROL,	    /* another control for our line */
	REMEDY_ABOVE,	    /* our line above the one that ends the stack */
	REMEDY_MIN_UID,	    /* root passes without the broker */
	REMEDY_YES_BELOW,   /* a control that steps aside, or a line below that says yes */
	REMEDY_PROOF_ABOVE, /* the first factor above our line */
	REMEDY_CREDENTIALS,
};

static const struct kind {
	enum severity severity;
	enum remedy remedy;
	const char *id, *text;
} kinds[PAM_WRONGS] = {
	[PAM_FINE] = { SEVERITY_OK, REMEDY_NONE, "pam.stack",
		"every answer of Doorward ends as it should" },
	[PAM_NOT_REACHED] = { SEVERITY_ERROR, REMEDY_ABOVE, "pam.not-reached",
		"Doorward is never asked: another line ends the stack before it" },
	[PAM_NOT_REACHED_BY_SOME] = { SEVERITY_NOTICE, REMEDY_NONE, "pam.not-reached-by-some",
		"some are not asked by Doorward, for whom another line (pam_access, pam_listfile, "
		"pam_time, pam_exec) ends the stack or jumps over it; is that meant?" },
	[PAM_REFUSED_ENTERS] = { SEVERITY_ERROR, REMEDY_CONTROL, "pam.refused-enters",
		"whom Doorward refuses gets in all the same" },
	[PAM_CTRL_C_ENTERS] = { SEVERITY_ERROR, REMEDY_CONTROL, "pam.ctrl-c-enters",
		"Ctrl-C at the code counts as a yes" },
	[PAM_OUTAGE_ENTERS] = { SEVERITY_WARNING, REMEDY_CONTROL, "pam.outage-enters",
		"while the broker is down everybody gets in, the disabled too" },
	[PAM_OUTAGE_STOPS_JOBS] = { SEVERITY_WARNING, REMEDY_CONTROL, "pam.outage-stops-jobs",
		"nothing runs while the broker is down" },
	[PAM_ALLOWED_REFUSED] = { SEVERITY_ERROR, REMEDY_CONTROL, "pam.allowed-refused",
		"nobody gets in, whatever Doorward answers" },
	[PAM_EXEMPT_REFUSED] = { SEVERITY_ERROR, REMEDY_YES_BELOW, "pam.exempt-refused",
		"who is exempt is locked out" },
	[PAM_ROOT_NEVER] = { SEVERITY_OK, REMEDY_NONE, "pam.root-never",
		"root is refused by other lines, whatever Doorward answers" },
	[PAM_ROOT_REFUSED] = { SEVERITY_WARNING, REMEDY_MIN_UID, "pam.root-refused",
		"root is locked out while the broker is down" },
	[PAM_CODE_ALONE] = { SEVERITY_ERROR, REMEDY_PROOF_ABOVE, "pam.code-alone",
		"a code is enough, without the password" },
	[PAM_EXEMPT_ALONE] = { SEVERITY_ERROR, REMEDY_PROOF_ABOVE, "pam.exempt-alone",
		"who is exempt or in bypass gets in without the password" },
	[PAM_BEFORE_PASSWORD] = { SEVERITY_WARNING, REMEDY_PROOF_ABOVE, "pam.before-password",
		"whoever knows a name is asked for its code, and may have a push sent: the password "
		"is not proven yet" },
	[PAM_CREDENTIALS_REFUSED] = { SEVERITY_ERROR, REMEDY_CREDENTIALS,
		"pam.credentials-refused",
		"without a password, as after a key, the login ends when credentials are set" },
};

#define CONTROL_AUTH	"[success=ok ignore=ignore default=die]"
#define CONTROL_JOBS	"[success=ok ignore=ignore authinfo_unavail=ignore default=bad]"
#define CONTROL_ACCOUNT "required"
#define MIN_UID		"min_uid=1000" /* so that root passes also without the broker */

char *
pam_line_text(const struct pam_entry *entry, enum pam_type type, const char *control,
	const char *more)
{
	char *text;

	if (asprintf(&text, "%s %s %s%s%s%s%s", pam_type_word(type),
		    control != NULL ? control : entry->control, entry->path,
		    entry->text[0] != '\0' ? " " : "", entry->text, more[0] != '\0' ? " " : "",
		    more) < 0)
		return NULL;
	return text;
}

static bool
is_yes(const char *action)
{
	return strcmp(action, "bad") != 0 && strcmp(action, "die") != 0;
}

/* The line of ours to change: the first that lets this code pass, else the first. */
static const struct pam_entry *
our_line(const struct pam_stack *stack, enum pam_wrong wrong, const char *code)
{
	const struct pam_entry *first = NULL;

	for (size_t i = 0; i < stack->count; i++) {
		const struct pam_entry *entry = &stack->entry[i];
		char action[PAM_ACTION_SIZE];

		if (!entry->is_ours)
			continue;
		first = first != NULL ? first : entry;
		if (wrong == PAM_ROOT_REFUSED ? entry->arguments.min_uid == 0
					      : is_yes(pam_control_action(entry->control, code, action)))
			return entry;
	}
	return first;
}

/* Does this line, when its module says yes, keep the entry at `to` from being asked? */
static bool
blocks(const struct pam_stack *stack, size_t at, size_t to)
{
	char action[PAM_ACTION_SIZE];
	size_t passed = 0;
	int64_t jump;

	(void)pam_control_action(stack->entry[at].control, "success", action);
	if (stack->entry[at].substack != 0)
		return false;
	if (strcmp(action, "done") == 0)
		return stack->entry[at].group == 0 ||
			stack->entry[at].group == stack->entry[to].group;
	if (text_to_int(action, 1, PAM_ENTRIES_MAX, &jump) != 0)
		return false;
	for (size_t i = at + 1; i <= to; i++)
		passed += stack->entry[i].group == stack->entry[at].group ? 1 : 0;
	return (int64_t)passed <= jump;
}

/* The line that keeps ours from being asked; NULL when none can be named. */
static const struct pam_entry *
blocking_line(const struct pam_stack *stack, const char *service)
{
	const struct pam_visitor v = { .service = service, .proven = true };
	size_t to = 0;
	bool guessed;

	while (to < stack->count && !stack->entry[to].is_ours)
		to++;
	for (size_t at = 0; at < to; at++) {
		enum pam_answer a = pam_answer(&stack->entry[at], PAM_TYPE_ACCOUNT, &v, &guessed);

		if ((a == PAM_ANSWER_YES || strcmp(stack->entry[at].module, "pam_permit.so") == 0) &&
			blocks(stack, at, to))
			return &stack->entry[at];
	}
	return NULL;
}

static void
add_service(struct text_buf *list, const char *name)
{
	text_buf_printf(list, "%s%s", list->len > 0 ? ", " : "", name);
}

void
pam_report_add(struct pam_report *r, enum pam_wrong wrong, const struct pam_service *s,
	enum pam_type type, const char *code)
{
	const struct pam_stack *stack = &s->stack[type];
	bool machinery = service_classify(r->classes, s->name) == CLASS_MACHINERY;
	const struct pam_entry *entry = wrong == PAM_NOT_REACHED
		? blocking_line(stack, s->name) : our_line(stack, wrong, code);
	struct pam_judgement *j;

	if (entry == NULL)
		entry = our_line(stack, wrong, code);
	for (size_t i = 0; i < r->count; i++) {
		j = &r->judgement[i];
		if (j->wrong != wrong || j->type != type)
			continue;
		if (j->service == s)
			return; /* another answer that ends as wrongly */
		if (wrong == PAM_FINE || (j->machinery == machinery &&
			strcmp(j->entry->file, entry->file) == 0 && j->entry->line == entry->line)) {
			j->service = s;
			add_service(&j->services, s->name);
			return;
		}
	}
	if (r->count == PAM_JUDGEMENTS_MAX) {
		r->d->failed = true;
		return;
	}
	j = &r->judgement[r->count++];
	*j = (struct pam_judgement){ .wrong = wrong, .type = type, .machinery = machinery,
		.service = s, .code = code, .entry = entry };
	add_service(&j->services, s->name);
}

/* What a line of ours should have for a control in this place. */
static const char *
right_control(const struct pam_judgement *j)
{
	if (j->type == PAM_TYPE_AUTH)
		return CONTROL_AUTH;
	return j->machinery ? CONTROL_JOBS : CONTROL_ACCOUNT;
}

/* Our line as it should be in this place. */
static char *
right_line(const struct pam_entry *ours, const struct pam_judgement *j)
{
	return pam_line_text(ours, j->type, right_control(j),
		ours->arguments.min_uid == 0 && !ours->faulty ? MIN_UID : "");
}

static bool
has_action(const struct pam_entry *entry, const char *code, const char *wanted)
{
	char action[PAM_ACTION_SIZE];

	return strcmp(pam_control_action(entry->control, code, action), wanted) == 0;
}

/* A jump that lands on ours; a first factor that ends the stack only when it fails; or ours above.
 */
static char *
unblocked_line(const struct pam_judgement *j, const struct pam_entry *ours, const char **ret_where)
{
	const struct pam_entry *place = j->entry;
	const char *jump = strstr(place->control, "success=");
	char control[128], lines[24] = "ok";
	size_t between = 0;

	*ret_where = place->is_ours ? ", above all others of its type" : ", above this line";
	if (place->is_ours || (jump == NULL && j->type == PAM_TYPE_ACCOUNT))
		return right_line(ours, j);
	*ret_where = "";
	if (jump == NULL)
		return pam_line_text(place, j->type, "requisite", "");
	for (const struct pam_entry *entry = place + 1; entry < ours; entry++)
		between += entry->group == place->group ? 1 : 0;
	jump += strlen("success=");
	if (between > 0)
		(void)snprintf(lines, sizeof(lines), "%zu", between);
	(void)snprintf(control, sizeof(control), "%.*s%s%s", (int)(jump - place->control),
		place->control, lines, jump + strcspn(jump, " \t]"));
	return pam_line_text(place, j->type, control, "");
}

static void
say_remedy(struct doctor *d, const struct pam_judgement *j)
{
	const struct pam_entry *ours = our_line(&j->service->stack[j->type], j->wrong, j->code);
	const struct pam_entry *place = j->entry;
	enum remedy remedy = kinds[j->wrong].remedy;
	const char *word = pam_type_word(j->type), *where = "";
	auto_str text = NULL;

	if ((remedy == REMEDY_YES_BELOW && !has_action(ours, "ignore", "ignore")) ||
		(remedy == REMEDY_PROOF_ABOVE && !has_action(ours, "success", "ok")))
		remedy = REMEDY_CONTROL;
	switch (remedy) {
	case REMEDY_NONE:
		return;
	case REMEDY_CONTROL:
		text = right_line(ours, j);
		break;
	case REMEDY_ABOVE:
		text = unblocked_line(j, ours, &where);
		break;
	case REMEDY_MIN_UID:
		text = j->machinery ? right_line(ours, j)
				    : pam_line_text(ours, j->type, NULL, MIN_UID);
		break;
	case REMEDY_YES_BELOW:
		where = ", below this line: a stack in which every line steps aside refuses";
		if (asprintf(&text, "%s required pam_unix.so", word) < 0)
			text = NULL;
		break;
	case REMEDY_PROOF_ABOVE:
		where = ", above this line";
		text = strdup("auth requisite pam_unix.so");
		break;
	case REMEDY_CREDENTIALS:
		place = &j->service->stack[PAM_TYPE_AUTH].entry[0];
		where = ", below all others of its type";
		text = strdup("auth optional pam_permit.so");
		break;
	}
	d->failed = d->failed || text == NULL;
	doctor_write(d, place->file, place->line, "%s%s", text != NULL ? text : "", where);
}

void
pam_report_say(struct pam_report *r)
{
	for (size_t i = 0; i < r->count; i++) {
		struct pam_judgement *j = &r->judgement[i];
		const struct kind *kind = &kinds[j->wrong];

		r->d->failed = r->d->failed || j->services.failed;
		if (j->services.failed)
			continue;
		doctor_say(r->d, kind->severity, kind->id, "%s (%s): %s", j->services.data,
			pam_type_word(j->type), kind->text);
		say_remedy(r->d, j);
		text_buf_clear(&j->services);
	}
}

/* SPDX-License-Identifier: MIT */
/* The one place where a change is made on somebody's behalf: can it be told, what was there, the
 * call, and a line for each subject. */
#include "helper/common/audit.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "api/json.h"
#include "base/text.h"
#include "helper/common/audit_line.h"
#include "helper/common/audit_subject.h"
#include "helper/common/host.h"
#include "helper/common/log.h"

#define LOOK_MS	     5000 /* for what was there; the change itself has the time that is left */
#define SUBJECTS_MAX 100

void
audit_name_user(char ret_by[AUDIT_BY_SIZE], uid_t uid, const char *user)
{
	(void)snprintf(ret_by, AUDIT_BY_SIZE, "uid:%u(%.80s)", (unsigned)uid,
		user != NULL ? user : "?");
}

void
audit_name_process(char ret_from[AUDIT_FROM_SIZE], uid_t uid, pid_t pid)
{
	(void)snprintf(ret_from, AUDIT_FROM_SIZE, "uid:%u/pid:%d", (unsigned)uid, (int)pid);
}

void
audit_this_process(struct audit_who *ret_who, const char *via)
{
	struct host_user user;
	struct err ignored;
	bool named = host_user_by_uid(getuid(), &user, &ignored) == 1;

	*ret_who = (struct audit_who){ .role = api_risk_word(API_DESTRUCTIVE), .via = via };
	audit_name_user(ret_who->by, getuid(), named ? user.name : NULL);
	audit_name_process(ret_who->from, getuid(), getpid());
}

/* What a call brought, for its lines. */
struct outcome {
	const struct api_answer *answer;
	const struct err *err; /* NULL = the service answered OK */
};

/* How many codes were made, and until when they are good. */
static void
tell_codes(struct audit_line *l, const struct api_call *call, const struct outcome *o)
{
	const struct api_param *p = api_param_find(call->op, "valid_secs");
	const struct cJSON *made = o->answer != NULL ? o->answer->response : NULL;
	const char *seconds = p != NULL ? p->default_value : NULL;
	const char *kept = NULL;
	char text[32] = "for ever";
	int64_t valid = 0;
	time_t until;
	struct tm tm;

	if (p == NULL || o->err != NULL)
		return;
	for (size_t i = 0; i < call->arg_count; i++) {
		if (strcmp(call->args[i].name, "valid_secs") == 0)
			seconds = call->args[i].value;
		if (strcmp(call->args[i].name, "preserve_existing") == 0)
			kept = call->args[i].value;
	}
	log_number(&l->pairs, "codes", cJSON_IsArray(made) ? cJSON_GetArraySize(made) : 1);
	if (seconds == NULL || text_to_int(seconds, 0, INT32_MAX, &valid) != 0)
		return;
	until = time(NULL) + (time_t)valid;
	if (valid > 0 && gmtime_r(&until, &tm) != NULL)
		(void)strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	audit_line_text(l, "valid_until", text);
	if (api_param_find(call->op, "preserve_existing") != NULL)
		audit_line_text(l, "codes_before",
			kept != NULL && strcmp(kept, "true") == 0 ? "kept" : "cleared");
}

static void
tell_result(struct audit_line *l, const struct audit_subject *s, const struct outcome *o)
{
	const char *stat = json_string(s->result, "stat");
	bool failed = o->err == NULL && stat != NULL && strcmp(stat, "OK") != 0;
	int64_t code = o->answer != NULL ? o->answer->code : 0;

	if (failed && json_int(s->result, "code", &code) != 0)
		code = 0;
	audit_line_text(l, "result", o->err != NULL ? err_word(o->err->code)
		: failed			    ? err_word(ERR_REFUSED)
						    : "ok");
	log_number(&l->pairs, "http", o->answer != NULL ? o->answer->status : 0);
	log_number(&l->pairs, "code", code);
}

/* Told already, as the subject or as the number and life of codes. */
static bool
is_told(const struct audit_subject *s, const char *name)
{
	static const char *const codes[] = { "count", "codes", "valid_secs", "preserve_existing" };

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strcmp(name, codes[i]) == 0 && api_param_find(s->op, "valid_secs") != NULL)
			return true;
	return s->before == NULL && s->name[0] != '\0' && strcmp(name, s->name_key) == 0;
}

static void
tell_fields(struct audit_line *l, const struct api_call *call, const struct audit_subject *s)
{
	const char *list = audit_subject_list(call);
	char buf[JSON_ID_SIZE];

	if (s->op == NULL)
		return;
	for (size_t i = 0; list == NULL && s->fields == NULL && i < call->arg_count; i++) {
		const struct api_param *p = api_param_find(call->op, call->args[i].name);

		if (p != NULL && (p->flags & API_PATH) != 0) {
			if (strcmp(call->args[i].value, s->id) != 0)
				audit_line_text(l, p->name, call->args[i].value);
		} else if (!is_told(s, call->args[i].name) &&
			strcmp(call->args[i].value, s->id) != 0) {
			audit_line_field(l, call->op, call->args[i].name, call->args[i].value,
				s->before);
		}
	}
	for (const cJSON *item = s->fields != NULL ? s->fields->child : NULL; item != NULL;
		item = item->next) {
		/* a list of new people holds for each what makes one */
		const struct api_op *row = s->op != call->op ? s->op : api_op_find("createuser");
		const char *value = cJSON_IsBool(item) ? (cJSON_IsTrue(item) ? "true" : "false")
						       : json_id(s->fields, item->string, buf);

		if (value != NULL && !is_told(s, item->string))
			audit_line_field(l, row, item->string, value, s->before);
	}
}

static void
tell_subject(const struct audit_who *who, const struct audit_facts *f, size_t n,
	const struct outcome *o)
{
	struct audit_subject s;
	struct audit_line l;

	audit_subject_read(f, n, &s);
	audit_line_begin(&l, who);
	audit_line_text(&l, "operation", f->call->op->name);
	if (s.op != f->call->op && s.op != NULL)
		audit_line_text(&l, "part", s.op->name);
	audit_line_text(&l, "request", s.request);
	audit_line_text(&l, s.name_key, s.name);
	audit_line_text(&l, "id", s.id);
	tell_result(&l, &s, o);
	tell_codes(&l, f->call, o);
	tell_fields(&l, f->call, &s);
	audit_line_write(&l);
}

static struct cJSON *
parse_list(const struct api_call *call)
{
	const struct json_limits limits = { API_BODY_MAX, 100000, JSON_DEPTH_MAX };
	const char *name = audit_subject_list(call);
	struct cJSON *list = NULL;
	struct err ignored;

	for (size_t i = 0; name != NULL && i < call->arg_count; i++)
		if (strcmp(call->args[i].name, name) == 0 &&
			json_parse(call->args[i].value, strlen(call->args[i].value), &limits, &list,
				&ignored) != 0)
			list = NULL; /* then it was not sent either */
	return list;
}

static void
tell(const struct audit_who *who, struct audit_facts *f, const struct outcome *o)
{
	struct cJSON *list = parse_list(f->call);
	size_t count;

	f->list = cJSON_IsArray(list) && list->child != NULL ? list : NULL;
	f->after = o->err == NULL && o->answer != NULL ? o->answer->response : NULL;
	count = audit_subject_count(f);
	for (size_t i = 0; i < count && i < SUBJECTS_MAX; i++)
		tell_subject(who, f, i, o);
	json_free(list);
}

void
audit_refusal(const struct audit_who *who, const struct api_call *call, const struct err *e)
{
	struct audit_facts facts = { .call = call };

	if (!who->silent)
		tell(who, &facts, &(struct outcome){ .err = e });
}

/* Ids of users that a list names, as a list; "" where there are none. */
static void
write_ids(const struct api_call *call, struct text_buf *ids)
{
	struct cJSON *list = parse_list(call);
	struct audit_facts facts = { .call = call, .list = cJSON_IsArray(list) ? list : NULL };
	size_t count = facts.list != NULL ? audit_subject_count(&facts) : 0;
	struct audit_subject s;

	for (size_t i = 0; i < count && i < SUBJECTS_MAX; i++) {
		audit_subject_read(&facts, i, &s);
		if (strncmp(s.id, "DU", 2) != 0)
			continue;
		text_buf_puts(ids, ids->len == 0 ? "[" : ",");
		json_write_string(ids, s.id);
	}
	text_buf_puts(ids, ids->len > 0 ? "]" : "");
	json_free(list);
}

/* Asks for what is about to be changed: one request, also for a list. */
static void
look(struct api_client *client, const struct api_call *call, struct api_answer *ret_answer)
{
	auto_text_buf ids = { 0 };
	struct api_arg arg = { "user_id_list", "" };
	struct api_call get = { .op = audit_subject_getter(call, &arg), .args = &arg,
		.arg_count = 1, .no_retry = true };
	int left = deadline_left(call->deadline);
	struct err ignored;

	if (get.op == NULL && call->op->service == API_DUO) {
		write_ids(call, &ids);
		get.op = ids.len > 0 && !ids.failed ? api_op_find("listusers") : NULL;
		arg.value = ids.data;
	}
	if (get.op == NULL)
		return;
	get.deadline = deadline_in(left / 2 < LOOK_MS ? left / 2 : LOOK_MS);
	(void)!api_call(client, &get, ret_answer, &ignored); /* then the line has no old values */
}

int
audit_call(const struct audit_who *who, struct api_client *client, const struct api_call *call,
	const struct cJSON *before, struct api_answer *ret_answer, struct err *e)
{
	struct audit_facts facts = { .call = call, .before = before };
	struct outcome outcome = { .answer = ret_answer };
	auto_api_answer seen = { .next_offset = -1 };
	int rc;

	*ret_answer = (struct api_answer){ .next_offset = -1 };
	if (call->op->risk == API_READ || who->silent)
		return api_call(client, call, ret_answer, e);
	if (who->must && !log_ready())
		return err_set(e, ERR_OTHER, "%s: nothing was sent, because the log takes no line "
			"that would tell of it; see log.target and the log of this host",
			call->op->name);
	if (before == NULL && api_check(call->op, call->args, call->arg_count, e) == 0) {
		look(client, call, &seen);
		facts.before = seen.response;
	}
	rc = api_call(client, call, ret_answer, e);
	outcome.err = rc != 0 ? e : NULL;
	tell(who, &facts, &outcome);
	return rc;
}

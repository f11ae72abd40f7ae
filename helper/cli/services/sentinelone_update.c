/* SPDX-License-Identifier: MIT */
/* Update User: reads the user, works out scope, place and role as the console's own form does,
 * and sends scope and roles always, because a PUT without them may mean anything. */
#include "helper/cli/services/sentinelone_places.h"

#include <stdio.h>
#include <string.h>

#define UPDATE_OP "sentinelone_updateuser"

static const char *
text_of(const cJSON *object, const char *name)
{
	const char *text = json_string(object, name);

	return text != NULL ? text : "";
}

static int
read_wish(const struct cli *cli, struct wish *w, struct err *e)
{
	const char *update_role = cli_param_value(cli, "update_role");
	const char *token = cli_param_value(cli, "can_generate_token");
	const char *truth = update_role != NULL ? service_truth(update_role) : NULL;

	*w = (struct wish){ .scope = cli_param_value(cli, "scope"),
		.target = cli_param_value(cli, "target"),
		.role = cli_param_value(cli, "role"),
		.full_name = cli_param_value(cli, "full_name"),
		.token = token != NULL ? service_truth(token) : NULL };
	if (truth == NULL)
		return err_set(e, ERR_USAGE,
			"--update-role: takes yes (a new role, with --role) or no (the role stays, "
			"or becomes Viewer where it does not exist); it must be said");
	w->update_role = strcmp(truth, "true") == 0;
	if (w->update_role != (w->role != NULL))
		return err_set(e, ERR_USAGE,
			w->update_role ? "--update-role yes needs --role"
				       : "--role needs --update-role yes");
	if (token != NULL && w->token == NULL)
		return err_set(e, ERR_USAGE, "--can-generate-token: takes yes or no");
	if (w->scope != NULL && strcmp(w->scope, "global") == 0)
		w->scope = "tenant"; /* the form says Global, the API says tenant */
	if (w->scope != NULL && strcmp(w->scope, "tenant") == 0 && w->target != NULL)
		return err_set(e, ERR_USAGE,
			"--target: the scope tenant is the whole console and has none");
	return 0;
}

static void
add_change(struct text_buf *out, const char *name, const char *before, const char *after,
	const char *why)
{
	char old[256], new[256];

	if (strcmp(before, after) == 0)
		return;
	text_buf_printf(out, "  %s: %s -> %s%s\n", name, text_quote(old, sizeof(old), before),
		text_quote(new, sizeof(new), after), why);
}

/* Names of the places, or of the roles there, as one text. */
static void
join(const struct places *places, bool roles, struct text_buf *out)
{
	for (size_t i = 0; i < places->count; i++)
		text_buf_printf(out, "%s%s", i > 0 ? ", " : "",
			roles ? places->place[i].role : places->place[i].name);
	text_buf_puts(out, "");
}

/* Lines of what changes; none when nothing does. */
static int
compare(struct update *u, struct err *e)
{
	bool before_token = false;
	const char *old_token;

	(void)!json_bool(u->now, "canGenerateApiToken", &before_token); /* absent is no */
	old_token = before_token ? "true" : "false";
	if (!places_equal(&u->before, &u->after)) {
		auto_text_buf old = { 0 }, new = { 0 }, old_roles = { 0 }, new_roles = { 0 };

		join(&u->before, false, &old);
		join(&u->after, false, &new);
		join(&u->before, true, &old_roles);
		join(&u->after, true, &new_roles);
		if (old.data == NULL || new.data == NULL || old_roles.data == NULL ||
			new_roles.data == NULL)
			return err_set(e, ERR_OTHER, "out of memory");
		add_change(&u->changes, "scope", scope_word(u->before.scope),
			scope_word(u->after.scope), "");
		add_change(&u->changes, "target", old.data, new.data, "");
		add_change(&u->changes, "role", old_roles.data, new_roles.data,
			u->fell ? " (the new scope does not have it)" : "");
		if (u->changes.len == 0) /* other ids under the same names */
			text_buf_puts(&u->changes, "  scopeRoles: other ids\n");
	}
	if (u->wish.full_name != NULL)
		add_change(&u->changes, "fullName", text_of(u->now, "fullName"), u->wish.full_name,
			"");
	if (u->wish.token != NULL)
		add_change(&u->changes, "canGenerateApiToken", old_token, u->wish.token, "");
	return u->changes.failed ? err_set(e, ERR_OTHER, "out of memory") : 0;
}

/* Never an empty list: what that would do is not documented. */
static void
write_roles(const struct places *places, struct text_buf *out)
{
	text_buf_puts(out, "[");
	for (size_t i = 0; i < places->count; i++) {
		const struct place *p = &places->place[i];

		text_buf_puts(out, i > 0 ? ",{" : "{");
		if (p->id[0] != '\0')
			text_buf_printf(out, "\"id\":\"%s\",", p->id);
		text_buf_printf(out, "\"roleId\":\"%s\"}", p->role_id);
	}
	text_buf_puts(out, "]");
}

/* Is what the console answered what was sent? It may choose another role in silence. */
static int
check_answer(const struct update *u, const cJSON *user, struct err *e)
{
	struct update after = { .user = u->user, .now = user };
	char role[128], wanted[128];

	if (!cJSON_IsObject(user) || places_read(&after, e) != 0)
		return err_set(e, ERR_UNREACHABLE,
			"%s: the update was answered, but not with a user", u->user.label);
	if (places_equal(&after.before, &u->after))
		return 0;
	(void)snprintf(role, sizeof(role), "%.100s",
		after.before.count > 0 ? after.before.place[0].role : "none");
	(void)snprintf(wanted, sizeof(wanted), "%.100s", u->after.place[0].role);
	return err_set(e, ERR_CONFLICT,
		"%s: the console has updated the user, but not as asked: scope %s, role %s instead "
		"of %s",
		u->user.label, scope_word(after.before.scope), role, wanted);
}

static int
send(struct update *u, struct err *e)
{
	auto_text_buf roles = { 0 };
	auto_api_answer answer = { 0 };
	struct api_arg args[6] = { { "user_id", u->user.id },
		{ "scope", scope_word(u->after.scope) } };
	size_t count = 2;

	write_roles(&u->after, &roles);
	if (roles.failed)
		return err_set(e, ERR_OTHER, "out of memory");
	if (u->after.count > 0)
		args[count++] = (struct api_arg){ "scopeRoles", roles.data };
	if (u->wish.full_name != NULL)
		args[count++] = (struct api_arg){ "fullName", u->wish.full_name };
	if (u->wish.token != NULL)
		args[count++] = (struct api_arg){ "canGenerateApiToken", u->wish.token };
	if (u->run->cli->options.dry_run)
		return service_preview(u->run, u->user.label, u->changes.data, UPDATE_OP, args, e);
	if (service_call(u->run, UPDATE_OP, args, &answer, e) != 0)
		return err_where(e, "%s", u->user.label);
	if (check_answer(u, answer.response, e) != 0)
		return -1;
	service_tell(u->run, u->user.label, "updated", u->changes.data);
	return service_print(u->run, answer.response, SENTINELONE_CARD, e);
}

static int
perform(struct update *u, struct err *e)
{
	auto_api_answer now = { 0 };
	bool fixed = false;

	if (console_find(u->run, CONSOLE_USER, u->run->cli->word[0], NULL, &u->user, e) != 0 ||
		console_get_user(u->run, u->user.id, &now, e) != 0)
		return -1;
	u->now = now.response;
	if (places_read(u, e) != 0 || places_choose(u, e) != 0 || compare(u, e) != 0)
		return -1;
	if (u->changes.len == 0) {
		service_tell(u->run, u->user.label, "unchanged", "");
		return u->run->cli->options.dry_run
			       ? 0
			       : service_print(u->run, u->now, SENTINELONE_CARD, e);
	}
	if (u->wish.full_name != NULL &&
		strcmp(u->wish.full_name, text_of(u->now, "fullName")) != 0 &&
		json_bool(u->now, "fullNameReadOnly", &fixed) == 0 && fixed)
		return err_set(e, ERR_REFUSED,
			"%s: the full name comes from elsewhere and cannot be changed here",
			u->user.label);
	return send(u, e);
}

int
sentinelone_user_update_run(const struct cli *cli, struct err *e)
{
	struct update u = { .run = NULL };
	auto_service r = { 0 };
	int rc;

	if (read_wish(cli, &u.wish, e) != 0 || service_begin(cli, API_SENTINELONE, &r, e) != 0)
		return -1;
	u.run = &r;
	rc = perform(&u, e);
	service_found_clear(&u.user);
	text_buf_clear(&u.changes);
	return rc == 0 ? service_finish(&r, e) : -1;
}

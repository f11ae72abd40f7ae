/* SPDX-License-Identifier: MIT */
/* Every key of pam_duo.conf and login_duo.conf: what takes its place, and what to know of it. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "helper/migrate/migrate.h"

#define NO_MEMORY "out of memory"

static const char *
set_text(char **member, const char *text)
{
	char *copy = strdup(text);

	if (copy == NULL)
		return NO_MEMORY;
	free(*member);
	*member = copy;
	return NULL;
}

static const char *
take_ikey(struct migrate *m, const struct migrate_value *v)
{
	return set_text(&m->conf->duo.auth.ikey, v->text);
}

static const char *
take_skey(struct migrate *m, const struct migrate_value *v)
{
	struct err e;

	if (secret_set(&m->skey, v->text, strlen(v->text), &e) != 0)
		return "a secret of this length cannot be";
	return set_text(&m->conf->duo.auth.skey_file, m->skey_path);
}

/* "name" or "name:port" */
static const char *
take_host(struct migrate *m, const struct migrate_value *v)
{
	const char *fault = set_text(&m->conf->duo.host, v->text);
	char *colon = fault == NULL ? strchr(m->conf->duo.host, ':') : NULL;

	if (colon == NULL)
		return fault;
	if (strstr(v->text, "://") != NULL)
		return "is an address; the name of the host alone stands here";
	*colon = '\0';
	return text_to_int(colon + 1, 1, 65535, &m->conf->duo.port) == 0 ? NULL
		: "what stands behind the colon is no port";
}

static const char *
take_cafile(struct migrate *m, const struct migrate_value *v)
{
	return set_text(&m->conf->duo.ca_file, v->text);
}

/* "[http://][user:password@]host[:port]", where the port is 80 unless it is named */
static const char *
take_proxy(struct migrate *m, const struct migrate_value *v)
{
	const char *rest = strncmp(v->text, "http://", 7) == 0 ? v->text + 7 : v->text;
	const char *at = strrchr(rest, '@');
	size_t len = strlen(rest);
	struct text_buf b = { 0 };
	const char *fault;

	while (len > 0 && rest[len - 1] == '/')
		len--;
	if (len == 0)
		return NULL;
	text_buf_printf(&b, "http://%.*s%s", (int)len, rest,
		strchr(at != NULL ? at : rest, ':') != NULL ? "" : ":80");
	fault = b.failed ? NO_MEMORY : set_text(&m->conf->duo.proxy, b.data);
	text_buf_clear(&b);
	return fault;
}

static const char *
take_failmode(struct migrate *m, const struct migrate_value *v)
{
	if (strcmp(v->text, "safe") != 0 && strcmp(v->text, "secure") != 0)
		return "is neither safe nor secure";
	m->conf->policy.unreachable =
		strcmp(v->text, "secure") == 0 ? STANCE_DENY : STANCE_IGNORE;
	return NULL;
}

static const char *
take_pushinfo(struct migrate *m, const struct migrate_value *v)
{
	m->conf->login.pushinfo = migrate_yes(v);
	return NULL;
}

static const char *
take_autopush(struct migrate *m, const struct migrate_value *v)
{
	m->conf->login.autopush = migrate_yes(v);
	return NULL;
}

/* The peer takes 1 and 2 at their word; whatever else stands there means three to it. */
static const char *
take_prompts(struct migrate *m, const struct migrate_value *v)
{
	if (text_to_int(v->text, 0, INT32_MAX, &m->conf->login.prompts) != 0)
		return "is not a whole number";
	if (m->conf->login.prompts < 1 || m->conf->login.prompts > 3)
		m->conf->login.prompts = 3;
	return NULL;
}

/* "*,!wheel" means everybody but the members of wheel, which is what exempt groups are. */
static bool
take_exempt(struct names *exempt, const char *list)
{
	bool everybody = false;

	while (*list != '\0') {
		size_t len = strcspn(list, ",");
		char name[256];

		if (len == 1 && *list == '*') {
			everybody = true;
		} else {
			if (len < 2 || len > sizeof(name) || *list != '!' ||
				strcspn(list + 1, "*?!,") != len - 1)
				return false;
			memcpy(name, list + 1, len - 1);
			name[len - 1] = '\0';
			if (names_add(exempt, name) != 0)
				return false;
		}
		list += len;
		list += *list == ',';
	}
	return everybody;
}

static const char *
take_groups(struct migrate *m, const struct migrate_value *v)
{
	struct names *exempt = &m->conf->login.exempt_groups;

	(void)v; /* it may stand in several lines: m->groups has them all */
	if (m->groups.count != 1 || !take_exempt(exempt, m->groups.name[0]))
		names_clear(exempt);
	return NULL;
}

static char
gecos_delimiter(const struct migrate *m)
{
	const struct migrate_value *v = migrate_value(m, "gecos_delim");

	return v->line != 0 ? v->text[0] : ',';
}

static const char *
take_delimiter(struct migrate *m, const struct migrate_value *v)
{
	(void)m; /* the two keys that need it ask for it */
	return strlen(v->text) != 1 ? "is not one character" : NULL;
}

static const char *
take_position(struct migrate *m, const struct migrate_value *v)
{
	int64_t position;

	if (text_to_int(v->text, 1, INT32_MAX, &position) != 0)
		return "is not a position from 1 on";
	return migrate_gecos(m->conf, gecos_delimiter(m), (size_t)position);
}

/* The whole field, unless a position picks a part of it. */
static const char *
take_gecos(struct migrate *m, const struct migrate_value *v)
{
	if (!migrate_yes(v) || migrate_value(m, "gecos_username_pos")->line != 0)
		return NULL;
	return migrate_gecos(m->conf, '\0', 0);
}

#define NO_EFFECT "It had no effect any more."
#define GECOS_WORDS \
	"A GECOS field is text that people may change themselves (chfn), so Doorward does not " \
	"read it at logins. The fields as they are today became entries of map.users; accounts " \
	"made later are looked up by their own name, unless doorward map add says otherwise."

/* In the order in which they are told. */
const struct migrate_key migrate_keys[] = {
	{ .name = "ikey", .required = true, .take = take_ikey, .options = { "duo.auth.ikey" } },
	{ .name = "skey", .required = true, .secret = true, .take = take_skey,
		.options = { "duo.auth.skey_file" } },
	{ .name = "host", .required = true, .take = take_host,
		.options = { "duo.host", "duo.port" } },
	{ .name = "failmode", .take = take_failmode, .options = { "login.unreachable" },
		.set = "It counts only while Duo cannot be reached, then for keys as well. A "
		       "broken configuration, and credentials that Duo refuses, let nobody in any "
		       "more, whatever it says.",
		.unset = "The default of pam_duo is safe, so people still pass while Duo cannot be "
			 "reached; Doorward's own default is \"deny\". A broken configuration, and "
			 "credentials that Duo refuses, let nobody in any more." },
	{ .name = "groups", .take = take_groups, .options = { "login.exempt_groups" },
		.set = "Doorward has groups that it never asks about, and no groups that are the "
		       "only ones it asks about. Where the list could not be turned round, "
		       "everybody is asked from now on; a line of pam_succeed_if in front of "
		       "Doorward's, shown below where there is a stack, asks only members." },
	{ .name = "autopush", .boolean = true, .take = take_autopush,
		.options = { "login.autopush" },
		.set = "A push is only sent after something was proven: a password (the word "
		       "after_password in the PAM line) or a key. Where none can be, people are "
		       "asked for a code." },
	{ .name = "prompts", .take = take_prompts, .options = { "login.prompts" } },
	{ .name = "pushinfo", .boolean = true, .take = take_pushinfo,
		.options = { "login.pushinfo" },
		.set = "Only sudo's command is shown, and always with host and service; what ssh "
		       "runs is not." },
	{ .name = "verified_push", .boolean = true,
		.set = "Pushes with a number to type have no counterpart: where Duo's policy "
		       "demands them, people use passcodes." },
	{ .name = "http_proxy", .secret = true, .take = take_proxy, .options = { "duo.proxy" },
		.set = "A password in it stands in doorward.conf, which therefore is closed to "
		       "others than root and the services; a proxy that needs none is better." },
	{ .name = "cafile", .take = take_cafile, .options = { "duo.ca_file" },
		.set = "If it names a file, only these authorities are trusted. An empty value "
		       "turned the check of the certificate off; it cannot be turned off any more.",
		.unset = "The certificate of the API host is checked against the authorities of "
			 "this system, not against a list within the program." },
	{ .name = "noverify", .boolean = true,
		.set = "The certificate of the API host is always checked." },
	{ .name = "min_tls", .set = "TLS 1.2 is the least that is spoken, whatever is set." },
	{ .name = "https_timeout",
		.set = "Not taken over: a request ends after deadline.api and a login after the "
		       "module's timeout, whatever the network does; people's own time for codes "
		       "and pushes is not counted.",
		.unset = "There was no limit; now a request ends after deadline.api and a login "
			 "after the module's timeout, whatever the network does." },
	{ .name = "fallback_local_ip", .boolean = true,
		.set = "Only the client's literal address is told to Duo, or none; never that of "
		       "this host." },
	{ .name = "send_gecos", .boolean = true, .take = take_gecos, .options = { "map.users" },
		.set = GECOS_WORDS },
	{ .name = "gecos_username_pos", .take = take_position, .options = { "map.users" },
		.set = GECOS_WORDS },
	{ .name = "gecos_delim", .take = take_delimiter },
	{ .name = "gecos_parsed", .set = NO_EFFECT },
	{ .name = "dev_fips_mode", .set = NO_EFFECT },
	{ .name = "accept_env_factor", .boolean = true,
		.set = "No code is read from the environment; programs that log in need an account "
		       "that is exempt, or a key where only the status counts." },
	{ .name = "motd", .boolean = true, .set = "That is for sshd or pam_motd to show." },
	{ .name = NULL },
};

_Static_assert(sizeof(migrate_keys) / sizeof(migrate_keys[0]) <= MIGRATE_KEYS_MAX,
	"raise MIGRATE_KEYS_MAX");

const struct migrate_value *
migrate_value(const struct migrate *m, const char *name)
{
	static const struct migrate_value none;

	for (size_t i = 0; migrate_keys[i].name != NULL; i++)
		if (strcmp(migrate_keys[i].name, name) == 0)
			return &m->value[i];
	return &none;
}

bool
migrate_yes(const struct migrate_value *v)
{
	static const char *const words[] = { "yes", "true", "on", "1" };

	for (size_t i = 0; v->line != 0 && i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(v->text, words[i]) == 0)
			return true;
	return false;
}

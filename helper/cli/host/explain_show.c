/* SPDX-License-Identifier: MIT */
/* Shows an explanation in a few aligned lines, for somebody who was woken up. */
#include "helper/cli/host/explain.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"

#define LABEL_WIDTH 12
#define TEXT_SIZE   256

const char *
explain_pam_name(enum verdict v)
{
	switch (v) {
	case VERDICT_DENY:
		return "PAM_PERM_DENIED";
	case VERDICT_ALLOW:
		return "PAM_SUCCESS";
	case VERDICT_IGNORE:
		return "PAM_IGNORE";
	case VERDICT_ASK:
		return "after the prompt";
	case VERDICT_EXPIRED:
		return "PAM_ACCT_EXPIRED";
	case VERDICT_REFUSED:
		return "PAM_AUTH_ERR";
	case VERDICT_MAXTRIES:
		return "PAM_MAXTRIES";
	case VERDICT_ABORT:
		return "PAM_ABORT";
	case VERDICT_USER_UNKNOWN:
		return "PAM_USER_UNKNOWN";
	case VERDICT_UNAVAILABLE:
		return "PAM_AUTHINFO_UNAVAIL";
	case VERDICT_BROKEN:
		return "PAM_SERVICE_ERR";
	case VERDICT_COUNT:
		break;
	}
	return "PAM_PERM_DENIED";
}

/* What settles a finding, and what changes it. */
static const struct {
	enum finding finding;
	const char *option;
	bool auth_only; /* the option has a say in the auth phase alone */
	const char *remedy;
} guidance[] = {
	{ FINDING_UNMAPPED, "login.unmapped", false,
		"give the name a directory user: map.users = [ \"LOCAL=DIRECTORY\" ], or "
		"map.template" },
	{ FINDING_UNKNOWN, "login.unknown", false,
		"doorward user create %s; or map the local name to another: map.users" },
	{ FINDING_UNREACHABLE, "login.unreachable", false,
		"doorward status says what is wrong with the way to the directory" },
	{ FINDING_BYPASS, "login.bypass", true,
		"doorward user edit %s --status active, if it is the user's own status" },
	{ FINDING_NOT_ENROLLED, "login.unenrolled", true,
		"the person enrolls a device; doorward user enroll %s EMAIL sends a mail" },
	{ FINDING_DISABLED, NULL, false, "doorward user edit %s --status active" },
	{ FINDING_PENDING_DELETION, NULL, false, "doorward user restore %s" },
	{ FINDING_LOCKED_OUT, NULL, false, "doorward user edit %s --status active" },
	{ FINDING_NO_FACTORS, NULL, false,
		"configure duo.auth, or take the auth line out of the PAM stack" },
	{ FINDING_CANNOT_ASK, NULL, true,
		"services.NAME.ask in the configuration: push, status or person; or take the auth "
		"line out of the service's PAM file" },
	{ FINDING_STATUS_NOT_KNOWN, NULL, false, "a newer Doorward may know this status" },
};

#define GUIDANCE_COUNT (sizeof(guidance) / sizeof(guidance[0]))

const char *
explain_option(enum finding f, enum phase phase)
{
	for (size_t i = 0; i < GUIDANCE_COUNT; i++)
		if (guidance[i].finding == f && (!guidance[i].auth_only || phase == PHASE_AUTH))
			return guidance[i].option;
	return NULL;
}

const char *
explain_remedy(enum finding f)
{
	for (size_t i = 0; i < GUIDANCE_COUNT; i++)
		if (guidance[i].finding == f)
			return guidance[i].remedy;
	return NULL;
}

static const char *
stance_word(enum stance s)
{
	return s == STANCE_ALLOW ? "allow" : s == STANCE_IGNORE ? "ignore" : "deny";
}

/* The value in force of an option that explain_option names. */
static const char *
option_value(const struct conf *c, const char *option)
{
	const struct {
		const char *option;
		enum stance stance;
	} stances[] = { { "login.unmapped", c->policy.unmapped },
		{ "login.unknown", c->policy.unknown },
		{ "login.unreachable", c->policy.unreachable },
		{ "login.bypass", c->policy.bypass },
		{ "login.unenrolled", c->policy.unenrolled } };

	for (size_t i = 0; i < sizeof(stances) / sizeof(stances[0]); i++)
		if (strcmp(stances[i].option, option) == 0)
			return stance_word(stances[i].stance);
	return "";
}

static const char *
string_of(const cJSON *object, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

	return cJSON_IsString(item) ? item->valuestring : "";
}

/* One line: a label, blanks, and text that is cleaned. */
static void __attribute__((format(printf, 3, 4)))
line(FILE *f, const char *label, const char *fmt, ...)
{
	char raw[4 * TEXT_SIZE], clean[4 * TEXT_SIZE];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(raw, sizeof(raw), fmt, ap); /* a longer line is cut */
	va_end(ap);
	(void)fprintf(f, "%-*s %s\n", LABEL_WIDTH, label, text_clean(clean, sizeof(clean), raw));
}

/* What its row says of asking, where anybody may have to be. */
static const char *
asking(const struct explanation *x)
{
	const struct service_row *s = service_row_find(&x->conf->services, x->request.service);

	if (x->c.service_class == CLASS_MACHINERY || x->c.service_class == CLASS_EXEMPT)
		return "";
	switch (s->ask) {
	case ASK_PERSON:
		return service_row_is_known(s) ? ", asks a person"
			: ", which has no row in the table: taken for one that asks a person";
	case ASK_PUSH:
		return ", sends one push and asks nobody";
	case ASK_STATUS:
		return ", goes by the status alone";
	case ASK_DENY:
		break;
	}
	return ", cannot ask a person";
}

static void
print_subject(const struct explanation *x, FILE *f)
{
	const struct door_case *c = &x->c;

	line(f, "service", "%s, class %s%s", x->request.service,
		service_class_word(c->service_class), asking(x));
	if (strcmp(c->subject.name, x->request.user) == 0)
		line(f, "person", "%s, uid %u", c->subject.name, (unsigned)c->subject.uid);
	else
		line(f, "person", "%s, uid %u, who acts as %s", c->subject.name,
			(unsigned)c->subject.uid, x->request.user);
}

static void
print_mapping(const struct explanation *x, FILE *f)
{
	const struct door_case *c = &x->c;

	if (!x->asked && c->finding == FINDING_EXEMPT) {
		line(f, "exempt", "yes: %s", c->reason);
		return;
	}
	line(f, "exempt", "no: not below login.min_uid (%" PRId64 "), in no list of exempt users, "
		"groups or services", x->conf->login.min_uid);
	if (c->how == MAP_NONE)
		line(f, "mapped", "no: %s", c->reason);
	else
		line(f, "mapped", "to the directory user %s, by %s", c->directory_user,
			map_how_word(c->how));
}

/* Whose word it was: the user's own, or a group's. */
static void
print_standing(const struct explanation *x, FILE *f)
{
	const cJSON *groups = cJSON_GetObjectItemCaseSensitive(x->user, "groups");
	const cJSON *group;

	if (x->user == NULL)
		return;
	line(f, "", "own status \"%s\", %s", string_of(x->user, "status"),
		cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(x->user, "is_enrolled"))
			? "no device enrolled" : "enrolled");
	cJSON_ArrayForEach(group, groups)
		line(f, "", "group %s: \"%s\"%s", string_of(group, "name"),
			string_of(group, "status"),
			strcasecmp(string_of(group, "status"), "active") != 0
				? ", which counts for its members" : "");
}

static void
print_look_up(const struct explanation *x, FILE *f)
{
	const struct known *k = &x->c.known;

	if (!x->asked) {
		line(f, "directory", "not asked");
		return;
	}
	if (k->origin == ORIGIN_NONE)
		line(f, "directory", "no answer after %" PRId64 " ms: %s", x->took_ms, k->err.msg);
	else
		line(f, "directory", "says %s (%s, %" PRId64 " ms)", finding_word(x->c.finding),
			cache_origin_word(k->origin), x->took_ms);
	if (k->standing.text[0] != '\0')
		line(f, "", "in its own words: %s", k->standing.text);
	print_standing(x, f);
	if (x->c.service_class == CLASS_MACHINERY)
		line(f, "", "this class goes by what the broker knows already; what it has not "
			"asked about yet, it lets pass");
}

static void
print_phase(const struct explanation *x, enum phase p, FILE *f)
{
	const char *option = explain_option(x->finding[p], p);
	const char *settles = "";
	char by[TEXT_SIZE] = "";

	if (!x->decided[p])
		return;
	if (option != NULL) {
		(void)snprintf(by, sizeof(by), "; %s = \"%s\"", option,
			option_value(x->conf, option));
		settles = by;
	}
	line(f, phase_word(p), "%s: %s (%s%s)", verdict_word(x->verdict[p]),
		explain_pam_name(x->verdict[p]), finding_word(x->finding[p]), settles);
	if (p == PHASE_AUTH && x->preauth_asked && x->preauth_err.code != ERR_NONE)
		line(f, "", "preauth: no answer: %s", x->preauth_err.msg);
	else if (p == PHASE_AUTH && x->preauth_asked)
		line(f, "", "preauth: %s%s%s", finding_word(x->preauth.finding),
			x->preauth.text[0] != '\0' ? ": " : "", x->preauth.text);
}

static bool
stops(const struct explanation *x, enum phase p)
{
	return x->decided[p] && x->verdict[p] != VERDICT_ALLOW && x->verdict[p] != VERDICT_IGNORE &&
		x->verdict[p] != VERDICT_ASK;
}

/* The group that disables somebody who is not disabled as a person; NULL when there is none. */
static const char *
disabling_group(const struct explanation *x)
{
	const cJSON *group;

	if (x->user == NULL || strcasecmp(string_of(x->user, "status"), "disabled") == 0)
		return NULL;
	cJSON_ArrayForEach(group, cJSON_GetObjectItemCaseSensitive(x->user, "groups"))
		if (strcasecmp(string_of(group, "status"), "disabled") == 0)
			return string_of(group, "name");
	return NULL;
}

static void
print_remedy(const struct explanation *x, enum finding finding, FILE *f)
{
	const char *group = finding == FINDING_DISABLED ? disabling_group(x) : NULL;
	const char *remedy = explain_remedy(finding), *hole;

	if (group != NULL) {
		line(f, "to change",
			"doorward user group remove %s \"%s\", or: doorward group edit "
			"\"%s\" --status active",
			x->c.directory_user, group, group);
		return;
	}
	if (remedy == NULL)
		return;
	hole = strstr(remedy, "%s");
	if (hole == NULL)
		line(f, "to change", "%s", remedy);
	else
		line(f, "to change", "%.*s%s%s", (int)(hole - remedy), remedy, x->c.directory_user,
			hole + 2);
}

static void
print_consequence(const struct explanation *x, FILE *f)
{
	enum phase p = stops(x, PHASE_ACCOUNT) ? PHASE_ACCOUNT : PHASE_AUTH;

	if (!stops(x, p))
		return;
	if (finding_text(x->finding[p])[0] != '\0')
		line(f, "is told", "%s", finding_text(x->finding[p]));
	print_remedy(x, x->finding[p], f);
}

int
explain_print(const struct explanation *x, FILE *f, struct err *e)
{
	print_subject(x, f);
	print_mapping(x, f);
	print_look_up(x, f);
	print_phase(x, PHASE_AUTH, f);
	print_phase(x, PHASE_ACCOUNT, f);
	print_consequence(x, f);
	if (fflush(f) != 0)
		return err_sys(e, ERR_OTHER, errno, "standard output");
	return 0;
}

static bool
add_groups(cJSON *json, const cJSON *user)
{
	cJSON *list = cJSON_AddArrayToObject(json, "groups");
	const cJSON *group;

	cJSON_ArrayForEach(group, cJSON_GetObjectItemCaseSensitive(user, "groups")) {
		cJSON *item = cJSON_CreateObject();

		if (!cJSON_AddItemToArray(list, item) ||
			cJSON_AddStringToObject(item, "name", string_of(group, "name")) == NULL ||
			cJSON_AddStringToObject(item, "status", string_of(group, "status")) == NULL)
			return false;
	}
	return list != NULL;
}

static bool
add_phases(cJSON *json, const struct explanation *x)
{
	for (unsigned p = 0; p < PHASE_COUNT; p++) {
		const char *option = explain_option(x->finding[p], (enum phase)p);
		cJSON *item;

		if (!x->decided[p])
			continue;
		item = cJSON_AddObjectToObject(json, phase_word((enum phase)p));
		if (cJSON_AddStringToObject(item, "verdict", verdict_word(x->verdict[p])) == NULL ||
			cJSON_AddStringToObject(item, "pam", explain_pam_name(x->verdict[p])) ==
				NULL ||
			cJSON_AddStringToObject(item, "finding", finding_word(x->finding[p])) ==
				NULL)
			return false;
		if (option != NULL && (cJSON_AddStringToObject(item, "option", option) == NULL ||
				cJSON_AddStringToObject(item, "value",
					option_value(x->conf, option)) == NULL))
			return false;
	}
	return true;
}

cJSON *
explain_json(const struct explanation *x)
{
	const struct door_case *c = &x->c;
	const struct {
		const char *name, *value;
	} texts[] = { { "user", x->request.user }, { "service", x->request.service },
		{ "class", service_class_word(c->service_class) },
		{ "ask", service_ask_word(service_row_find(&x->conf->services,
				 x->request.service)->ask) }, { "subject", c->subject.name },
		{ "map_rule", c->how == MAP_NONE ? "" : map_how_word(c->how) },
		{ "directory_user", c->directory_user }, { "finding", finding_word(c->finding) },
		{ "origin", cache_origin_word(c->known.origin) }, { "reason", c->reason },
		{ "own_status", string_of(x->user, "status") } };
	cJSON *json = cJSON_CreateObject();
	bool fine = json != NULL;

	for (size_t i = 0; fine && i < sizeof(texts) / sizeof(texts[0]); i++)
		fine = cJSON_AddStringToObject(json, texts[i].name, texts[i].value) != NULL;
	fine = fine && cJSON_AddNumberToObject(json, "uid", c->subject.uid) != NULL &&
		cJSON_AddNumberToObject(json, "look_up_ms", (double)x->took_ms) != NULL &&
		add_groups(json, x->user) && add_phases(json, x);
	if (!fine) {
		cJSON_Delete(json);
		return NULL;
	}
	return json;
}

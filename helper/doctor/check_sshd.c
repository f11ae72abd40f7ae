/* SPDX-License-Identifier: MIT */
/* Does sshd ask PAM, can it ask people, and does it wait as long as Doorward may take? */
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/text.h"
#include "helper/doctor/doctor.h"
#include "helper/doctor/sshd_match.h"

#define STARTUPS_MIN	   10 /* slots for logins under way; sshd's own default */
#define AUTH_TIMEOUT	   90 /* the module's, where no line says otherwise */
#define GRACE_DEFAULT	   "120"
#define GRACE_LEFT	   20 /* seconds that sshd must leave behind our own limit */
#define STARTUPS_DEFAULT   "10:30:100"

/* What sshd's PAM stack wants of sshd. */
struct demand {
	bool status; /* its account phase asks Doorward */
	bool code;   /* its auth phase does */
	bool after_key; /* and each such line counts on a key before it */
	int64_t seconds; /* that a login may take */
};

/* Where a setting counts: for everybody, or for those of one Match block. */
struct scope {
	struct doctor *doctor;
	const struct sshd_config *sshd;	  /* what counts there */
	const struct sshd_setting *block; /* the Match line; NULL = outside of any */
	const char *who;		  /* "" outside of any */
	struct demand want;
};

static struct demand
demand_of(const struct doctor *d)
{
	const struct pam_service *s = pam_service_find(&d->pam, d->sshd.service);
	struct demand want = { 0 };

	for (int t = 0; s != NULL && t < PAM_TYPES; t++)
		for (size_t i = 0; i < s->stack[t].count; i++) {
			const struct pam_entry *entry = &s->stack[t].entry[i];
			const struct arguments *a = &entry->arguments;
			int64_t seconds = t == PAM_TYPE_AUTH ? a->auth_timeout : a->timeout;

			if (!entry->is_ours || entry->faulty)
				continue;
			if (t == PAM_TYPE_AUTH)
				want.after_key = (want.after_key || !want.code) && a->after_publickey;
			*(t == PAM_TYPE_AUTH ? &want.code : &want.status) = true;
			want.seconds = seconds > want.seconds ? seconds : want.seconds;
		}
	return want;
}

/* A finding about one setting, mended by "Keyword value". */
static void
say(const struct scope *in, enum severity s, const char *id, const char *keyword,
	const char *value, const char *text)
{
	struct doctor *d = in->doctor;
	char lower[64];
	const struct sshd_setting *place;
	size_t i = 0;

	for (; keyword[i] != '\0' && i < sizeof(lower) - 1; i++)
		lower[i] = (char)tolower((unsigned char)keyword[i]);
	lower[i] = '\0';
	place = sshd_config_place(&d->sshd, lower, in->block);
	doctor_say(d, s, id, "%s%s", in->who, text);
	if (place != NULL)
		doctor_write(d, place->file, place->line, "%s %s", keyword, value);
	else if (in->block != NULL)
		doctor_write(d, in->block->file, in->block->line, "%s %s, below this line",
			keyword, value);
	else
		doctor_write(d, SSHD_CONFIG_FILE, 0, "%s %s%s", keyword, value,
			sshd_config_place(&d->sshd, "match", NULL) != NULL
				? ", above the first Match" : "");
}

static bool
is_yes(const struct scope *in, const char *keyword, const char *fallback)
{
	return strcasecmp(sshd_config_value(in->sshd, keyword, fallback), "yes") == 0;
}

static void
check_use_pam(const struct scope *in)
{
	if (is_yes(in, "usepam", "no"))
		doctor_say(in->doctor, SEVERITY_OK, "sshd.use-pam", "UsePAM yes");
	else
		say(in, in->want.status || in->want.code ? SEVERITY_ERROR : SEVERITY_WARNING,
			"sshd.use-pam", "UsePAM", "yes",
			"UsePAM is not yes: sshd asks nobody, and the disabled get in");
}

/* Can the person be asked for a code? */
static void
check_prompt(const struct scope *in)
{
	if (!in->want.code)
		return;
	if (is_yes(in, "kbdinteractiveauthentication", "yes"))
		doctor_say(in->doctor, SEVERITY_OK, "sshd.keyboard-interactive",
			"%sKbdInteractiveAuthentication yes", in->who);
	else
		say(in, SEVERITY_ERROR, "sshd.keyboard-interactive", "KbdInteractiveAuthentication",
			"yes", "KbdInteractiveAuthentication is not yes: nobody can be asked for a "
			"code");
	if (is_yes(in, "passwordauthentication", "yes"))
		say(in, SEVERITY_WARNING, "sshd.password", "PasswordAuthentication", "no",
			"PasswordAuthentication yes: this method cannot ask for a code, so people "
			"whose client begins with it are refused");
}

/* Does the method list (comma-separated) hold this method, whatever stands behind ':'? */
static bool
has_method(const char *list, size_t len, const char *method)
{
	size_t n = strlen(method);

	for (size_t at = 0; at < len; at++)
		if ((at == 0 || list[at - 1] == ',') && len - at >= n &&
			strncmp(list + at, method, n) == 0 &&
			(at + n == len || strchr(",:", list[at + n]) != NULL))
			return true;
	return false;
}

/* Every list must hold the method; "any" holds none. */
static bool
all_lists_have(const char *lists, const char *method)
{
	bool all = true;

	for (const char *at = lists; *at != '\0'; at += strspn(at, " \t")) {
		size_t len = strcspn(at, " \t");

		all = all && has_method(at, len, method);
		at += len;
	}
	return all && *lists != '\0';
}

#define KEY_ALONE "AuthenticationMethods lets a key alone in: no code is asked for"

static const char *
methods_wanted(const struct scope *in)
{
	return in->want.after_key ? "publickey,keyboard-interactive:pam"
				  : "keyboard-interactive:pam";
}

static void
check_methods(const struct scope *in)
{
	const char *lists = sshd_config_value(in->sshd, "authenticationmethods", "any");

	if (!in->want.code)
		return;
	if (in->want.after_key && !all_lists_have(lists, "publickey"))
		say(in, SEVERITY_ERROR, "sshd.methods", "AuthenticationMethods", methods_wanted(in),
			"a code is asked for in place of a password, and AuthenticationMethods does "
			"not want a key before it: a code alone is enough");
	else if (in->want.after_key && !all_lists_have(lists, "keyboard-interactive"))
		say(in, SEVERITY_ERROR, "sshd.methods", "AuthenticationMethods", methods_wanted(in),
			KEY_ALONE);
	else if (!all_lists_have(lists, "keyboard-interactive") &&
		is_yes(in, "pubkeyauthentication", "yes"))
		say(in, SEVERITY_NOTICE, "sshd.methods", "AuthenticationMethods",
			methods_wanted(in),
			"who has a key is asked for no code; the status counts all the same");
	else
		doctor_say(in->doctor, SEVERITY_OK, "sshd.methods", "%sAuthenticationMethods %s",
			in->who, lists);
}

static void
check_addresses(const struct scope *in)
{
	if (is_yes(in, "usedns", "no"))
		say(in, SEVERITY_WARNING, "sshd.use-dns", "UseDNS", "no",
			"UseDNS yes: names stand for addresses, so the directory's rules for networks "
			"do not apply, and a slow name server delays every login");
	else
		doctor_say(in->doctor, SEVERITY_OK, "sshd.use-dns", "UseDNS no");
}

/* "2m", "1h30m", "90": seconds; -1 when it is no time. */
static int64_t
seconds_of(const char *text)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = { { '\0', 1 }, { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 },
		{ 'w', 604800 } };
	int64_t sum = 0;

	while (*text != '\0') {
		char *end;
		long n = strtol(text, &end, 10);
		int64_t factor = 0;

		for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
			if (units[i].unit == tolower((unsigned char)*end))
				factor = units[i].seconds;
		if (end == text || n < 0 || n > INT32_MAX || factor == 0)
			return -1;
		sum += n * factor;
		text = *end == '\0' ? end : end + 1;
	}
	return sum;
}

static void
check_grace(const struct scope *in)
{
	const char *value = sshd_config_value(in->sshd, "logingracetime", GRACE_DEFAULT);
	int64_t seconds = seconds_of(value);
	char text[256], needed[32];

	if (!in->want.code && !in->want.status)
		return;
	if (seconds != 0 && seconds < in->want.seconds) {
		(void)snprintf(text, sizeof(text), "LoginGraceTime %.32s: sshd ends a login that "
			"Doorward may still be waiting for, up to %" PRId64 " s", value,
			in->want.seconds);
		(void)snprintf(needed, sizeof(needed), "%" PRId64,
			in->want.seconds + (in->want.seconds < AUTH_TIMEOUT ? 10 : 30));
		say(in, SEVERITY_WARNING, "sshd.grace", "LoginGraceTime", needed, text);
	} else if (seconds == 0) {
		say(in, SEVERITY_WARNING, "sshd.grace", "LoginGraceTime", "120",
			"LoginGraceTime 0: who never answers the prompt holds a slot of MaxStartups "
			"for ever");
	} else {
		doctor_say(in->doctor, SEVERITY_OK, "sshd.grace", "LoginGraceTime %s", value);
	}
}

/* Our own words reach the person only before sshd hangs up, and sshd counts from the connection. */
static void
check_limit(const struct scope *in)
{
	const struct doctor *d = in->doctor;
	const char *value = sshd_config_value(in->sshd, "logingracetime", GRACE_DEFAULT);
	int64_t grace = seconds_of(value), limit;
	char text[256], needed[32];

	if (d->conf == NULL) /* what a faulty configuration says is not known */
		return;
	limit = service_row_find(&d->conf->services, d->sshd.service)->limit_ms / 1000;
	if (!in->want.code || grace <= 0 || grace < in->want.seconds ||
		(limit > 0 && limit + GRACE_LEFT <= grace))
		return;
	(void)snprintf(text, sizeof(text), "LoginGraceTime %.32s: sshd may end a login before "
		"Doorward tells the person why, after %" PRId64 " s (services.%s.limit)", value,
		limit > 0 ? limit : in->want.seconds, d->sshd.service);
	(void)snprintf(needed, sizeof(needed), "%" PRId64,
		(limit > 0 ? limit : in->want.seconds) + GRACE_LEFT);
	say(in, SEVERITY_WARNING, "sshd.limit", "LoginGraceTime", needed, text);
}

/* Since OpenSSH 9.8 a refused person's client that tries again and again shuts out everybody behind
 * its address, and an outage that refuses everybody does it to every address. */
static void
check_penalties(const struct scope *in)
{
	const char *value = sshd_config_value(in->sshd, "persourcepenalties", "no");
	const char *exempt = sshd_config_value(in->sshd, "persourcepenaltyexemptlist", "none");
	const struct sshd_setting *place = sshd_config_place(&in->doctor->sshd,
		"persourcepenaltyexemptlist", NULL);

	if (strcasecmp(value, "no") == 0)
		return;
	if (strcasecmp(exempt, "none") != 0) {
		doctor_say(in->doctor, SEVERITY_OK, "sshd.penalties",
			"PerSourcePenaltyExemptList %.200s", exempt);
		return;
	}
	doctor_say(in->doctor, SEVERITY_NOTICE, "sshd.penalties", "PerSourcePenalties: a few "
		"refusals within seconds, or an outage that refuses people, and sshd drops everybody "
		"behind the same address before they are asked anything; name the networks of "
		"offices and VPNs");
	doctor_write(in->doctor, place != NULL && place->file != NULL ? place->file
		: SSHD_CONFIG_FILE, place != NULL ? place->line : 0,
		"PerSourcePenaltyExemptList NETWORK");
}

static void
check_startups(const struct scope *in)
{
	const char *value = sshd_config_value(in->sshd, "maxstartups", STARTUPS_DEFAULT);
	char text[256];
	long first = strtol(value, NULL, 10);

	if (first >= STARTUPS_MIN) {
		doctor_say(in->doctor, SEVERITY_OK, "sshd.startups", "MaxStartups %s", value);
		return;
	}
	(void)snprintf(text, sizeof(text), "MaxStartups %.32s: that many logins that wait for a code, "
		"or for the directory, keep everybody else out, root too", value);
	say(in, SEVERITY_WARNING, "sshd.startups", "MaxStartups", STARTUPS_DEFAULT, text);
}

/* Is it only that sshd cannot say it here and now? */
static bool
cannot_say(const struct err *why)
{
	return geteuid() != 0 || why->code != ERR_CONFIG ||
		strstr(why->msg, "privilege separation") != NULL ||
		strstr(why->msg, "no hostkeys") != NULL ||
		strstr(why->msg, "connection test specification") != NULL; /* Match LocalPort */
}

static void
check_source(struct doctor *d)
{
	const struct sshd_config *c = &d->sshd;

	if (!c->exact && !cannot_say(&c->why)) {
		doctor_say(d, SEVERITY_ERROR, "sshd.refused",
			"sshd does not take its own files, and would not start again: %s",
			c->why.msg);
		doctor_run_this(d, "sshd -t");
	} else if (!c->exact) {
		doctor_say(d, SEVERITY_NOTICE, "sshd.read",
			"the files were read, but sshd did not say itself what counts: %s",
			c->why.msg);
		doctor_run_this(d, "sshd -t");
	} else if (c->why.code != ERR_NONE) {
		doctor_say(d, SEVERITY_NOTICE, "sshd.read",
			"sshd said what counts, but not all lines and Match blocks were read: %s",
			c->why.msg);
		doctor_run_this(d, "sshd -T -C user=NAME,host=HOST,addr=ADDRESS");
	}
}

/* What a Match block can change that Doorward needs. */
static bool
asks_alike(const struct sshd_config *a, const struct sshd_config *b)
{
	static const char *const keywords[] = { "authenticationmethods", "pubkeyauthentication",
		"kbdinteractiveauthentication", "passwordauthentication" };

	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (strcasecmp(sshd_config_value(a, keywords[i], ""),
			sshd_config_value(b, keywords[i], "")) != 0)
			return false;
	return true;
}

/* Keys alone are what somebody meant who wrote a block for them, as for accounts of programs. */
static void
check_scope(const struct scope *in)
{
	const char *lists = sshd_config_value(in->sshd, "authenticationmethods", "any");

	if (all_lists_have(lists, "publickey") && strstr(lists, "keyboard-interactive") == NULL &&
		strstr(lists, "password") == NULL) {
		say(in, SEVERITY_NOTICE, "sshd.methods", "AuthenticationMethods",
			methods_wanted(in), KEY_ALONE);
		return;
	}
	check_prompt(in);
	check_methods(in);
}

/* One block, by what sshd says of a connection that it is about. */
static void
check_block(const struct scope *outside, const struct sshd_setting *block, struct deadline limit)
{
	struct doctor *d = outside->doctor;
	struct sshd_config *sshd = calloc(1, sizeof(*sshd));
	struct scope in = { .doctor = d, .sshd = sshd, .block = block, .want = outside->want };
	char connection[SSHD_CONNECTION_SIZE], who[2 * SSHD_CONNECTION_SIZE];
	struct err e = { 0 };

	if (sshd == NULL) {
		d->failed = true;
		return;
	}
	if (sshd_match_connection(block->value, connection, &e) != 0 ||
		sshd_config_ask(sshd, connection, limit, &e) != 0) {
		doctor_say(d, SEVERITY_NOTICE, "sshd.match", "Match %s was not looked at: %s",
			block->value, e.msg);
		doctor_run_this(d, "sshd -T -C user=NAME,host=HOST,addr=ADDRESS,laddr=ADDRESS,"
			"lport=PORT");
	} else if (asks_alike(sshd, outside->sshd)) {
		doctor_say(d, SEVERITY_OK, "sshd.match", "Match %s: with %s sshd asks as elsewhere",
			block->value, connection);
	} else {
		(void)snprintf(who, sizeof(who), "Match %s (%s): ", block->value, connection);
		in.who = who;
		check_scope(&in);
	}
	sshd_config_clear(sshd);
	free(sshd);
}

/* Where only the status is wanted, no block matters: none can do without PAM. */
static void
check_blocks(const struct scope *outside)
{
	struct doctor *d = outside->doctor;
	struct deadline limit = deadline_in(DOCTOR_CHILD_MS);

	for (size_t i = 0; outside->want.code && i < d->sshd.count; i++)
		if (strcmp(d->sshd.setting[i].keyword, "match") == 0)
			check_block(outside, &d->sshd.setting[i], limit);
}

void
check_sshd(struct doctor *d)
{
	struct scope in = { .doctor = d, .sshd = &d->sshd, .who = "", .want = demand_of(d) };

	if (!d->sshd.installed) {
		doctor_say(d, SEVERITY_OK, "sshd.installed", "there is no sshd here");
		return;
	}
	check_source(d);
	check_use_pam(&in);
	check_prompt(&in);
	check_methods(&in);
	check_addresses(&in);
	check_grace(&in);
	check_limit(&in);
	check_penalties(&in);
	check_startups(&in);
	check_blocks(&in);
}

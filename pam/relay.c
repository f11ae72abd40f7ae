/* SPDX-License-Identifier: MIT */
/* The relay loop: every wait, every count and every word a broker can send is bounded here. */
#include "pam/relay.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "base/wire.h"
#include "pam/converse.h"

#define MESSAGES_MAX   64	  /* shown and asked in one transaction */
#define KEEPALIVES_MAX 1024	  /* one a second for the longest auth_timeout, and some */
#define PASSWD_MAX     (1u << 20) /* bytes of one passwd entry */

struct relay {
	const struct login *login;
	int fd;
	int64_t left_ms; /* of the total time; a deadline would go on during a prompt */
	unsigned messages, keepalives;
	char why[WIRE_TEXT]; /* it is refused; shown once it is, for some applications fail with it */
};

/* The limit of one wait: silence, or what is left of the total. */
static struct deadline
wait_deadline(const struct relay *r)
{
	int64_t silence_ms = r->login->args->timeout * 1000;

	return deadline_in(silence_ms < r->left_ms ? silence_ms : r->left_ms);
}

static void
spend_time(struct relay *r, int64_t since_ms)
{
	r->left_ms -= clock_ms() - since_ms;
	if (r->left_ms < 0)
		r->left_ms = 0;
}

/* Does the passwd database give this name this uid? No is also the answer to any failure. */
static bool
user_has_uid(const char *name, uid_t uid)
{
	for (size_t size = 1024; size <= PASSWD_MAX; size *= 2) {
		struct passwd entry, *found = NULL;
		auto_str buf = malloc(size);
		int rc = buf == NULL ? ENOMEM : getpwnam_r(name, &entry, buf, size, &found);

		if (rc != ERANGE)
			return rc == 0 && found != NULL && found->pw_uid == uid;
	}
	return false;
}

static enum relay_end
check_peer(const struct relay *r, struct err *e)
{
	const struct arguments *args = r->login->args;
	uid_t uid;
	pid_t pid;

	if (wire_peer(r->fd, &uid, &pid, e) != 0) {
		(void)err_where(e, "%s", args->socket);
		return RELAY_UNAVAILABLE;
	}
	/* ours first: the passwd database may be slow, and is needed only for the last question */
	if (uid == 0 || uid == geteuid() || user_has_uid(args->broker, uid))
		return RELAY_VERDICT;
	(void)err_set(e, ERR_PERMISSION,
		"%s is served by uid %u (pid %d), not by user %s: it is not asked; find out who "
		"placed it there, or name its user with broker=",
		args->socket, (unsigned)uid, (int)pid, args->broker);
	return RELAY_STRANGER;
}

static enum relay_end
open_transaction(struct relay *r, struct err *e)
{
	int64_t since_ms = clock_ms();
	struct deadline d = wait_deadline(r);
	enum relay_end end;

	r->fd = wire_connect(r->login->args->socket, d, e);
	if (r->fd < 0)
		return RELAY_UNAVAILABLE;
	end = check_peer(r, e);
	if (end != RELAY_VERDICT)
		return end;
	/* a broker with no room for us may have left its verdict and closed: receiving tells */
	(void)!login_send(r->login, r->fd, d, e);
	spend_time(r, since_ms);
	return RELAY_VERDICT;
}

static int
receive_message(struct relay *r, struct wire_msg *m, struct err *e)
{
	int64_t since_ms = clock_ms();
	int rc = wire_receive(r->fd, wait_deadline(r), m, e);

	spend_time(r, since_ms);
	return rc == 0 ? 0 : err_where(e, "%s", r->login->args->socket);
}

/* In the account phase nothing but a refusal has something to say; su writes text to its output. */
static void
take_text(struct relay *r, bool error, const char *text)
{
	const struct login *l = r->login;

	if (l->silent || text[0] == '\0')
		return;
	if (error || l->phase != LOGIN_AUTH)
		(void)text_clean(r->why, sizeof(r->why), text);
	else
		converse_show(l->pamh, PAM_TEXT_INFO, text);
}

/* Never beside what may become a success. */
static void
show_why(const struct relay *r, enum verdict v)
{
	if (r->why[0] != '\0' && v != VERDICT_ALLOW && v != VERDICT_IGNORE)
		converse_show(r->login->pamh, PAM_ERROR_MSG, r->why);
}

static enum relay_end
pass_question(struct relay *r, bool may_fail, const char *text, struct err *e)
{
	char answer[WIRE_ANSWER];
	enum converse_end asked;
	int64_t since_ms;

	if (r->login->phase != LOGIN_AUTH) {
		(void)err_set(e, ERR_OTHER, "the broker asks in the account phase");
		return RELAY_BROKEN;
	}
	asked = converse_ask(r->login->pamh, text, answer);
	if (asked == CONVERSE_FAILED && !may_fail) {
		bool sshd = strcmp(login_item(r->login, PAM_SERVICE), "sshd") == 0;

		(void)err_set(e, ERR_OTHER, "the application cannot ask for a code: %s",
			sshd ? "sshd needs KbdInteractiveAuthentication yes, and the method "
			       "keyboard-interactive:pam in place of password" :
			       "say with services.NAME.ask in doorward.conf what its service does "
			       "instead: push, status or deny");
		return RELAY_UNASKED;
	}
	since_ms = clock_ms();
	/* a broker that grew tired of waiting has left its verdict and closed: receiving tells */
	(void)!wire_send(r->fd, wait_deadline(r), e, asked == CONVERSE_ECHOED ? "echoed" : "answer",
		asked == CONVERSE_ECHOED ? NULL : answer, NULL);
	spend_time(r, since_ms);
	explicit_bzero(answer, sizeof(answer));
	return RELAY_VERDICT;
}

static enum relay_end
take_verdict(const struct relay *r, const struct wire_msg *m, struct relay_verdict *ret_verdict,
	struct err *e)
{
	if (verdict_parse(m->field[1], &ret_verdict->verdict) != 0 ||
		ret_verdict->verdict == VERDICT_ASK) {
		ret_verdict->verdict = VERDICT_BROKEN;
		(void)err_set(e, ERR_OTHER,
			"the broker's verdict is a word this module does not know: install both "
			"from one version");
		return RELAY_BROKEN;
	}
	(void)text_quote(ret_verdict->reason, sizeof(ret_verdict->reason), m->field[2]);
	(void)text_quote(ret_verdict->id, sizeof(ret_verdict->id), m->field[3]);
	show_why(r, ret_verdict->verdict);
	return RELAY_VERDICT;
}

static bool
is_verb(const struct wire_msg *m, const char *verb, size_t count)
{
	return m->count == count && strcmp(m->field[0], verb) == 0;
}

static bool
count_message(struct relay *r, const struct wire_msg *m)
{
	if (is_verb(m, "info", 2) && m->field[1][0] == '\0')
		return ++r->keepalives <= KEEPALIVES_MAX;
	return ++r->messages <= MESSAGES_MAX;
}

static enum relay_end
carry_messages(struct relay *r, struct relay_verdict *ret_verdict, struct err *e)
{
	auto_wire_msg m;

	for (;;) {
		enum relay_end end;

		if (receive_message(r, &m, e) != 0)
			return RELAY_UNAVAILABLE;
		if (!count_message(r, &m)) {
			(void)err_set(e, ERR_OTHER, "the broker talks without end");
			return RELAY_UNAVAILABLE;
		}
		if (is_verb(&m, "verdict", 4))
			return take_verdict(r, &m, ret_verdict, e);
		if (is_verb(&m, "info", 2) || is_verb(&m, "error", 2)) {
			take_text(r, m.field[0][0] == 'e', m.field[1]);
		} else if (is_verb(&m, "ask", 2) || is_verb(&m, "confirm", 2)) {
			end = pass_question(r, m.field[0][0] == 'c', m.field[1], e);
			if (end != RELAY_VERDICT)
				return end;
		} else {
			(void)err_set(e, ERR_OTHER,
				"the broker says what is not in protocol " WIRE_VERSION);
			return RELAY_UNAVAILABLE;
		}
	}
}

enum relay_end
relay_run(const struct login *l, struct relay_verdict *ret_verdict, struct err *e)
{
	auto_fd fd = -1;
	struct relay r = {
		.login = l,
		.fd = -1,
		.left_ms = 1000 *
			(l->phase == LOGIN_AUTH ? l->args->auth_timeout : l->args->timeout),
	};
	enum relay_end end = open_transaction(&r, e);

	fd = r.fd;
	if (end == RELAY_VERDICT)
		end = carry_messages(&r, ret_verdict, e);
	explicit_bzero(r.why, sizeof(r.why));
	return end;
}

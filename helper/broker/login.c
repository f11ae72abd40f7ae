/* SPDX-License-Identifier: MIT */
/* Leads one conversation: begin, identify, look up, decide, ask, verdict, audit. */
#include "helper/broker/login.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "base/text.h"
#include "helper/broker/begin.h"
#include "helper/broker/site.h"
#include "helper/broker/watch.h"
#include "helper/common/log.h"

#define BEGIN_MS      2000 /* a module says begin right after connecting */
#define SEND_MS	      1000
#define KEEP_ALIVE_MS 1000 /* well below the module's limit of silence */

struct deadline
login_step(const struct login *l)
{
	return deadline_in(l->door->conf->deadline.broker_ms);
}

void
login_say(struct login *l, const char *text)
{
	struct err e;

	l->spoke_ms = clock_ms();
	(void)!wire_send(l->fd, deadline_in(SEND_MS), &e, "info", text, NULL);
}

int
login_tick(void *login)
{
	struct login *l = login;

	if (wire_hung_up(l->fd))
		return 1;
	if (clock_ms() - l->spoke_ms >= KEEP_ALIVE_MS)
		login_say(l, "");
	return 0;
}

static void
id_make(char ret_id[9])
{
	uint32_t number = 0;

	/* an id need not be secret: zero bytes in early boot are as good as any */
	(void)!getrandom(&number, sizeof(number), GRND_NONBLOCK);
	(void)snprintf(ret_id, 9, "%08x", number);
}

static void
standing_adopt(struct login *l)
{
	if (l->c.finding == FINDING_DENIED || l->c.finding == FINDING_NOT_ENROLLED)
		memcpy(l->shown, l->c.known.standing.text, sizeof(l->shown));
}

/* An unenrolled person is shown where to enroll; only preauth knows the address. */
static void
enrolment_address(struct login *l, struct deadline step)
{
	struct standing s = { 0 };
	struct err e;

	if (l->c.finding != FINDING_NOT_ENROLLED || l->request.phase != PHASE_AUTH ||
		l->shown[0] != '\0' || l->door->conf->duo.auth.ikey[0] == '\0')
		return;
	/* a failure here only costs the address: the verdict stands already */
	if (duo_preauth(l->door->api, l->c.directory_user, NULL,
		    deadline_min(step, deadline_in(l->door->conf->deadline.api_ms)), &s, &e) == 0 &&
		s.finding == FINDING_NOT_ENROLLED)
		memcpy(l->shown, s.text, sizeof(l->shown));
}

static void
conclude(struct login *l)
{
	struct deadline step = { .at_ms = 0 };

	if (l->site->broken) {
		l->c.finding = FINDING_CONFIG_BROKEN;
		(void)snprintf(l->c.reason, sizeof(l->c.reason),
			"see the lines logged when the configuration was read, or run"
			" doorward config check");
	} else if (!shares_permit_ask(l->shares, l->request.peer_uid)) {
		l->c.finding = FINDING_PEER_REFUSED;
		(void)snprintf(l->c.reason, sizeof(l->c.reason),
			"programs of uid %u ask all the time", (unsigned)l->request.peer_uid);
	} else if (door_identify(l->door, &l->request, &l->c)) {
		/* one for all that follows, because the module hears nothing meanwhile; what this
		 * host's name service took is not charged to the directory */
		step = login_step(l);
		door_look_up(l->door, &l->request, step, &l->c);
		standing_adopt(l);
	}
	l->verdict = door_decide(l->door, &l->request, &l->c);
	if (l->verdict != VERDICT_ASK) {
		enrolment_address(l, step);
		return;
	}
	l->c.finding = factors_ask(l);
	l->verdict = door_decide(l->door, &l->request, &l->c);
	if (l->verdict == VERDICT_ASK) /* no factor was settled, so nothing is proven */
		l->verdict = VERDICT_DENY;
}

static void
announce(struct login *l)
{
	struct log_pairs pairs = { .count = 0 };
	struct err e;

	if (l->verdict != VERDICT_ALLOW && l->verdict != VERDICT_IGNORE) {
		const char *ours = finding_text(l->c.finding);
		char text[2 * WIRE_TEXT], cut[WIRE_TEXT];

		(void)snprintf(text, sizeof(text), "%s%s%s", ours,
			ours[0] != '\0' && l->shown[0] != '\0' ? " " : "", l->shown);
		/* cut between characters: half of one is no message to the module */
		if (text[0] != '\0' && !l->request.silent)
			login_say(l, text_clean(cut, sizeof(cut), text));
	}
	if (wire_send(l->fd, deadline_in(SEND_MS), &e, "verdict", verdict_word(l->verdict),
		    finding_word(l->c.finding), l->id, NULL) != 0 &&
		shares_permit_line(l->shares, l->request.peer_uid)) {
		log_text(&pairs, "id", l->id);
		log_event(LOG_LEVEL_WARNING, &pairs,
			"the login process left before its verdict: %s", e.msg);
	}
}

void
login_serve(const struct site *site, struct shares *shares, int fd)
{
	struct login l = {
		.site = site,
		.door = &site->door,
		.shares = shares,
		.fd = fd,
		.factor = "none",
		.began_us = clock_us(),
		.spoke_ms = clock_ms(),
	};
	struct log_pairs pairs = { .count = 0 };
	auto_wire_msg begin;
	struct err e = { 0 };
	pid_t pid;

	id_make(l.id);
	if (wire_peer(fd, &l.request.peer_uid, &pid, &e) != 0 ||
		wire_receive(fd, deadline_in(BEGIN_MS), &begin, &e) != 0 ||
		(!begin_is_status(&begin) && begin_read(&begin, &l.request, &e) != 0)) {
		metrics_add(watch_metrics(site->watch), METRIC_CONVERSATIONS_REFUSED,
			(size_t[]){ REFUSED_MALFORMED }, 1);
		log_number(&pairs, "peer_uid", (int64_t)l.request.peer_uid);
		if (shares_permit_line(shares, l.request.peer_uid))
			log_event(LOG_LEVEL_WARNING, &pairs, "a conversation was refused: %s",
				e.msg);
		return;
	}
	if (begin_is_status(&begin)) {
		if (shares_permit_ask(shares, l.request.peer_uid))
			watch_report(site->watch, site, l.request.peer_uid == 0, fd);
		return;
	}
	conclude(&l);
	watch_verdict(site->watch, &l);
	announce(&l);
	audit_verdict(&l);
	if (!site->broken)
		door_refresh(l.door, &l.request, login_step(&l), &l.c);
}

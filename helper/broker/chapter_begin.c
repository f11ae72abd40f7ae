/* SPDX-License-Identifier: MIT */
/* Somebody has connected. The first message says who asks for what; then it is known who is behind
 * it, and whether there is room. Goes on with whom it is about. */
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "helper/broker/begin.h"
#include "helper/broker/login.h"
#include "helper/broker/origin_name.h"
#include "helper/broker/watch.h"
#include "helper/common/log.h"

static enum chapter
refuse(struct login *l, const struct err *e)
{
	struct broker *b = l->talk.broker;
	struct log_pairs pairs = { .count = 0 };

	metrics_add(b->metrics, METRIC_CONVERSATIONS_REFUSED, (size_t[]){ REFUSED_MALFORMED }, 1);
	log_number(&pairs, "peer_uid", (int64_t)l->request.peer_uid);
	if (shares_permit_line(&b->shares, l->request.peer_uid))
		log_event(LOG_LEVEL_WARNING, &pairs, "a conversation was refused: %s", e->msg);
	return CHAPTER_END;
}

/* The message is read into a buffer of the largest size; what is kept is as long as it is. */
static int
keep(struct login *l, struct wire_msg *m, struct err *e)
{
	const char *last = m->field[m->count - 1];
	size_t len = (size_t)(last - m->buf) + strlen(last) + 1;

	l->begin = malloc(len);
	if (l->begin == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	memcpy(l->begin, m->buf, len);
	l->begin_len = len;
	for (size_t i = 0; i < m->count; i++)
		m->field[i] = l->begin + (m->field[i] - m->buf);
	if (begin_read(m, &l->request, e) != 0)
		return -1;
	address_plain(l->begin + (l->request.rhost - l->begin)); /* a module of before leaves it */
	return 0;
}

static enum chapter
report(struct login *l)
{
	struct broker *b = l->talk.broker;

	if (shares_permit_report(&b->shares, l->request.peer_uid))
		watch_report(l->site->watch, l->site, l->request.peer_uid == 0, l->talk.task.fd);
	return CHAPTER_END;
}

/* Finds who is behind it, and queues what follows with theirs. Returns whether others wait. */
static bool
introduce(struct login *l, enum origin_room *ret_room)
{
	struct broker *b = l->talk.broker;
	bool account = l->request.phase == PHASE_ACCOUNT;
	struct origin_place *instead = NULL;
	char name[ORIGIN_NAME_SIZE];
	bool crowded;

	origin_name(&l->request, l->c.service_class, name);
	loop_lock(b->loop);
	*ret_room = ROOM_GIVEN;
	if (l->stranger)
		l->paid = origin_may_ask(b->origins, l->origin, clock_ms());
	else
		l->origin = origin_hold(b->origins, name);
	if (l->origin == NULL) {
		*ret_room = ROOM_ALL_FULL;
	} else if (!l->stranger && !account) { /* whoever is in the account phase waits for nobody */
		*ret_room = origin_take_place(b->origins, l->origin, &l->place, &instead);
		login_give_up(instead);
	}
	if (l->origin != NULL) {
		l->talk.task.lane = &l->origin->lane[account ? LANE_ACCOUNT : LANE_AUTH];
		if (!l->stranger)
			l->talk.task.rank = account ? RANK_FIRST : RANK_LAST;
	}
	crowded = loop_crowded(b->loop);
	loop_unlock(b->loop);
	return crowded;
}

static enum chapter
turn_away(struct login *l, enum origin_room room)
{
	static const char yours[] = "Too many logins wait here for somebody to type a code. "
		"Please end some of them, or try again in a moment.";
	static const char others[] = "Too many people are logging in to this host at the moment. "
		"Please try again.";
	struct broker *b = l->talk.broker;

	metrics_add(b->metrics, METRIC_CONVERSATIONS_REFUSED, (size_t[]){ REFUSED_TOO_MANY }, 1);
	if (room == ROOM_ORIGIN_FULL)
		return login_turn_away(l, l->origin->weight == 1 ? yours : others,
			"%s holds as many logins that wait as one may (%u times broker.per_origin)",
			l->origin->name, l->origin->weight);
	if (l->origin == NULL)
		return login_turn_away(l, others, "out of memory");
	return login_turn_away(l, others, "all %zu places are taken (broker.conversations), and nobody"
		" who waits at a prompt holds more", b->places);
}

enum chapter
chapter_begin(struct login *l, unsigned wakes)
{
	auto_wire_msg m;
	struct err e = { 0 };
	enum origin_room room;
	bool crowded;

	m.count = 0;
	if (conversation_receive(&l->talk, &m, &e) != 0) {
		if (e.code != ERR_TIMEOUT || (wakes & WAKE_TIME) != 0)
			return refuse(l, &e);
		conversation_wait_input(&l->talk, l->talk.until);
		return CHAPTER_STAY;
	}
	if (begin_is_status(&m))
		return report(l);
	if (keep(l, &m, &e) != 0)
		return refuse(l, &e);
	l->door = &l->site->door;
	l->c.service_class = service_classify(&l->door->conf->services, l->request.service);
	crowded = introduce(l, &room);
	if (l->site->broken)
		return CHAPTER_IDENTIFY; /* where that is said */
	if (room != ROOM_GIVEN)
		return turn_away(l, room);
	if (l->stranger && !l->paid)
		return login_found(l, FINDING_PEER_REFUSED,
			"programs of uid %u ask all the time (broker.asks)",
			(unsigned)l->request.peer_uid);
	if (!crowded)
		return CHAPTER_IDENTIFY;
	conversation_yield(&l->talk);
	l->chapter = CHAPTER_IDENTIFY;
	return CHAPTER_STAY;
}

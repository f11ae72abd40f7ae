/* SPDX-License-Identifier: MIT */
/* One conversation with a login process, from begin to verdict, told in chapters.
 *
 * A chapter does what can be done now and says which one follows; or it stays, and is called again
 * with the wakes (loop.h) that its wait has met. It is entered with no wakes. The table in login.c
 * is the whole story; a chapter never calls another one. */
#ifndef BROKER_LOGIN_H
#define BROKER_LOGIN_H

#include "helper/broker/calls.h"
#include "helper/broker/conversation.h"
#include "helper/door/door.h"

enum chapter {
	CHAPTER_BEGIN,	  /* who asks for what, and is there room for it? */
	CHAPTER_IDENTIFY, /* whom is it about? */
	CHAPTER_LOOK_UP,  /* what does the directory say? */
	CHAPTER_DECIDE,
	CHAPTER_ASK,	  /* the person for a code */
	CHAPTER_VERIFY,	  /* the code */
	CHAPTER_PUSH,	  /* or send a push and wait for the answer */
	CHAPTER_CONFIRM,  /* wait for it at a question, which says that it was sent */
	CHAPTER_ENROL,	  /* where an unenrolled person is told to go */
	CHAPTER_VERDICT,
	CHAPTER_END,
	CHAPTER_STAY, /* wait; no chapter of its own */
};

#define LOGIN_RESTARTS "The service that checks logins is restarting. Please try again in a moment."
#define LOGIN_WORDS    400 /* bytes of the directory's words before our question */

/* What one attempt came to; zero refuses. */
struct outcome {
	enum finding finding;	 /* FINDING_REFUSED: the person may try again */
	char words[LOGIN_WORDS]; /* the directory's, cleaned */
};

struct login {
	struct conversation talk; /* first */
	struct site *site;	  /* the one it began with */
	const struct door *door;  /* of the site */
	enum chapter chapter;
	bool stranger; /* counted among those of peers that are not root */
	bool paid;     /* the origin has been charged for a request that was not made yet */
	bool asked;    /* the person was */
	char *begin;  /* what the strings of the request are in; a name may be a password typed too early */
	size_t begin_len;
	struct door_request request;
	struct door_case c;
	struct origin *origin;
	struct origin_place place;
	struct deadline step; /* of what does not wait for a person */
	struct cache_waiter waiter;
	/* asking */
	struct call *preauth, *check;
	enum finding ahead;   /* what preauth said; FINDING_UNREACHABLE before it did */
	int64_t prompts_left;
	bool push_alone; /* the service can wait for a push, and cannot ask */
	struct deadline limit; /* of all waiting for the person */
	struct deadline push_until;
	char *txid;	      /* of the push that is under way */
	bool confirmed;	      /* the person says that it is answered, or cannot be asked */
	bool push_over;	      /* and it came to this */
	struct outcome push_end;
	unsigned polls;
	bool push_noted;      /* one is counted, and how it ends is still to be told */
	char words[LOGIN_WORDS]; /* the directory's, to go before the next question */
	/* the end */
	enum verdict verdict;
	const char *factor; /* "none", "passcode", "push" */
	char shown[WIRE_TEXT]; /* the directory's words for the person; "" = ours */
	int64_t began_us;
};

/* Begins a conversation over fd, which it takes over whatever happens. Returns 0, or -1 when there
 * was no room: then the peer has been told. */
int login_open(struct broker *b, int fd, uid_t peer_uid) __attribute__((warn_unused_result));

/* The finding is there, and why, in words: what follows decides. Returns CHAPTER_DECIDE. */
enum chapter login_found(struct login *l, enum finding f, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The conversation cannot go on, and the person is told why. Returns CHAPTER_DECIDE. */
enum chapter login_turn_away(struct login *l, const char *words, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Is too little left of the limit for another step that the person takes? */
bool login_is_late(const struct login *l);

/* The limit has ended it, and the person is told so. Returns CHAPTER_DECIDE. */
enum chapter login_took_too_long(struct login *l);

/* With the loop's lock held: turns away whoever holds this place. NULL = nobody. */
void login_give_up(struct origin_place *instead);

/* The row of its service. */
const struct service_row *login_service(const struct login *l);

/* May another request to the directory be made for this origin? If not, the finding says so. */
bool login_may_ask(struct login *l);

/* One line for the verdict and why. */
void audit_verdict(const struct login *l);

/* The chapters. */
enum chapter chapter_begin(struct login *l, unsigned wakes);
enum chapter chapter_identify(struct login *l, unsigned wakes);
enum chapter chapter_look_up(struct login *l, unsigned wakes);
enum chapter chapter_decide(struct login *l, unsigned wakes);
enum chapter chapter_ask(struct login *l, unsigned wakes);
enum chapter chapter_verify(struct login *l, unsigned wakes);
enum chapter chapter_push(struct login *l, unsigned wakes);
enum chapter chapter_confirm(struct login *l, unsigned wakes);
enum chapter chapter_enrol(struct login *l, unsigned wakes);
enum chapter chapter_verdict(struct login *l, unsigned wakes);

#endif

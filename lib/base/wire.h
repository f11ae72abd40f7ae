/* SPDX-License-Identifier: MIT */
/* The wire between a login process and the broker: one datagram is one message.
 *
 * The socket is SOCK_SEQPACKET. A message is 1 to WIRE_FIELDS strings of UTF-8, each ended by a
 * NUL byte, together at most WIRE_SIZE bytes; the first is the verb.
 *
 *	begin 1 PHASE SERVICE USER RHOST TTY RUSER [FLAG…]	module → broker, once, first
 *	info TEXT		broker → module; an empty TEXT shows nothing: "still working". In the
 *				account phase it is what error is.
 *	error TEXT		broker → module: why a login is refused, where text is lost: shown as an
 *				error with the verdict. To a module that does not know it, it is the
 *				end, which refuses as well.
 *	ask TEXT		broker → module: prompt, echoing; answered by exactly one
 *	confirm TEXT		broker → module: as ask; but where the application cannot ask it is
 *				answered by an empty answer. A module that does not know it refuses.
 *	answer TEXT		module → broker; empty when the module refused what was typed
 *	echoed			module → broker, in its place: what came back was the user's name or
 *				the password that was given before. The module compares, and the text
 *				stays there. To a broker that does not know it it is no answer, and
 *				ends the conversation as well.
 *	verdict WORD REASON ID	broker → module, exactly once, last (words: verdict.h)
 *
 * Who wants to know how the broker is asks, in the place of begin:
 *
 *	status 1		asker → broker, once, first
 *	metrics TEXT		broker → asker: a further part of its numbers, whole lines
 *	verdicts WORD REASON COUNT	of the last minutes
 *	fact NAME TEXT		what takes words (helper/metrics/ask.h)
 *	end			broker → asker, once, last
 *
 * PHASE is "auth" or "account". Absent items are empty strings. Flags, one field each:
 *	silent			the application asked for silence (PAM_SILENT)
 *	proof			a first factor is proven (finished ssh methods, or after_password)
 *	command=TEXT		what sudo is about to run
 *	waited=SECONDS		so old is the connection already (20 to 3600; left out when younger)
 * Unknown flags are refused. The number after begin or status is the version of this protocol; a broker
 * that does not speak it closes. Closed without a verdict means no verdict.
 *
 * Silence: whoever waits gives up after its own limit. While the broker works longer than a
 * second on one step it sends an empty info, so that the module can tell work from death. */
#ifndef BASE_WIRE_H
#define BASE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/deadline.h"
#include "base/err.h"

#define WIRE_VERSION "1"
#define WIRE_SIZE    4096
#define WIRE_FIELDS  16
#define WIRE_TEXT    512 /* bytes of an info or ask text, terminator included (PAM_MAX_MSG_SIZE) */
#define WIRE_ANSWER  65	 /* bytes of an answer, terminator included */

struct wire_msg {
	size_t count; /* number of fields, the verb included */
	const char *field[WIRE_FIELDS]; /* into buf; field[0] is the verb */
	char buf[WIRE_SIZE];
};

/* Splits len received bytes, already in m->buf, into fields. Returns 0, or -1 when they are not
 * a message: empty, too many fields, not UTF-8, not ended by NUL. */
int wire_split(struct wire_msg *m, size_t len, struct err *e) __attribute__((warn_unused_result));

/* Sends one message: verb and further fields, the last argument NULL. Never raises SIGPIPE.
 * Returns 0, or -1: ERR_USAGE when it does not fit, ERR_TIMEOUT, ERR_UNREACHABLE. */
int wire_send(int fd, struct deadline d, struct err *e, const char *verb, ...)
	__attribute__((sentinel, warn_unused_result));

/* As wire_send, for fields in an array. */
int wire_send_fields(int fd, struct deadline d, const char *const *fields, size_t count,
	struct err *e) __attribute__((warn_unused_result));

/* Receives one message into *m. Returns 0, or -1: ERR_TIMEOUT, ERR_UNREACHABLE (closed),
 * ERR_OTHER (not a message). On failure m->buf is wiped. */
int wire_receive(int fd, struct deadline d, struct wire_msg *m, struct err *e)
	__attribute__((warn_unused_result));

/* Has the other side gone? Does not block. */
bool wire_hung_up(int fd);

/* Wipes: an answer may have been in it. */
void wire_clear(struct wire_msg *m);

#define auto_wire_msg __attribute__((cleanup(wire_clear))) struct wire_msg

/* Connects to a SEQPACKET socket in the file system within the deadline, also when its owner
 * does not accept. The descriptor is close-on-exec and at least 3. Returns it, or -1. */
int wire_connect(const char *path, struct deadline d, struct err *e)
	__attribute__((warn_unused_result));

/* The effective user of the other end (SO_PEERCRED). Returns 0, or -1 with the error. The gid
 * says nothing about a set-user-id caller and is left out on purpose. */
int wire_peer(int fd, uid_t *ret_uid, pid_t *ret_pid, struct err *e)
	__attribute__((warn_unused_result));

#endif

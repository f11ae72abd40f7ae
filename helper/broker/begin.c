/* SPDX-License-Identifier: MIT */
/* Reads the one message that opens a conversation; whatever it does not foresee is refused. */
#include "helper/broker/begin.h"

#include <string.h>

#include "base/text.h"

#define WAITED_MAX_S 3600

enum begin_field {
	BEGIN_VERB,
	BEGIN_VERSION,
	BEGIN_PHASE,
	BEGIN_SERVICE,
	BEGIN_USER,
	BEGIN_RHOST,
	BEGIN_TTY,
	BEGIN_CALLER,
	BEGIN_FLAGS, /* the first of them, if any */
};

static int
flag_read(struct door_request *r, const char *flag, struct err *e)
{
	int64_t seconds;

	if (strcmp(flag, "silent") == 0)
		r->silent = true;
	else if (strcmp(flag, "proof") == 0)
		r->proof = true;
	else if (strncmp(flag, "command=", 8) == 0)
		r->command = flag + 8;
	else if (strncmp(flag, "waited=", 7) == 0 &&
		text_to_int(flag + 7, 0, WAITED_MAX_S, &seconds) == 0)
		r->waited_ms = seconds * 1000;
	else
		return err_set(e, ERR_OTHER, "begin carries a flag that this version does not know");
	return 0;
}

int
begin_read(const struct wire_msg *m, struct door_request *r, struct err *e)
{
	if (m->count < BEGIN_FLAGS || strcmp(m->field[BEGIN_VERB], "begin") != 0)
		return err_set(e, ERR_OTHER, "the first message is not a begin");
	if (strcmp(m->field[BEGIN_VERSION], WIRE_VERSION) != 0)
		return err_set(e, ERR_OTHER, "the module speaks another version of the protocol;"
			" install module and broker of one version");
	if (phase_parse(m->field[BEGIN_PHASE], &r->phase) != 0)
		return err_set(e, ERR_OTHER, "begin names an unknown phase");
	if (m->field[BEGIN_USER][0] == '\0' || m->field[BEGIN_SERVICE][0] == '\0')
		return err_set(e, ERR_OTHER, "begin names no user or no service");
	r->service = m->field[BEGIN_SERVICE];
	r->user = m->field[BEGIN_USER];
	r->rhost = m->field[BEGIN_RHOST];
	r->tty = m->field[BEGIN_TTY];
	r->caller = m->field[BEGIN_CALLER];
	r->command = "";
	for (size_t i = BEGIN_FLAGS; i < m->count; i++)
		if (flag_read(r, m->field[i], e) != 0)
			return -1;
	return 0;
}

bool
begin_is_status(const struct wire_msg *m)
{
	return m->count == 2 && strcmp(m->field[0], "status") == 0 &&
		strcmp(m->field[1], WIRE_VERSION) == 0;
}

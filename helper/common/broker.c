/* SPDX-License-Identifier: MIT */
/* One conversation with the broker, as a login would have it, about the user who asks. */
#include "helper/common/broker.h"

#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/text.h"

/* The verdict behind whatever the broker has to say before it. */
static int
receive_verdict(int fd, struct deadline d, struct broker_state *state, struct err *e)
{
	auto_wire_msg m = { 0 };

	do {
		if (wire_receive(fd, d, &m, e) != 0)
			return -1;
	} while (strcmp(m.field[0], "info") == 0);
	if (strcmp(m.field[0], "verdict") != 0 || m.count < 3 ||
		text_copy(state->verdict, sizeof(state->verdict), m.field[1]) != 0 ||
		text_copy(state->reason, sizeof(state->reason), m.field[2]) != 0)
		return err_set(e, ERR_OTHER, "answered what this version does not understand");
	return 0;
}

int
broker_ask(const struct conf *c, const char *service, struct deadline d,
	struct broker_state *ret_state, struct err *e)
{
	struct host_user me;
	auto_fd fd = -1;
	pid_t pid;
	int found = host_user_by_uid(geteuid(), &me, e);

	*ret_state = (struct broker_state){ .uid = (uid_t)-1 };
	if (found < 0)
		return -1;
	if (found == 0)
		return err_set(
			e, ERR_OTHER, "this host has no name for uid %u", (unsigned)geteuid());
	memcpy(ret_state->user, me.name, sizeof(ret_state->user));
	fd = wire_connect(c->broker.socket, d, e);
	if (fd < 0 || wire_peer(fd, &ret_state->uid, &pid, e) != 0 ||
		wire_send(fd, d, e, "begin", WIRE_VERSION, "account", service, me.name, "", "", "",
			"silent", NULL) != 0)
		return -1;
	return receive_verdict(fd, d, ret_state, e);
}

/* SPDX-License-Identifier: MIT */
/* What any local user can send to the broker: splitting a message, reading a begin. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "base/text.h"
#include "helper/broker/begin.h"

static void
expect_inside(const struct wire_msg *m, const char *s)
{
	EXPECT(s != NULL && ((s >= m->buf && s < m->buf + sizeof(m->buf)) || s[0] == '\0'));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct wire_msg m;
	struct door_request r = { 0 };
	struct err e = { 0 };
	size_t sum = 0;

	memset(&m, 0x55, sizeof(m));
	if (size > sizeof(m.buf))
		size = sizeof(m.buf);
	memcpy(m.buf, data, size);
	if (wire_split(&m, size, &e) != 0) {
		EXPECT(e.msg[0] != '\0');
		return 0;
	}
	EXPECT(m.count >= 1 && m.count <= WIRE_FIELDS);
	for (size_t i = 0; i < m.count; i++) {
		EXPECT(text_is_utf8(m.field[i], strlen(m.field[i])));
		sum += strlen(m.field[i]) + 1;
	}
	EXPECT(sum == size);
	if (begin_read(&m, &r, &e) != 0) {
		EXPECT(e.msg[0] != '\0');
		return 0;
	}
	EXPECT(strcmp(m.field[0], "begin") == 0 && strcmp(m.field[1], WIRE_VERSION) == 0);
	EXPECT(r.user[0] != '\0' && r.service[0] != '\0');
	expect_inside(&m, r.user);
	expect_inside(&m, r.service);
	expect_inside(&m, r.rhost);
	expect_inside(&m, r.tty);
	expect_inside(&m, r.caller);
	expect_inside(&m, r.command);
	return 0;
}

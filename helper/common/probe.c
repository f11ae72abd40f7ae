/* SPDX-License-Identifier: MIT */
/* Asks as little as can be asked, and looks at the clock in passing. */
#include "helper/common/probe.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "api/json.h"

#define CLOCK_WARNING 60 /* seconds; Duo refuses signatures that are 300 s off */

struct probe
probe_call(struct api_client *client, const struct api_op *op, int64_t timeout_ms)
{
	struct api_arg one = { .name = "limit", .value = "1" };
	struct api_call call = { .op = op, .args = &one,
		.arg_count = api_param_find(op, one.name) != NULL ? 1 : 0,
		.deadline = deadline_in(timeout_ms) };
	auto_api_answer answer = { 0 };
	int64_t before = clock_ms(), theirs;
	struct probe p = { 0 };

	p.rc = api_call(client, &call, &answer, &p.err);
	p.took_ms = clock_ms() - before;
	if (p.rc == 0 && json_int(answer.response, "time", &theirs) == 0) {
		p.told_time = true;
		p.ahead = (int64_t)time(NULL) - theirs;
	}
	return p;
}

bool
probe_clock_off(const struct probe *p)
{
	return p->ahead > CLOCK_WARNING || p->ahead < -CLOCK_WARNING;
}

const char *
probe_clock_say(const struct probe *p, char buf[PROBE_CLOCK_SIZE])
{
	int64_t apart = p->ahead < 0 ? -p->ahead : p->ahead;

	if (probe_clock_off(p))
		(void)snprintf(buf, PROBE_CLOCK_SIZE, "this host is %" PRId64
			" s %s the directory, which refuses more than 300 s", apart,
			p->ahead < 0 ? "behind" : "ahead of");
	else
		(void)snprintf(buf, PROBE_CLOCK_SIZE, "within %" PRId64 " s of the directory's",
			apart);
	return buf;
}

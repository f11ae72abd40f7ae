/* SPDX-License-Identifier: MIT */
/* `doorward mcp`: an agent's own process, with what this host's configuration offers to agents. */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "helper/cli/cli.h"
#include "helper/cli/connect.h"
#include "helper/common/log.h"
#include "helper/mcp/mcp.h"

struct agent {
	const struct conf *conf;
	struct api_client *client;
};

static bool
permits(void *ctx, const struct api_op *op)
{
	const struct agent *agent = ctx;

	return mcp_allows(agent->conf, op);
}

/* Which object a call is about, as far as its path names one. */
static const char *
subject(const struct api_call *call)
{
	for (size_t i = 0; i < call->arg_count; i++) {
		const struct api_param *p = api_param_find(call->op, call->args[i].name);

		if (p != NULL && (p->flags & API_PATH) != 0)
			return call->args[i].value; /* letters, digits, '_' and '-' alone */
	}
	return "-";
}

/* What changes something leaves a line. */
static int
call_and_tell(void *ctx, const struct api_call *call, struct api_answer *ret_answer, struct err *e)
{
	const struct agent *agent = ctx;
	int rc = api_call(agent->client, call, ret_answer, e);

	if (call->op->risk != API_READ)
		log_line(LOG_LEVEL_INFO,
			"an agent has called %s: from=mcp uid=%u about=%s result=%s http=%ld "
			"code=%" PRId64,
			call->op->name, (unsigned)getuid(), subject(call),
			rc == 0 ? "ok" : "failed", ret_answer->status, ret_answer->code);
	return rc;
}

int
mcp_run(const struct cli *cli, struct err *e)
{
	auto_conf conf = NULL;
	auto_client client = NULL;
	struct agent agent;
	struct mcp_server server = { .call = call_and_tell,
		.permits = permits,
		.ctx = &agent,
		.timeout_ms = cli->options.timeout_ms };

	if (connect_conf(cli, &conf, e) != 0 || connect_client(conf, API_ADMIN, &client, e) != 0)
		return -1;
	agent = (struct agent){ conf, client };
	log_open("doorward", LOG_TARGET_STDERR, (enum log_level)conf->log.level);
	return mcp_stdio(&server, STDIN_FILENO, STDOUT_FILENO, e);
}

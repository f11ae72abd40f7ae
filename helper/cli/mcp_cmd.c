/* SPDX-License-Identifier: MIT */
/* `doorward mcp`: an agent's own process, with what this host's configuration offers to agents. */
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
	struct log_pairs pairs = { .count = 0 };
	const struct agent *agent = ctx;
	int rc = api_call(agent->client, call, ret_answer, e);

	if (call->op->risk == API_READ)
		return rc;
	log_text(&pairs, "from", "mcp");
	log_number(&pairs, "uid", (int64_t)getuid());
	log_text(&pairs, "about", subject(call));
	log_text(&pairs, "result", rc == 0 ? "ok" : "failed");
	log_number(&pairs, "http", ret_answer->status);
	log_number(&pairs, "code", ret_answer->code);
	log_event(LOG_LEVEL_INFO, &pairs, "an agent has called %s:", call->op->name);
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
	log_open("doorward", LOG_TARGET_STDERR, (enum log_format)conf->log.format,
		(enum log_level)conf->log.level);
	return mcp_stdio(&server, STDIN_FILENO, STDOUT_FILENO, e);
}

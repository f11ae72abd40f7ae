/* SPDX-License-Identifier: MIT */
/* `doorward mcp`: an agent's own process, with what this host's configuration offers to agents. */
#include <string.h>
#include <unistd.h>

#include "helper/cli/connect.h"
#include "helper/cli/host/host.h"
#include "helper/common/audit.h"
#include "helper/common/log.h"
#include "helper/mcp/mcp.h"
#include "helper/serve/relay.h"

struct agent {
	const struct conf *conf;
	const struct relay *relay;
	struct caller caller;
};

static bool
permits(void *ctx, const struct api_op *op, enum api_risk risk)
{
	const struct agent *agent = ctx;

	return mcp_allows(agent->conf, op, risk);
}

static int
call(void *ctx, const struct api_call *wanted, struct api_answer *ret_answer, struct err *e)
{
	const struct agent *agent = ctx;

	return relay_call(agent->relay, &agent->caller, ADAPTER_STDIO, wanted, ret_answer, e);
}

static void
refused(void *ctx, const struct api_call *wanted, const struct err *why)
{
	const struct agent *agent = ctx;

	relay_refused(agent->relay, &agent->caller, ADAPTER_STDIO, wanted, why);
}

/* Whoever starts this holds the credentials, or is asked for his rights behind the socket. */
static struct caller
this_user(void)
{
	struct caller c = { .known = true, .most = API_DESTRUCTIVE, .secrets = true };
	struct audit_who who;

	audit_this_process(&who, serve_adapter_word(ADAPTER_STDIO));
	memcpy(c.name, who.by, sizeof(c.name));
	memcpy(c.from, who.from, sizeof(c.from));
	return c;
}

int
mcp_run(const struct cli *cli, struct err *e)
{
	auto_conf conf = NULL;
	auto_relay relay = { .timeout_ms = cli->options.timeout_ms };
	struct agent agent = { .relay = &relay, .caller = this_user() };
	const struct mcp_server server = { .call = call, .permits = permits,
		.refused = refused, .ctx = &agent };

	if (connect_conf(cli, &conf, e) != 0 ||
		connect_client(conf, API_ADMIN, &relay.service[API_DUO].client, e) != 0)
		return -1;
	log_open("doorward", (enum log_target)conf->log.target, (enum log_format)conf->log.format,
		(enum log_level)conf->log.level);
	agent.conf = conf;
	relay.silent = conf->via_socket != NULL;
	return mcp_stdio(&server, STDIN_FILENO, STDOUT_FILENO, e);
}

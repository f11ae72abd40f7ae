/* SPDX-License-Identifier: MIT */
/* `doorward serve`: the adapters as a service, see doorward-serve(8). */
#include <string.h>

#include "helper/cli/connect.h"
#include "helper/cli/host/host.h"
#include "helper/common/log.h"
#include "helper/common/service.h"
#include "helper/serve/serve.h"

/* The descriptor that a parameter names, -1 when it was not given. */
static int
take_descriptor(const struct cli *cli, const char *name, int *ret_fd, struct err *e)
{
	const char *text = cli_param_value(cli, name);
	int64_t fd = -1;

	if (text != NULL && text_to_int(text, 3, 1 << 20, &fd) != 0)
		return err_set(e, ERR_USAGE, "--%s: takes the number of a descriptor, 3 or more",
			name);
	*ret_fd = (int)fd;
	return 0;
}

static int
take_log(const struct cli *cli, const struct conf *c, struct err *e)
{
	const char *word = cli_param_value(cli, "log");
	enum log_target target = (enum log_target)c->log.target;

	if (word != NULL && strcmp(word, "stderr") != 0 && strcmp(word, "syslog") != 0)
		return err_set(e, ERR_USAGE, "--log: takes stderr or syslog");
	if (word != NULL)
		target = strcmp(word, "stderr") == 0 ? LOG_TARGET_STDERR : LOG_TARGET_SYSLOG;
	log_open("doorward", target, (enum log_format)c->log.format, (enum log_level)c->log.level);
	return 0;
}

/* Duo is what is served; of the others, those that can be. */
static int
connect_services(const struct conf *c, struct relay *r, struct err *e)
{
	r->timeout_ms = c->serve.timeout_ms;
	for (enum api_service i = API_DUO + 1; i < API_SERVICES; i++) {
		struct relay_service *s = &r->service[i];

		if (connect_service(c, i, &s->client, &s->why) != 0 && service_is_configured(c, i))
			log_line(LOG_LEVEL_WARNING, "%s: not served: %s", api_service_name(i),
				s->why.msg);
	}
	return connect_client_all(c, &r->service[API_DUO].client, e);
}

int
serve_run(const struct cli *cli, struct err *e)
{
	auto_conf conf = NULL;
	auto_relay relay = { .timeout_ms = 0 };
	struct serve_options options = { .rest_fd = -1, .mcp_fd = -1, .socket_fd = -1 };

	if (cli->options.via_socket != NULL)
		return err_set(e, ERR_USAGE, "serve: is what --via-socket leads to");
	if (take_descriptor(cli, "rest-fd", &options.rest_fd, e) != 0 ||
		take_descriptor(cli, "mcp-fd", &options.mcp_fd, e) != 0 ||
		take_descriptor(cli, "socket-fd", &options.socket_fd, e) != 0)
		return -1;
	if (connect_conf(cli, &conf, e) != 0 || take_log(cli, conf, e) != 0 ||
		connect_services(conf, &relay, e) != 0)
		return -1;
	options.conf = conf;
	options.relay = &relay;
	return serve(&options, e);
}

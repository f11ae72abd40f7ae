/* SPDX-License-Identifier: MIT */
/* The configuration and the API client of one run of `doorward`. */
#ifndef CLI_CONNECT_H
#define CLI_CONNECT_H

#include "helper/cli/cli.h"
#include "helper/common/audit.h"
#include "helper/common/duo.h"

/* The only variables of the environment that are read. Name and password, both or neither, take
 * the place of duo.admin; the host that of duo.host. */
#define CONNECT_ENV_IKEY "DUO_SECURITY_USERNAME"
#define CONNECT_ENV_SKEY "DUO_SECURITY_PASSWORD"
#define CONNECT_ENV_HOST "DUO_SECURITY_HOST"

/* Loads the configuration, with the connections of --profile if there is one; the environment does
 * not count then. A missing default file is no fault when the environment brings all
 * three. Returns 0 with what the caller frees, or -1; with several faults they are told on
 * standard error and the error only counts them. */
int connect_conf(const struct cli *cli, struct conf **ret_conf, struct err *e)
	__attribute__((warn_unused_result));

/* Makes a client with the credentials of one application; API_NONE needs none. Opens no
 * connection. Returns 0 with what the caller frees, or -1. */
int connect_client(const struct conf *c, enum api_application a, struct api_client **ret_client,
	struct err *e) __attribute__((warn_unused_result));

/* Makes a client for a service beside Duo. Returns as connect_client. */
int connect_service(const struct conf *c, enum api_service service,
	struct api_client **ret_client, struct err *e) __attribute__((warn_unused_result));

/* Makes a client for the service and the application of a row. Returns as connect_client. */
int connect_operation(const struct conf *c, const struct api_op *op,
	struct api_client **ret_client, struct err *e) __attribute__((warn_unused_result));

/* The same with every application there is, as the broker has it. */
int connect_client_all(const struct conf *c, struct api_client **ret_client, struct err *e)
	__attribute__((warn_unused_result));

/* Whoever runs this command, for the line that a change leaves in the system's log: not on standard
 * error, which is a terminal or another program. A host that keeps no log has no line. To be called
 * before the first call. */
void connect_audit(const struct conf *c, struct audit_who *ret_who);

/* Does the environment bring credentials that count for this configuration? */
bool connect_from_environment(const struct conf *c);

/* The file in use, for messages. */
const char *connect_path(const struct cli *cli);

#endif

/* SPDX-License-Identifier: MIT */
/* The configuration of one host, read from one file and checked as a whole.
 *
 * The option table (conf/options.c) is the one place that knows an option: its key, type, range,
 * default, help. Loading, `doorward config check`, `config dump`, the shipped example and
 * doorward.conf(5) all come from it. */
#ifndef CONF_CONF_H
#define CONF_CONF_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/names.h"
#include "policy/map.h"
#include "policy/policy.h"
#include "policy/services.h"

#define CONF_PATH     "/etc/doorward/doorward.conf"
#define CONF_SIZE_MAX (256 * 1024) /* bytes of a configuration file */

enum log_target { LOG_TARGET_SYSLOG, LOG_TARGET_STDERR };
enum log_format { LOG_FORMAT_TEXT, LOG_FORMAT_JSON };
enum log_level { LOG_LEVEL_ERR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* The word of serve.mcp_allow for rows whose answer holds codes, beside that of their risk. */
#define SERVE_MCP_SECRETS "secrets"

/* One Duo application: an integration key and the file that holds its secret key. */
struct conf_application {
	char *ikey;	 /* "" = not configured */
	char *skey_file; /* absolute path */
};

/* A further way to reach some of the services, chosen by name. */
struct conf_profile {
	char *name;
	struct conf *connections; /* owned; only its services count, those not set are empty */
};

#define CONF_PROFILES_MAX 32

/* Strings are never NULL once loaded. Times are milliseconds here, seconds in the file. */
struct conf {
	struct {
		char *host; /* without port */
		int64_t port;
		char *ca_file; /* PEM; "" = the system's store */
		char *proxy;   /* http://[user:password@]host:port, "" = none */
		int64_t signature; /* 2 or 5 */
		struct conf_application admin;
		struct conf_application auth;
	} duo;
	struct {
		char *base;   /* https://HOST[:PORT][/PATH]; "" = not configured */
		char *header; /* that carries the key */
		char *scheme; /* before the key, "" = none */
		char *key_file;
		char *ca_file; /* PEM; "" = the system's store */
	} allthenticate;
	struct {
		char *base; /* https://HOST[:PORT][/PATH]; "" = not configured */
		char *token_file;
		char *ca_file; /* PEM; "" = the system's store */
	} sentinelone;
	struct {
		size_t count;
		struct conf_profile profile[CONF_PROFILES_MAX];
	} profiles;
	const char *profile; /* the name of the one in use; NULL = none */
	struct map_rules map; /* map.name_template points to map_template */
	char *map_template;
	char *map_file; /* table that programs edit; "" = none */
	struct policy policy; /* login.bypass, .unmapped, .unknown, .unenrolled, .unreachable */
	struct {
		int64_t min_uid;
		struct names exempt_users;
		struct names exempt_groups;
		int64_t prompts; /* attempts in one transaction */
		bool autopush;
		bool pushinfo; /* tell the phone which command sudo is about to run */
		int64_t push_timeout_ms;
		int64_t push_interval_ms; /* the waits between pushes are multiples of it; 0 = none */
		int64_t fraud_hold_ms;	  /* no push for so long after one was reported; 0 = at once */
		int64_t prompt_timeout_ms; /* how long a person may take to type */
	} login;
	struct {
		int64_t fresh_ms;
		int64_t stale_ms;
		int64_t elevation_ms;
		int64_t negative_ms;
		int64_t entries;
	} cache;
	struct {
		int64_t failures; /* in a row, until the breaker opens */
		int64_t pause_ms; /* how long it stays open before one probe */
	} breaker;
	struct service_rules services;
	struct {
		int64_t broker_ms; /* one verdict, prompts and pushes excluded */
		int64_t api_ms;	   /* one request, all included; less than broker_ms */
	} deadline;
	struct {
		char *socket;
		int64_t conversations; /* that may wait for a person, at the same time */
		int64_t per_origin;    /* of them; a remote address has a multiple */
		int64_t asks;	       /* requests to the directory at once, for each origin; likewise */
		int64_t workers;       /* threads */
	} broker;
	struct {
		char *rest, *mcp; /* where to listen: "127.0.0.1:8080"; "" = not at all */
		char *socket;	  /* of the UNIX domain; "" = none */
		struct names admin_groups, read_groups; /* local groups that may use the socket */
		char *token_file;
		char *tls_cert, *tls_key; /* PEM; "" = no TLS */
		struct names hosts;	  /* names in Host and Origin beside those of loopback */
		int64_t rate;		  /* requests in a second, for each caller */
		int64_t connections;	  /* at the same time, for each listener */
		int64_t workers;
		int64_t timeout_ms;	/* of one request to the directory */
		struct names mcp_allow; /* what agents are offered: words of a risk, and SERVE_MCP_SECRETS */
	} serve;
	struct {
		int64_t interval_ms; /* 0 = the broker does not sync by itself */
		char *folder;	     /* holds directory.cdb and state.db */
		struct names groups; /* patterns: whose members get accounts; none = everybody */
		struct names statuses;	  /* effective ones that keep an account */
		struct names unix_groups; /* patterns: groups that exist on this host */
		char *usernames_file;	  /* "" = none */
		bool allthenticate; /* names from there, too */
		int64_t allthenticate_rate; /* requests in a second */
		int64_t allthenticate_refresh_ms;
		bool aliases; /* further names from the directory's aliases */
		struct names strip_suffix;
		int replace; /* what stands for a character that is not allowed; 0 = refuse */
		int64_t max_removals, members_shown;
		int64_t uid_first, uid_last;
		char *home, *shell; /* %u is the computer username */
		struct names shells; /* "group=/path" */
		bool enumerate;
	} sync;
	char *via_socket; /* no option: the doorward serve that makes the calls; NULL = none */
	struct {
		int target; /* enum log_target */
		int format; /* enum log_format */
		int level;  /* enum log_level */
	} log;
};

/* A fault in a configuration file: where and what. */
struct conf_fault {
	unsigned line; /* 0 = the file as a whole */
	char msg[ERR_MSG_SIZE]; /* complete: "NAME:LINE: what", or "NAME: what" without a line */
};

#define CONF_FAULTS_MAX 64

struct conf_faults {
	size_t count; /* may exceed CONF_FAULTS_MAX: further ones were counted, not kept */
	struct conf_fault fault[CONF_FAULTS_MAX]; /* in order of lines */
};

/* Loads and checks the file: owner and mode (TRUST_POLICY), syntax, every key, type, range,
 * choice, duplicate, and what belongs together. Returns 0 with a configuration that the caller
 * frees, or -1 with every fault listed; then *ret_conf is untouched. Never falls back to
 * defaults. Does not read secrets. */
int conf_load(const char *path, struct conf **ret_conf, struct conf_faults *ret_faults)
	__attribute__((warn_unused_result));

/* As conf_load for text in memory; name stands for the file in messages. */
int conf_parse(const char *text, const char *name, struct conf **ret_conf,
	struct conf_faults *ret_faults) __attribute__((warn_unused_result));

/* Puts the connections of a profile in the place of the unnamed ones, whole: a service that the
 * profile does not set is not configured then. Once for each configuration. Returns 0, or -1 with
 * ERR_USAGE that lists the profiles there are. */
int conf_use_profile(struct conf *c, const char *name, struct err *e)
	__attribute__((warn_unused_result));

/* Everything at its default, with duo.host empty: for programs that must answer "broken". NULL
 * without memory. */
struct conf *conf_defaults(void);

/* Prints every option with the value in force, as a file that conf_load reads back to the same;
 * options at their default are commented "default". Returns 0, or -1 when f has failed. */
int conf_dump(const struct conf *c, FILE *f) __attribute__((warn_unused_result));

/* Prints only the options that are set to something else than their default, without profiles;
 * conf_load reads that back to the same, too. Returns as conf_dump. */
int conf_print_changes(const struct conf *c, FILE *f) __attribute__((warn_unused_result));

/* Prints the example file (every option at its default, with help). Returns as conf_dump. */
int conf_example(FILE *f) __attribute__((warn_unused_result));

/* Calls each for every name of a user or group of this host to which an option gives a right:
 * exemption, administration, asking about others. Such names are this host's own, and nobody else may
 * hand them out. A name comes as often as it is listed; both strings are valid during the call. */
void conf_trusted(const struct conf *c, void (*each)(void *ctx, const char *option, const char *name),
	void *ctx);

/* NULL is allowed. */
void conf_free(struct conf *c);

static inline void
cleanup_conf(struct conf **c)
{
	conf_free(*c);
}

#define auto_conf __attribute__((cleanup(cleanup_conf))) struct conf *

#endif

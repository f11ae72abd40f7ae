/* SPDX-License-Identifier: MIT */
/* What the steps of reading one configuration file share. */
#ifndef CONF_READING_H
#define CONF_READING_H

#include <libconfig.h>
#include <stdbool.h>
#include <stddef.h>

#include "conf/conf.h"
#include "conf/options.h"

#define READING_PREFIX_SIZE 64
#define SERVICES_MAX	    256 /* rows that a file may set */
#define LETTERS_DIGITS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

struct reading {
	const char *name; /* of the file, for messages */
	char prefix[READING_PREFIX_SIZE]; /* "profiles.NAME." or "": what stands before each key */
	struct conf *conf;
	struct conf_faults *faults;
	struct {
		unsigned line; /* where the file sets the option; 0 = it does not */
		bool faulty;   /* the value is wrong: what depends on it is not checked */
	} seen[OPTIONS_MAX];   /* as options[] */
	unsigned service_line[SERVICES_MAX]; /* as the rows of conf->services */
};

/* Adds a fault in its place by line; beyond CONF_FAULTS_MAX the last ones are only counted. */
void reading_fault(struct reading *r, unsigned line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Checks the bytes before libconfig sees them, because it would take some faults in silence:
 * numbers that do not fit, a comment without end, a NUL written as \x00. Also refuses @include
 * and what is not UTF-8. Returns 0, or -1 when libconfig must not see the text. */
int scan_text(struct reading *r, const char *text) __attribute__((warn_unused_result));

/* Adds the fault that libconfig calls a syntax error, in words. Returns false when it finds none. */
bool syntax_explain(struct reading *r, const char *text);

/* Reads one setting into the option's member, or adds faults and leaves the member. */
void option_read(struct reading *r, const struct option *o, const config_setting_t *s);

/* As this into a member by itself. Returns 0, or -1 with faults added. */
int option_read_member(struct reading *r, const struct option *o, const config_setting_t *s,
	void *member) __attribute__((warn_unused_result));

/* Reads the rows of services.table, or the group services.NAME. */
void services_read_table(struct reading *r, const config_setting_t *s);
void services_read_group(struct reading *r, const config_setting_t *s);

/* Checks what belongs together in each row that the file sets. */
void services_check(struct reading *r);

/* Reads one setting of a group of the file, or all of them; prefix is the group's full path. */
void read_setting(struct reading *r, const config_setting_t *s, const char *prefix);
void read_group(struct reading *r, const config_setting_t *group, const char *prefix);

/* Reads the group "profiles". */
void read_profiles(struct reading *r, const config_setting_t *s);

/* Checks what belongs together; every option has been read. */
void check_together(struct reading *r);

/* The same for the connection of one service, "duo". */
void check_connection(struct reading *r, const char *service);

/* Is s a host name: labels of letters, digits and hyphens? */
bool host_is_valid(const char *s, size_t len);

/* Does it read http://[user:password@]host:port? */
bool proxy_is_valid(const char *proxy);

static inline void
cleanup_config(config_t *config)
{
	config_destroy(config);
}

#define auto_config __attribute__((cleanup(cleanup_config))) config_t

#endif

/* SPDX-License-Identifier: MIT */
/* What sshd is set to, and where that is written. */
#ifndef DOCTOR_SSHD_CONFIG_H
#define DOCTOR_SSHD_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/deadline.h"
#include "base/err.h"

#define SSHD_CONFIG_FILE   "/etc/ssh/sshd_config"
#define SSHD_SETTINGS_MAX  512
#define SSHD_DEPTH_MAX	   16 /* of Include, as sshd */

struct sshd_setting {
	char *keyword; /* in lower case */
	char *value;
	char *file; /* NULL = as sshd itself says, wherever that comes from */
	unsigned line;
	const struct sshd_setting *block; /* the Match line that it stands below; NULL = none */
};

struct sshd_config {
	bool installed;
	bool exact;	 /* sshd itself has said it */
	struct err why; /* why not, or else why the files were not read to their end */
	const char *service; /* PAM's name for it */
	size_t count, said; /* settings in files; what sshd said stands behind them */
	struct sshd_setting setting[SSHD_SETTINGS_MAX * 2];
};

/* Reads the files with what they include and, when it can be run, has sshd itself say what counts
 * where no Match block applies. Always fills *ret, which must stay where it is; sshd_config_clear
 * frees. */
void sshd_config_read(struct sshd_config *ret, struct deadline d);
void sshd_config_clear(struct sshd_config *c);

/* Has sshd say what counts for a connection such as "user=alice,host=localhost,addr=192.0.2.1",
 * with the Match blocks that apply to it. *c must be zeroed; it has no files then. Returns 0, or -1:
 * ERR_CONFIG when sshd refuses to say it. sshd_config_clear frees after both. */
int sshd_config_ask(struct sshd_config *c, const char *connection, struct deadline d,
	struct err *e) __attribute__((warn_unused_result));

/* The value in force of a keyword in lower case, or fallback where nothing sets it. */
const char *sshd_config_value(const struct sshd_config *c, const char *keyword,
	const char *fallback);

/* The line that sets it below this Match line, or outside of any (NULL); NULL when none does. */
const struct sshd_setting *sshd_config_place(const struct sshd_config *c, const char *keyword,
	const struct sshd_setting *block);

#endif

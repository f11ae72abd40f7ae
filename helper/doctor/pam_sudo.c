/* SPDX-License-Identifier: MIT */
/* sudo asks about the caller's account each time, unless sudoers says otherwise. */
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "helper/common/text_file.h"
#include "helper/doctor/check_pam.h"

static void
check_file(struct doctor *d, const char *path)
{
	static const char off[] = "!pam_acct_mgmt";
	auto_str text = NULL;
	struct err e;
	unsigned line = 0;
	char *cursor, *at;

	if (text_file_read(path, &text, &e) != 0)
		return; /* there is none, or only root may read it */
	cursor = text;
	while ((at = text_file_line(&cursor, &line, false)) != NULL) {
		at += strspn(at, " \t");
		if (strncmp(at, "Defaults", strlen("Defaults")) != 0 || strstr(at, off) == NULL)
			continue;
		doctor_say(d, SEVERITY_ERROR, "pam.sudo-account",
			"sudo does not ask about accounts: who is disabled may go on as root");
		doctor_write(d, path, line, "Defaults pam_acct_mgmt");
	}
}

void
pam_sudo_check(struct doctor *d)
{
	const struct pam_service *sudo = pam_service_find(&d->pam, "sudo");
	glob_t found = { 0 };

	if (sudo == NULL || !pam_service_asks(sudo))
		return;
	check_file(d, "/etc/sudoers");
	if (glob("/etc/sudoers.d/*", 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			check_file(d, found.gl_pathv[i]);
	globfree(&found);
}

/* SPDX-License-Identifier: MIT */
/* A program without NSS modules of its own, as static and musl programs are: nss_probe NAME prints
 * uid, gid and number of groups of that user, or "none". */
#include <grp.h>
#include <pwd.h>
#include <stdio.h>

int
main(int argc, char **argv)
{
	const struct passwd *p = argc > 1 ? getpwnam(argv[1]) : NULL;
	gid_t gids[256];
	int count = 256;

	if (p == NULL) {
		(void)puts("none");
		return 1;
	}
	if (getgrouplist(p->pw_name, p->pw_gid, gids, &count) < 0)
		count = -1;
	(void)printf("%u %u %d\n", p->pw_uid, p->pw_gid, count);
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* The PAM files of this host, as far as one question goes. */
#ifndef HELPER_PAM_FILE_H
#define HELPER_PAM_FILE_H

#include <stdbool.h>

/* Does the service's own file, or one that it includes, name pam_doorward? It is looked for where
 * libpam does: in /etc/pam.d, then in /usr/lib/pam.d; "other" is no service's own. A file that cannot
 * be read names nobody. */
bool pam_file_names_us(const char *service);

#endif

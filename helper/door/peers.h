/* SPDX-License-Identifier: MIT */
/* Who may ask about other people than itself. */
#ifndef DOOR_PEERS_H
#define DOOR_PEERS_H

#include "conf/conf.h"
#include "helper/common/host.h"

/* Is the user of this uid one that the service asks as, and that may then ask about anybody? That are
 * the site's peers, or else the accounts of its package where its PAM file names us. */
bool peers_have(const struct service_rules *rules, const char *service, uid_t uid);

/* Calls each for every account that the service is known to ask as by its row, whether this host has
 * it or not. */
void peers_usual(const struct service_row *s,
	void (*each)(const char *account, bool owned, void *ctx), void *ctx);

#endif

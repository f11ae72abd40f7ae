/* SPDX-License-Identifier: MIT */
/* What the origin behind a request is called: the same name is the same origin (origin.h). Pure. */
#ifndef BROKER_ORIGIN_NAME_H
#define BROKER_ORIGIN_NAME_H

#include "helper/door/door.h"

#define ORIGIN_NAME_SIZE 272 /* bytes: the longest remote address and a word before it */

/* peer_uid decides what of the request may be believed. */
void origin_name(const struct door_request *r, enum service_class c,
	char ret_name[static ORIGIN_NAME_SIZE]);

/* How many people may stand behind a name that origin_name made. */
unsigned origin_name_weight(const char *name);

#endif

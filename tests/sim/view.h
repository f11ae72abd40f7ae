/* SPDX-License-Identifier: MIT */
/* Objects as the Admin API shows them. The caller owns what is returned. */
#ifndef SIM_VIEW_H
#define SIM_VIEW_H

#include "tests/sim/store.h"

/* An odd user or group (POST state) is sent as the text that was given for it. One that begins with
 * this and a code, such as "@50001", makes every answer fail that would hold it. */
#define VIEW_FAILURE '@'

/* Signatures fit call_page: item is the object the name says. */
cJSON *view_user(const void *item);	  /* with groups, phones, tokens ... */
cJSON *view_user_short(const void *item); /* without them, as inside other objects */
cJSON *view_member(const void *item);	  /* user_id and username */
cJSON *view_group(const void *item);
cJSON *view_phone(const void *item);
cJSON *view_token(const void *item);
cJSON *view_webauthn(const void *item);
cJSON *view_desktop(const void *item);
cJSON *view_bypass_code(const void *item); /* never the code itself */
cJSON *view_directory(const void *item);

cJSON *view_list(const struct list *list, cJSON *(*view)(const void *item));

#endif

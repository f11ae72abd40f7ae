/* SPDX-License-Identifier: MIT */
/* Handlers of the Admin API, one per row of admin_routes.c; what they have in common. */
#ifndef SIM_ADMIN_H
#define SIM_ADMIN_H

#include "tests/sim/call.h"

/* admin_users.c */
void admin_list_users(struct call *call);
void admin_create_user(struct call *call);
void admin_get_user(struct call *call);
void admin_update_user(struct call *call);
void admin_delete_user(struct call *call);
void admin_enroll_user(struct call *call);

/* admin_user_edit.c: applies the parameters of create and update; -1: the call has failed and
 * nothing was changed. user NULL checks only. */
int admin_apply_user(struct call *call, struct user *user);

/* admin_bulk.c */
void admin_bulk_create(struct call *call);
void admin_bulk_restore(struct call *call);
void admin_bulk_trash(struct call *call);
void admin_bulk(struct call *call);

/* admin_bypass.c */
void admin_list_user_codes(struct call *call);
void admin_create_user_codes(struct call *call);
void admin_list_codes(struct call *call);
void admin_get_code(struct call *call);
void admin_delete_code(struct call *call);

/* admin_links.c */
void admin_list_user_groups(struct call *call);
void admin_add_user_group(struct call *call);
void admin_remove_user_group(struct call *call);
void admin_list_user_phones(struct call *call);
void admin_add_user_phone(struct call *call);
void admin_remove_user_phone(struct call *call);
void admin_list_user_tokens(struct call *call);
void admin_add_user_token(struct call *call);
void admin_remove_user_token(struct call *call);
void admin_list_user_webauthn(struct call *call);
void admin_list_user_desktops(struct call *call);

/* admin_groups.c */
void admin_list_groups(struct call *call);
void admin_create_group(struct call *call);
void admin_get_group_v1(struct call *call);
void admin_get_group_v2(struct call *call);
void admin_list_group_users(struct call *call);
void admin_update_group(struct call *call);
void admin_delete_group(struct call *call);

/* admin_devices.c */
void admin_list_phones(struct call *call);
void admin_create_phone(struct call *call);
void admin_get_phone(struct call *call);
void admin_update_phone(struct call *call);
void admin_delete_phone(struct call *call);
void admin_list_tokens(struct call *call);
void admin_create_token(struct call *call);
void admin_get_token(struct call *call);
void admin_delete_token(struct call *call);

/* admin_other.c */
void admin_list_directories(struct call *call);
void admin_sync_user(struct call *call);
void admin_send_verification(struct call *call);
void admin_get_verification(struct call *call);
void admin_info_summary(struct call *call);
void admin_get_settings(struct call *call);
void admin_update_settings(struct call *call);
void admin_list_auth_logs(struct call *call);

#endif

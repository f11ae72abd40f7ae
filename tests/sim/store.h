/* SPDX-License-Identifier: MIT */
/* What a Duo tenant knows: users, groups, devices, codes, and how they belong together. */
#ifndef SIM_STORE_H
#define SIM_STORE_H

#include "tests/sim/util.h"

#define ALIASES_MAX 8
#define LINKS_MAX   100 /* groups, phones, tokens per user; users per phone or token */
#define CODES_MAX   100 /* bypass codes per user */

enum user_status {
	STATUS_ACTIVE,
	STATUS_BYPASS,
	STATUS_DISABLED,
	STATUS_LOCKED_OUT,
	STATUS_PENDING_DELETION,
};

enum group_status { GROUP_ACTIVE, GROUP_BYPASS, GROUP_DISABLED };

/* Times are Unix seconds; 0 stands for never. Strings may be NULL where the API says null. */
struct user {
	char id[SIM_ID_LENGTH + 1];
	char *username;
	char *alias[ALIASES_MAX];
	char *realname, *firstname, *lastname;
	char *email, *notes; /* never NULL */
	char *odd; /* sent in the object's place, see view.h; NULL: the object itself */
	enum user_status status, status_before_trash;
	const char *lockout_reason;
	bool enable_auto_prompt;
	unsigned failures; /* in a row */
	int64_t created, last_login, last_directory_sync, locked_at;
	struct list groups;	  /* borrowed */
	struct list phones;	  /* borrowed */
	struct list tokens;	  /* borrowed */
	struct list webauthn;	  /* owned */
	struct list desktops;	  /* owned */
	struct list bypass_codes; /* owned */
	struct list passcodes;	  /* owned */
};

struct group {
	char id[SIM_ID_LENGTH + 1];
	char *name, *desc;
	char *odd; /* as a user's */
	enum group_status status;
};

struct phone {
	char id[SIM_ID_LENGTH + 1];
	char *number, *extension, *name; /* never NULL */
	char *type, *platform, *model;	 /* never NULL */
	char *predelay, *postdelay;
	bool activated;
	bool can_push, can_call;
	bool sms_sent;
};

struct token {
	char id[SIM_ID_LENGTH + 1];
	char *type, *serial;
	int64_t totp_step; /* 0: not a TOTP token */
};

struct webauthn {
	char id[SIM_ID_LENGTH + 1];
	char *credential_name, *label;
	int64_t date_added;
};

struct desktop {
	char id[SIM_ID_LENGTH + 1];
	char *daid, *device_name, *os_family, *version;
};

struct bypass_code {
	char id[SIM_ID_LENGTH + 1];
	char *code;
	int64_t created, expiration; /* expiration 0: never */
	int64_t uses_left;	     /* -1: unlimited */
};

/* A passcode of Duo Mobile, SMS or a token: good once. */
struct passcode {
	char *code;
	bool used;
};

struct directory {
	char key[SIM_ID_LENGTH + 1];
	char *name, *type;
};

/* A login under way that is asked about by its txid. */
struct transaction {
	char *txid;
	char user_id[SIM_ID_LENGTH + 1];
	char *pushinfo; /* as it came, "" for none */
	char ipaddr[64]; /* where the person is said to be, cut if longer; "" for nowhere */
	bool by_call;	/* phone call instead of a push */
	unsigned told;	/* how many stages the client has been told */
	bool decided;
	const char *result, *status, *message; /* once decided; string constants */
	int64_t created;
};

struct verification {
	char *push_id;
	char user_id[SIM_ID_LENGTH + 1];
	int64_t created;
};

struct activation {
	char *code;
	char user_id[SIM_ID_LENGTH + 1];
	int64_t expiration; /* 0: never */
};

struct store {
	struct list users, groups, phones, tokens, directories;
	struct list transactions, verifications, activations;
	int64_t lockout_threshold; /* failures in a row */
	int64_t lockout_minutes;   /* 0: locked out until somebody unlocks */
	unsigned serial;
};

/* Words of the API. The parsers answer -1 for a word they do not know. */
const char *store_user_status_word(enum user_status status);
int store_parse_user_status(const char *word);
const char *store_group_status_word(enum group_status status);
int store_parse_group_status(const char *word); /* any case */

/* Look-ups give NULL when there is none. Names do not mind case. */
struct user *store_find_user(const struct store *store, const char *id);
struct user *store_find_username(const struct store *store, const char *username_or_alias);
struct user *store_find_email(const struct store *store, const char *email);
struct group *store_find_group(const struct store *store, const char *id);
struct group *store_find_group_name(const struct store *store, const char *name);
struct phone *store_find_phone(const struct store *store, const char *id);
struct token *store_find_token(const struct store *store, const char *id);
struct token *store_find_serial(const struct store *store, const char *type, const char *serial);
struct bypass_code *store_find_code(
	const struct store *store, const char *id, struct user **ret_user);

/* New objects are in the store at once; names are copied. */
struct user *store_add_user(struct store *store, const char *username, int64_t now);
struct group *store_add_group(struct store *store, const char *name);
struct phone *store_add_phone(struct store *store, const char *number);
struct token *store_add_token(struct store *store, const char *type, const char *serial);
struct bypass_code *store_add_code(
	struct store *store, struct user *user, const char *code, int64_t now);
void store_add_passcode(struct user *user, const char *code);
struct webauthn *store_add_webauthn(struct store *store, struct user *user, const char *name);
struct desktop *store_add_desktop(struct store *store, struct user *user, const char *name);
void store_add_directory(struct store *store, const char *name, const char *type);

/* Everything that points to the object is cleared too. */
void store_delete_user(struct store *store, struct user *user);
void store_delete_group(struct store *store, struct group *group);
void store_delete_phone(struct store *store, struct phone *phone);
void store_delete_token(struct store *store, struct token *token);
void store_delete_code(struct user *user, struct bypass_code *code);
void store_delete_codes(struct user *user);

/* Drops the codes of the user that have expired, and lifts a lockout that is over. */
void store_settle_user(struct store *store, struct user *user, int64_t now);

bool store_is_enrolled(const struct user *user);

void store_free(struct store *store); /* empty afterwards */

#endif

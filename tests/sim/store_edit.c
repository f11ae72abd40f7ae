/* SPDX-License-Identifier: MIT */
/* Making and removing the tenant's objects, see store.h. */
#include "tests/sim/store.h"

#include <stdlib.h>
#include <string.h>

struct user *
store_add_user(struct store *store, const char *username, int64_t now)
{
	struct user *user = sim_alloc(sizeof(*user));

	sim_make_id(user->id, "DU", username, store->serial++);
	user->username = sim_strdup(username);
	user->email = sim_strdup("");
	user->notes = sim_strdup("");
	user->enable_auto_prompt = true;
	user->created = now;
	list_add(&store->users, user);
	return user;
}

struct group *
store_add_group(struct store *store, const char *name)
{
	struct group *group = sim_alloc(sizeof(*group));

	sim_make_id(group->id, "DG", name, store->serial++);
	group->name = sim_strdup(name);
	group->desc = sim_strdup("");
	list_add(&store->groups, group);
	return group;
}

struct phone *
store_add_phone(struct store *store, const char *number)
{
	struct phone *phone = sim_alloc(sizeof(*phone));

	sim_make_id(phone->id, "DP", number, store->serial++);
	phone->number = sim_strdup(number);
	phone->extension = sim_strdup("");
	phone->name = sim_strdup("");
	phone->type = sim_strdup("Unknown");
	phone->platform = sim_strdup("Unknown");
	phone->model = sim_strdup("Unknown");
	list_add(&store->phones, phone);
	return phone;
}

struct token *
store_add_token(struct store *store, const char *type, const char *serial)
{
	struct token *token = sim_alloc(sizeof(*token));

	sim_make_id(token->id, "DH", serial, store->serial++);
	token->type = sim_strdup(type);
	token->serial = sim_strdup(serial);
	token->totp_step = type[0] == 't' ? 30 : 0;
	list_add(&store->tokens, token);
	return token;
}

struct bypass_code *
store_add_code(struct store *store, struct user *user, const char *code, int64_t now)
{
	struct bypass_code *added = sim_alloc(sizeof(*added));

	sim_make_id(added->id, "DB", user->username, store->serial++);
	added->code = sim_strdup(code);
	added->created = now;
	added->uses_left = 1;
	list_add(&user->bypass_codes, added);
	return added;
}

void
store_add_passcode(struct user *user, const char *code)
{
	struct passcode *passcode = sim_alloc(sizeof(*passcode));

	passcode->code = sim_strdup(code);
	list_add(&user->passcodes, passcode);
}

struct webauthn *
store_add_webauthn(struct store *store, struct user *user, const char *name)
{
	struct webauthn *key = sim_alloc(sizeof(*key));

	sim_make_id(key->id, "WA", name, store->serial++);
	key->credential_name = sim_strdup(name);
	key->label = sim_strdup("Security Key");
	key->date_added = user->created;
	list_add(&user->webauthn, key);
	return key;
}

struct desktop *
store_add_desktop(struct store *store, struct user *user, const char *name)
{
	struct desktop *desktop = sim_alloc(sizeof(*desktop));

	sim_make_id(desktop->id, "DA", name, store->serial++);
	desktop->daid = sim_format("DAID%.16s", desktop->id + 2);
	desktop->device_name = sim_strdup(name);
	desktop->os_family = sim_strdup("Linux");
	desktop->version = sim_strdup("7.1.0.0");
	list_add(&user->desktops, desktop);
	return desktop;
}

void
store_add_directory(struct store *store, const char *name, const char *type)
{
	struct directory *directory = sim_alloc(sizeof(*directory));

	sim_make_id(directory->key, "DS", name, store->serial++);
	directory->name = sim_strdup(name);
	directory->type = sim_strdup(type);
	list_add(&store->directories, directory);
}

static void
free_passcode(struct passcode *passcode)
{
	free(passcode->code);
	free(passcode);
}

static void
free_webauthn(struct webauthn *key)
{
	free(key->credential_name);
	free(key->label);
	free(key);
}

static void
free_desktop(struct desktop *desktop)
{
	free(desktop->daid);
	free(desktop->device_name);
	free(desktop->os_family);
	free(desktop->version);
	free(desktop);
}

void
store_delete_code(struct user *user, struct bypass_code *code)
{
	(void)list_remove(&user->bypass_codes, code);
	free(code->code);
	free(code);
}

void
store_delete_codes(struct user *user)
{
	while (user->bypass_codes.count != 0)
		store_delete_code(user, user->bypass_codes.item[0]);
}

void
store_delete_user(struct store *store, struct user *user)
{
	(void)list_remove(&store->users, user);
	store_delete_codes(user);
	for (size_t i = 0; i < user->passcodes.count; i++)
		free_passcode(user->passcodes.item[i]);
	for (size_t i = 0; i < user->webauthn.count; i++)
		free_webauthn(user->webauthn.item[i]);
	for (size_t i = 0; i < user->desktops.count; i++)
		free_desktop(user->desktops.item[i]);
	for (size_t i = 0; i < ALIASES_MAX; i++)
		free(user->alias[i]);
	list_clear(&user->groups);
	list_clear(&user->phones);
	list_clear(&user->tokens);
	list_clear(&user->webauthn);
	list_clear(&user->desktops);
	list_clear(&user->bypass_codes);
	list_clear(&user->passcodes);
	free(user->username);
	free(user->realname);
	free(user->firstname);
	free(user->lastname);
	free(user->email);
	free(user->notes);
	free(user->odd);
	free(user);
}

void
store_delete_group(struct store *store, struct group *group)
{
	for (size_t i = 0; i < store->users.count; i++)
		(void)list_remove(&((struct user *)store->users.item[i])->groups, group);
	(void)list_remove(&store->groups, group);
	free(group->name);
	free(group->desc);
	free(group->odd);
	free(group);
}

void
store_delete_phone(struct store *store, struct phone *phone)
{
	for (size_t i = 0; i < store->users.count; i++)
		(void)list_remove(&((struct user *)store->users.item[i])->phones, phone);
	(void)list_remove(&store->phones, phone);
	free(phone->number);
	free(phone->extension);
	free(phone->name);
	free(phone->type);
	free(phone->platform);
	free(phone->model);
	free(phone->predelay);
	free(phone->postdelay);
	free(phone);
}

void
store_delete_token(struct store *store, struct token *token)
{
	for (size_t i = 0; i < store->users.count; i++)
		(void)list_remove(&((struct user *)store->users.item[i])->tokens, token);
	(void)list_remove(&store->tokens, token);
	free(token->type);
	free(token->serial);
	free(token);
}

static void
free_events(struct store *store)
{
	for (size_t i = 0; i < store->transactions.count; i++) {
		struct transaction *transaction = store->transactions.item[i];

		free(transaction->txid);
		free(transaction->pushinfo);
		free(transaction);
	}
	for (size_t i = 0; i < store->verifications.count; i++) {
		struct verification *verification = store->verifications.item[i];

		free(verification->push_id);
		free(verification);
	}
	for (size_t i = 0; i < store->activations.count; i++) {
		struct activation *activation = store->activations.item[i];

		free(activation->code);
		free(activation);
	}
}

void
store_free(struct store *store)
{
	while (store->users.count != 0)
		store_delete_user(store, store->users.item[store->users.count - 1]);
	while (store->groups.count != 0)
		store_delete_group(store, store->groups.item[store->groups.count - 1]);
	while (store->phones.count != 0)
		store_delete_phone(store, store->phones.item[store->phones.count - 1]);
	while (store->tokens.count != 0)
		store_delete_token(store, store->tokens.item[store->tokens.count - 1]);
	for (size_t i = 0; i < store->directories.count; i++) {
		struct directory *directory = store->directories.item[i];

		free(directory->name);
		free(directory->type);
		free(directory);
	}
	free_events(store);
	list_clear(&store->users);
	list_clear(&store->groups);
	list_clear(&store->phones);
	list_clear(&store->tokens);
	list_clear(&store->directories);
	list_clear(&store->transactions);
	list_clear(&store->verifications);
	list_clear(&store->activations);
	*store = (struct store){ .serial = 0 };
}

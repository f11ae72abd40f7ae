/* SPDX-License-Identifier: MIT */
/* Compares the uid of a peer with the accounts of its service; only peers that are neither root nor
 * the person come here, so nothing of this is asked for an ordinary login. */
#include "helper/door/peers.h"

#include <string.h>

#include "base/text.h"
#include "helper/common/pam_file.h"

#define SYSTEM_UID_MAX 999 /* of accounts that packages make; a person may have any name */

/* An account that cannot be looked up is nobody's. */
static bool
account_is(const char *name, uid_t uid)
{
	struct host_user user;
	struct err e;

	return host_user_find(name, &user, &e) == 1 && user.uid == uid;
}

/* Words parted by blanks. */
static void
each_word(const char *words, bool owned, void (*each)(const char *, bool, void *), void *ctx)
{
	char account[HOST_NAME_SIZE];

	while (words != NULL && words[0] != '\0') {
		size_t len = strcspn(words, " ");

		(void)snprintf(account, sizeof(account), "%.*s", (int)len, words);
		each(account, owned, ctx);
		words += len + strspn(words + len, " ");
	}
}

void
peers_usual(const struct service_row *s, void (*each)(const char *, bool, void *), void *ctx)
{
	each_word(s->own, true, each, ctx);
	each_word(s->usual, false, each, ctx);
}

struct search {
	uid_t uid;
	bool found;
};

static void
compare(const char *account, bool owned, void *ctx)
{
	struct search *s = ctx;

	s->found = s->found || (owned && s->uid <= SYSTEM_UID_MAX && account_is(account, s->uid));
}

bool
peers_have(const struct service_rules *rules, const char *service, uid_t uid)
{
	const struct service_row *row = service_row_find(rules, service);
	struct search s = { .uid = uid };

	if (!row->peers.set) {
		peers_usual(row, compare, &s);
		return s.found && pam_file_names_us(service);
	}
	for (size_t i = 0; i < row->peers.count && !s.found; i++)
		s.found = account_is(row->peers.name[i], uid);
	return s.found;
}

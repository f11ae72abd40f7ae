/* SPDX-License-Identifier: MIT */
/* Knows the callers: tokens as the file has them now, local users as the kernel and NSS say. */
#include "helper/serve/gate.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/deadline.h"
#include "helper/common/host.h"
#include "helper/common/log.h"
#include "helper/common/rate.h"
#include "helper/serve/tokens.h"

struct gate {
	const struct conf *conf;
	pthread_mutex_t lock; /* guards the three below; never held across I/O */
	struct token_set tokens;
	struct stat stamp; /* of the file that they came from; all zero = none */
	bool failing;	   /* the last request found it unusable, and the log says so */
	struct rate rate;
};

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
		a->st_uid == b->st_uid && a->st_mode == b->st_mode &&
		a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
		a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
		a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* Reads the file again if it is not the one that is known. Returns 0, or -1 when it cannot be
 * used; then there are no tokens. */
static int
refresh(struct gate *g, struct err *e)
{
	struct token_set fresh = { 0 };
	struct stat now = { 0 };
	bool same;
	int rc = 0;

	if (stat(g->conf->serve.token_file, &now) != 0)
		memset(&now, 0, sizeof(now));
	(void)pthread_mutex_lock(&g->lock);
	same = same_file(&now, &g->stamp);
	(void)pthread_mutex_unlock(&g->lock);
	if (same)
		return 0;
	if (tokens_read(g->conf->serve.token_file, &fresh, e) != 0 && e->code != ERR_NOT_FOUND)
		rc = -1;
	(void)pthread_mutex_lock(&g->lock);
	tokens_clear(&g->tokens);
	g->tokens = fresh;
	/* what is wrong in the file stays so until it changes; what the system refused may not */
	g->stamp = rc == 0 || e->sys == 0 ? now : (struct stat){ 0 };
	(void)pthread_mutex_unlock(&g->lock);
	return rc;
}

int
gate_new(const struct conf *c, struct gate **ret_gate, struct err *e)
{
	struct gate *g = calloc(1, sizeof(*g));

	if (g == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	g->conf = c;
	(void)pthread_mutex_init(&g->lock, NULL); /* cannot fail on Linux */
	rate_init(&g->rate, (double)c->serve.rate, 2 * (double)c->serve.rate);
	if (refresh(g, e) != 0) {
		gate_free(g);
		return err_where(e, "serve.token_file");
	}
	*ret_gate = g;
	return 0;
}

void
gate_free(struct gate *g)
{
	if (g == NULL)
		return;
	tokens_clear(&g->tokens);
	rate_clear(&g->rate);
	(void)pthread_mutex_destroy(&g->lock);
	free(g);
}

size_t
gate_tokens(struct gate *g)
{
	size_t count;

	(void)pthread_mutex_lock(&g->lock);
	count = g->tokens.count;
	(void)pthread_mutex_unlock(&g->lock);
	return count;
}

/* Is this a fault that the log does not know yet? */
static bool
is_news(struct gate *g, bool failing)
{
	bool news;

	(void)pthread_mutex_lock(&g->lock);
	news = failing && !g->failing;
	g->failing = failing;
	(void)pthread_mutex_unlock(&g->lock);
	return news;
}

int
gate_by_token(struct gate *g, const char *authorization, struct caller *ret_caller, struct err *e)
{
	static const char scheme[] = "Bearer ";
	const struct token *t;
	struct err why = { 0 };

	if (authorization == NULL)
		return err_set(e, ERR_CREDENTIALS, "a bearer token is needed");
	if (strncasecmp(authorization, scheme, sizeof(scheme) - 1) != 0)
		return err_set(e, ERR_CREDENTIALS, "Authorization must read: Bearer TOKEN");
	if (is_news(g, refresh(g, &why) != 0))
		log_line(LOG_LEVEL_ERR, "serve.token_file: %s; no token is valid until that is "
			"mended", why.msg);
	authorization += sizeof(scheme) - 1;
	authorization += strspn(authorization, " ");
	(void)pthread_mutex_lock(&g->lock);
	t = tokens_find(&g->tokens, authorization);
	if (t != NULL)
		*ret_caller = t->caller;
	(void)pthread_mutex_unlock(&g->lock);
	if (t == NULL)
		return err_set(e, ERR_CREDENTIALS, "that token is not valid");
	return 0;
}

int
gate_by_uid(struct gate *g, uid_t uid, struct caller *ret_caller, struct err *e)
{
	struct caller c = { .known = true };
	struct host_user user;
	int found = host_user_by_uid(uid, &user, e);
	int admin = uid == 0 || uid == geteuid(), reads = 0;

	if (found < 0 && !admin)
		return -1;
	audit_name_user(c.name, uid, found == 1 ? user.name : NULL);
	if (!admin && found == 1) {
		admin = host_user_in_groups(&user, &g->conf->serve.admin_groups, e);
		reads = admin == 0 ? host_user_in_groups(&user, &g->conf->serve.read_groups, e) : 0;
	}
	if (admin < 0 || reads < 0)
		return -1;
	if (admin == 0 && reads == 0)
		return err_set(e, ERR_PERMISSION,
			"%s is in none of serve.admin_groups and serve.read_groups", c.name);
	c.most = admin == 1 ? API_DESTRUCTIVE : API_READ;
	c.secrets = c.mcp = admin == 1;
	*ret_caller = c;
	return 0;
}

bool
gate_admit(struct gate *g, const struct caller *c)
{
	return rate_admit(&g->rate, c->name, clock_ms());
}

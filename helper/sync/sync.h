/* SPDX-License-Identifier: MIT */
/* One sync: the directory's people and groups become accounts of this host.
 *
 *	fetch.c	   streams groups, then people, into a scratch database beside state.db
 *	missing.c  asks the directory for whom its list lacks
 *	keep.c	   keeps who cannot be read as last seen
 *	resolve.c  settles names, collisions and rules there, and gives ids (state.db)
 *	primary.c  adds the groups that imported accounts have as primary ones
 *	compare.c  tells what changes, and refuses what is not credible
 *	store.c	   writes the directory file and what `doorward people` shows
 *
 * Nothing that anybody uses changes before the whole answer is there and was judged. Then state.db
 * is committed, and after it the directory file renamed: a sync that dies anywhere leaves the old
 * file or the new one, and ids once given are given for good. Memory holds two pages of the answer,
 * the database's cache, and what the writer of the directory file needs for each person. */
#ifndef HELPER_SYNC_SYNC_H
#define HELPER_SYNC_SYNC_H

#include <stdbool.h>
#include <stdint.h>

#include "api/api.h"
#include "conf/conf.h"
#include "helper/directory/writer.h"

enum sync_change {
	SYNC_ADDED,
	SYNC_REMOVED,
	SYNC_CHANGED, /* other names, shell, status or groups */
	SYNC_KEPT, /* stays as last seen: what the directory says now cannot be read */
	SYNC_REFUSED, /* somebody or a group that goes without, although a rule would give */
};

/* One thing worth telling; strings are borrowed for the call. */
struct sync_event {
	enum sync_change change;
	bool group;
	const char *name;  /* computer username or group name; "" = none */
	const char *title; /* the directory's name */
	const char *key;   /* the directory's id */
	int64_t id;	   /* uid or gid; -1 = none */
	const char *why;   /* "" = needs no words */
	bool known;	   /* of SYNC_KEPT: it was told last time, too */
};

/* What follows from that for people. */
#define SYNC_MOVED_WORDS "the directory changed while it was read, 3 times in a row: nobody went " \
	"whom it still has, but who is new there may be missing until the next sync"

const char *sync_change_word(enum sync_change c);

struct sync_job {
	const struct conf *conf;
	struct api_client *api; /* with the Admin API */
	bool dry_run;		/* look, tell, change nothing */
	bool force;		/* as many removals as there are */
	int64_t now;		/* seconds since 1970 */
	int64_t page_ms;	/* deadline of one page of the answer */
	const char *passwd, *group; /* this host's own files; NULL = those in /etc */
	/* All may be NULL. told gets each change; progress how many rows have come; tick is asked
	 * about every half second while waiting, and gives up when it returns non-zero. */
	void (*told)(void *ctx, const struct sync_event *event);
	void (*progress)(void *ctx, const char *what, int64_t rows);
	int (*tick)(void *ctx);
	void *ctx;
};

struct sync_outcome {
	int64_t people, groups; /* that the directory has */
	int64_t accounts, unix_groups; /* that this host has now */
	int64_t added, removed, changed, refused;
	int64_t kept; /* people and groups that stay as last seen */
	char kept_names[128]; /* the first of them: "bob, carol" */
	bool moved; /* the directory changed each time it was read: SYNC_MOVED_WORDS */
	int64_t recovered; /* ids that only the directory file knew: state.db was gone, or old */
	bool nscd_remembers; /* nscd runs, and could not be told: only root may */
	struct directory_counts written;
};

/* Returns 0; or -1, then the file in use is as it was: ERR_CONFLICT when too many would go or
 * another sync runs, ERR_UNREACHABLE and others as api_list. */
int sync_run(const struct sync_job *job, struct sync_outcome *ret_outcome, struct err *e)
	__attribute__((warn_unused_result));

#endif

/* SPDX-License-Identifier: MIT */
/* See map_watch.h. */
#include "helper/broker/map_watch.h"

#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "helper/common/log.h"
#include "helper/door/map_file.h"
#include "helper/door/mapping.h"

static bool
is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
		a->st_mode == b->st_mode && a->st_uid == b->st_uid &&
		a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
		a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* With the lock held. */
static void
look(struct map_watch *w, const struct conf *c)
{
	auto_str kept = mapping_kept_file(c);
	struct err e = { 0 };
	bool good = kept != NULL && map_file_keep(c->map_file, kept, &e) == 0;

	if (kept == NULL)
		return;
	if (good && w->bad)
		log_line(LOG_LEVEL_INFO, "map.file: %s: is good again, and in force", c->map_file);
	w->bad = !good && e.code == ERR_CONFIG;
	if (w->bad && access(kept, F_OK) == 0)
		log_line(LOG_LEVEL_ERR, "%s; the last good map stays in force", e.msg);
	else if (w->bad)
		log_line(LOG_LEVEL_ERR, "%s; no earlier map is known: names that no readable line "
			"holds are refused", e.msg);
	else if (!good)
		log_line(LOG_LEVEL_WARNING, "map.file: the map in force cannot be kept: %s", e.msg);
}

void
map_watch_look(struct map_watch *w, const struct conf *c)
{
	struct stat now = { 0 };

	if (c->map_file[0] == '\0')
		return;
	if (stat(c->map_file, &now) != 0)
		now = (struct stat){ 0 };
	(void)pthread_mutex_lock(&w->lock);
	if (!w->looked || !is_same(&w->seen, &now)) {
		w->looked = true;
		w->seen = now;
		look(w, c);
	}
	(void)pthread_mutex_unlock(&w->lock);
}

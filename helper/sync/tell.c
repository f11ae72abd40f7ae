/* SPDX-License-Identifier: MIT */
/* Counts and tells what a sync changes; every step of it does. */
#include <stdio.h>
#include <string.h>

#include "helper/sync/run.h"

const char *
sync_change_word(enum sync_change c)
{
	switch (c) {
	case SYNC_ADDED:
		return "add";
	case SYNC_REMOVED:
		return "remove";
	case SYNC_CHANGED:
		return "change";
	case SYNC_KEPT:
		return "keep";
	case SYNC_REFUSED:
		return "refuse";
	}
	return "";
}

/* As many names as fit. */
static void
note_kept(struct sync_outcome *o, const struct sync_event *event)
{
	size_t len = strlen(o->kept_names), size = sizeof(o->kept_names);

	o->kept++;
	if (len + strlen(event->title) + 3 < size)
		(void)snprintf(o->kept_names + len, size - len, "%s%s", len > 0 ? ", " : "",
			event->title);
}

void
run_tell(struct run *r, enum sync_change change, const struct sync_event *event)
{
	struct sync_event full = *event;

	full.change = change;
	switch (change) {
	case SYNC_ADDED:
		r->outcome.added++;
		break;
	case SYNC_REMOVED:
		r->outcome.removed++;
		break;
	case SYNC_CHANGED:
		r->outcome.changed++;
		break;
	case SYNC_KEPT:
		note_kept(&r->outcome, event);
		break;
	case SYNC_REFUSED:
		r->outcome.refused++;
		break;
	}
	if (r->job->told != NULL)
		r->job->told(r->job->ctx, &full);
}

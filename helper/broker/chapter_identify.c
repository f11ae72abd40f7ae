/* SPDX-License-Identifier: MIT */
/* It is known who asks for what. This host's users and the mapping say whom it is about; where that
 * is nobody whom the directory decides about, goes on with the decision, else with the look-up. */
#include "helper/broker/login.h"

enum chapter
chapter_identify(struct login *l, unsigned wakes)
{
	(void)wakes; /* at most that it is our turn */
	if (l->site->broken)
		return login_found(l, FINDING_CONFIG_BROKEN,
			"see the lines logged when the configuration was read, or run"
			" doorward config check");
	map_watch_look(&l->talk.broker->map, l->door->conf);
	return door_identify(l->door, &l->request, &l->c) ? CHAPTER_LOOK_UP : CHAPTER_DECIDE;
}

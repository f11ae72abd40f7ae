/* SPDX-License-Identifier: MIT */
/* One sentence out of what was found: do doors work? */
#include "helper/status/status.h"

const char *
status_doors_say(const struct status_doors *d, bool *ret_work)
{
	*ret_work = false;
	if (!d->broker && !d->usable)
		return "Unknown: the configuration is unusable, and no broker is where it"
			" usually is.";
	if (!d->broker)
		return "Doors are shut: the broker does not answer, and who must ask it"
			" is refused.";
	if (d->broken)
		return "Doors are shut: the configuration is broken, so every login is refused.";
	if (d->refused)
		return "Doors are shut: the directory refuses the broker's credentials.";
	if (d->silent && !d->answers)
		return d->unreachable == STANCE_IGNORE
			? "Doors stand open: the directory is silent, and login.unreachable"
			  " ignores it."
			: "Doors are nearly shut: the directory is silent, only known people"
			  " may pass.";
	*ret_work = true;
	return d->answers
		? "Doors work: the broker decides, and the directory answers."
		: "Doors work as far as is known: the broker answers; nobody made it ask further.";
}

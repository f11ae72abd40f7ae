/* SPDX-License-Identifier: MIT */
/* What all conversations share. */
#ifndef BROKER_BROKER_H
#define BROKER_BROKER_H

#include <stdatomic.h>

#include "helper/loop/loop.h"
#include "helper/broker/map_watch.h"
#include "helper/broker/origin.h"
#include "helper/door/pushes.h"
#include "helper/broker/shares.h"
#include "helper/broker/site.h"

struct broker {
	struct loop *loop;
	struct origins *origins; /* by the loop's lock */
	struct calls *calls;
	struct shares shares;
	struct metrics *metrics;
	struct site *site; /* for those who come; by the loop's lock */
	struct lane arrivals; /* of those who have not said yet who they are */
	_Atomic bool stopping; /* nobody is asked any more */
	size_t strangers;  /* conversations of peers that are not root; by the loop's lock */
	size_t places;	   /* that conversations may hold for as long as a person takes */
	struct map_watch map;
	struct pushes *pushes;
	_Atomic int64_t complained_ms;
	_Atomic uint64_t untold; /* what the log did not hear since */
};

/* May the log hear once more of what is full? Once a second: whoever floods the socket shall not
 * flood the log as well. *ret_untold counts what it did not hear since the last time. */
bool broker_may_complain(struct broker *b, uint64_t *ret_untold);

#endif

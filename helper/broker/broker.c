/* SPDX-License-Identifier: MIT */
/* What all conversations share, seen from each of them. */
#include "helper/broker/broker.h"

#define COMPLAINT_MS 1000

bool
broker_may_complain(struct broker *b, uint64_t *ret_untold)
{
	int64_t now = clock_ms(), last = b->complained_ms;

	if (now - last < COMPLAINT_MS ||
		!atomic_compare_exchange_strong(&b->complained_ms, &last, now)) {
		b->untold++;
		return false;
	}
	*ret_untold = atomic_exchange(&b->untold, 0);
	return true;
}

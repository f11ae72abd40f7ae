/* SPDX-License-Identifier: MIT */
/* What all conversations share, seen from each of them. */
#include "helper/broker/broker.h"

#define COMPLAINT_MS 1000

bool
broker_may_complain(struct broker *b)
{
	int64_t now = clock_ms(), last = b->complained_ms;

	return now - last >= COMPLAINT_MS &&
		atomic_compare_exchange_strong(&b->complained_ms, &last, now);
}

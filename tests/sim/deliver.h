/* SPDX-License-Identifier: MIT */
/* Sends what a handler answered, as it is or spoiled. */
#ifndef SIM_DELIVER_H
#define SIM_DELIVER_H

#include "tests/sim/call.h"
#include "tests/sim/fault.h"

#include <microhttpd.h>

/* fault says how to spoil the body; value belongs to it. */
enum MHD_Result deliver(
	struct MHD_Connection *connection, struct call *call, enum fault_kind fault, int64_t value);

#endif

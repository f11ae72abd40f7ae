/* SPDX-License-Identifier: MIT */
/* Who is at the other end of a request, and what that person or program may do. */
#ifndef SERVE_CALLER_H
#define SERVE_CALLER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "api/operation.h"
#include "base/err.h"
#include "helper/common/audit.h"

#define CALLER_NAME_SIZE  AUDIT_BY_SIZE
#define CALLER_OPERATIONS 256 /* rows of the operation table that a list can name */

/* Copied freely: it points nowhere. All zero is somebody who may do nothing. */
struct caller {
	char name[CALLER_NAME_SIZE]; /* for logs and rate limits: "token:ci", "uid:1501(alice)" */
	char from[AUDIT_FROM_SIZE];  /* "192.0.2.7:40112", "uid:1501/pid:4242"; "" = not known */
	bool local;		     /* behind the socket of this host */
	bool known;
	enum api_risk most;  /* the most dangerous class of operations */
	bool secrets;	     /* also operations whose answer holds codes */
	bool mcp;	     /* may use the MCP adapter */
	bool listed;	     /* only the operations below */
	uint64_t operations[CALLER_OPERATIONS / 64]; /* a bit for each row of api_operations */
};

/* Adds a row to the list of operations. Returns 0, or -1 when there is no such name. */
int caller_list(struct caller *c, const char *operation) __attribute__((warn_unused_result));

/* May the caller run this row? Returns 0, or -1 with ERR_PERMISSION that says what is missing. */
int caller_may(const struct caller *c, const struct api_op *op, enum api_risk risk, struct err *e)
	__attribute__((warn_unused_result));

/* Reads a word of api_risk_word(). Returns 0, or -1 for any other. */
int risk_parse(const char *word, enum api_risk *ret_risk) __attribute__((warn_unused_result));

#endif

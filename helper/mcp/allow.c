/* SPDX-License-Identifier: MIT */
/* What agents may do on this host, whatever else they may do. */
#include "helper/mcp/mcp.h"

bool
mcp_allows(const struct conf *c, const struct api_op *op, enum api_risk risk)
{
	const struct names *words = &c->serve.mcp_allow;

	if ((op->flags & API_SECRET_ANSWER) != 0 && !names_has(words, SERVE_MCP_SECRETS))
		return false;
	return names_has(words, api_risk_word(risk));
}

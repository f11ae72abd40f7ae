/* SPDX-License-Identifier: MIT */
/* Tells the two eras of the protocol apart, and holds requests to the rules of theirs. */
#include <string.h>

#include <cjson/cJSON.h>
#include <openssl/evp.h>

#include "api/json.h"
#include "helper/mcp/message.h"

#define META_CAPABILITIES "io.modelcontextprotocol/clientCapabilities"
#define SHOWN_MAX	  64 /* bytes of a peer's word in a message */

/* The newest first; the first one is the only one without "initialize". */
static const char *const versions[] = { MCP_MODERN, "2025-11-25", "2025-06-18", "2025-03-26",
	"2024-11-05" };

#define VERSIONS (sizeof(versions) / sizeof(versions[0]))

bool
era_serves(const char *version)
{
	for (size_t i = 0; i < VERSIONS; i++)
		if (strcmp(versions[i], version) == 0)
			return true;
	return false;
}

static void
write_versions(struct text_buf *b)
{
	for (size_t i = 0; i < VERSIONS; i++)
		text_buf_printf(b, "%s\"%s\"", i == 0 ? "[" : ",", versions[i]);
	text_buf_puts(b, "]");
}

/* Says the same as name does, plain or as =?base64?…?=? */
static bool
header_names(const char *header, const char *name)
{
	static const char begin[] = "=?base64?", end[] = "?=";
	unsigned char encoded[4 * MCP_NAME_MAX / 3 + 8];
	size_t len, name_len = strlen(name);

	if (header == NULL)
		return false;
	if (strcmp(header, name) == 0)
		return true;
	if (strncmp(header, begin, sizeof(begin) - 1) != 0 || name_len > MCP_NAME_MAX)
		return false;
	header += sizeof(begin) - 1;
	len = (size_t)EVP_EncodeBlock(encoded, (const unsigned char *)name, (int)name_len);
	while (len > 0 && encoded[len - 1] == '=') /* padding may be left out */
		len--;
	if (strncmp(header, (const char *)encoded, len) != 0)
		return false;
	header += len;
	header += strspn(header, "=");
	return strcmp(header, end) == 0;
}

/* The headers repeat what the body says, so that what stands in between can act on it. */
static int
check_headers(struct message *m)
{
	const char *name = json_string(m->params, "name");

	if (m->headers->version == NULL)
		message_refuse(m, 400, MCP_HEADER_MISMATCH,
			"Header mismatch: MCP-Protocol-Version is required");
	else if (m->headers->method == NULL || strcmp(m->headers->method, m->method) != 0)
		message_refuse(m, 400, MCP_HEADER_MISMATCH,
			"Header mismatch: Mcp-Method is not the method of the body");
	else if (strcmp(m->method, "tools/call") == 0 && name != NULL &&
		 !header_names(m->headers->name, name))
		message_refuse(m, 400, MCP_HEADER_MISMATCH,
			"Header mismatch: Mcp-Name is not params.name");
	else
		return 0;
	return -1;
}

static void
refuse_version(struct message *m, const char *claimed)
{
	char clean[SHOWN_MAX];

	message_begin_refusal(m, 400, MCP_UNSUPPORTED_VERSION, "Unsupported protocol version: %s",
		text_clean(clean, sizeof(clean), claimed));
	message_member(m, "data");
	text_buf_puts(&m->reply->body, "{\"supported\":");
	write_versions(&m->reply->body);
	message_member(m, "requested");
	json_write_string(&m->reply->body, claimed);
	text_buf_puts(&m->reply->body, "}");
	message_finish(m);
}

static int
check_modern(struct message *m, const struct cJSON *meta, const char *claimed)
{
	if (claimed == NULL) {
		message_refuse(m, 400, MCP_INVALID_PARAMS,
			"Invalid params: _meta[\"" MCP_META_VERSION "\"] must be a string");
		return -1;
	}
	if (m->headers != NULL && m->headers->version != NULL &&
		strcmp(m->headers->version, claimed) != 0) {
		message_refuse(m, 400, MCP_HEADER_MISMATCH,
			"Header mismatch: MCP-Protocol-Version is not what _meta says");
		return -1;
	}
	if (strcmp(claimed, MCP_MODERN) != 0) {
		refuse_version(m, claimed);
		return -1;
	}
	if (message_has_twins(meta) || !cJSON_IsObject(json_get(meta, META_CAPABILITIES))) {
		message_refuse(m, 400, MCP_INVALID_PARAMS,
			"Invalid params: _meta[\"" META_CAPABILITIES "\"] must be an object");
		return -1;
	}
	return m->headers != NULL ? check_headers(m) : 0;
}

static int
refuse_unclaimed(struct message *m)
{
	if (strcmp(m->method, "initialize") == 0)
		message_refuse(m, 400, MCP_HEADER_MISMATCH,
			"Header mismatch: initialize does not exist in " MCP_MODERN);
	else
		message_refuse(m, 400, MCP_INVALID_PARAMS,
			"Invalid params: _meta[\"" MCP_META_VERSION "\"] is missing");
	return -1;
}

int
era_check(struct message *m)
{
	const struct cJSON *meta = json_get(m->params, "_meta");
	const struct cJSON *claim = json_get(meta, MCP_META_VERSION);
	const char *claimed = json_string(meta, MCP_META_VERSION);
	const char *header = m->headers != NULL ? m->headers->version : NULL;
	bool initialize = strcmp(m->method, "initialize") == 0;
	bool older = initialize && (claimed == NULL || strcmp(claimed, MCP_MODERN) != 0);

	if (claim == NULL && header != NULL && strcmp(header, MCP_MODERN) == 0)
		return refuse_unclaimed(m);
	if (claim != NULL && !older) {
		m->modern = true;
		return check_modern(m, meta, claimed);
	}
	if (header != NULL && !era_serves(header) && !initialize) {
		message_refuse(m, 400, MCP_INVALID_REQUEST,
			"Unsupported MCP-Protocol-Version; see server/discover");
		return -1;
	}
	return 0;
}

static void
write_capabilities(struct message *m)
{
	message_member(m, "capabilities");
	text_buf_puts(&m->reply->body, "{\"tools\":{}}");
}

static void
write_instructions(struct message *m)
{
	message_member(m, "instructions");
	text_buf_puts(&m->reply->body, MCP_INSTRUCTIONS);
}

/* Answers with the revision that was asked for, else with the newest that has this method. */
void
method_initialize(struct message *m)
{
	const char *asked = json_string(m->params, "protocolVersion"), *chosen = versions[1];

	if (asked == NULL || !cJSON_IsObject(json_get(m->params, "capabilities")) ||
		!cJSON_IsObject(json_get(m->params, "clientInfo"))) {
		message_refuse(m, 200, MCP_INVALID_PARAMS,
			"Invalid params: protocolVersion, capabilities and clientInfo are "
			"required");
		return;
	}
	for (size_t i = 1; i < VERSIONS; i++)
		if (strcmp(versions[i], asked) == 0)
			chosen = versions[i];
	message_begin(m);
	message_member(m, "protocolVersion");
	text_buf_printf(&m->reply->body, "\"%s\"", chosen);
	write_capabilities(m);
	message_member(m, "serverInfo");
	text_buf_puts(&m->reply->body, MCP_SERVER_INFO);
	write_instructions(m);
	message_finish(m);
}

void
method_discover(struct message *m)
{
	message_begin(m);
	message_member(m, "supportedVersions");
	write_versions(&m->reply->body);
	write_capabilities(m);
	write_instructions(m);
	message_keep(m);
	message_finish(m);
}

void
method_ping(struct message *m)
{
	message_begin(m);
	message_finish(m);
}

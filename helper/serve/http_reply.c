/* SPDX-License-Identifier: MIT */
/* What a reply may be given before it is sent: headers, and the words of a refusal. */
#include <stdarg.h>
#include <stdio.h>

#include "api/json.h"
#include "helper/serve/http.h"

#define MESSAGE_SIZE (ERR_MSG_SIZE + 64)

void
http_reply_header(struct http_reply *reply, const char *name, const char *value)
{
	if (reply->header_count == HTTP_HEADERS ||
		text_copy(reply->header[reply->header_count].value, HTTP_VALUE_SIZE, value) != 0)
		return;
	reply->header[reply->header_count++].name = name;
}

/* The directory's own code and words for a status, as far as it has some. */
static const struct {
	unsigned status;
	int code;
	const char *message;
} words[] = {
	{ 400, 40002, "Invalid request parameters" },
	{ 401, 40101, "Missing request credentials" },
	{ 403, 40301, "Access forbidden" },
	{ 404, 40401, "Resource not found" },
	{ 405, 40501, "Method not allowed" },
	{ 413, 41301, "Request too large" },
	{ 415, 41501, "Unsupported media type" },
	{ 429, 42901, "Too many requests" },
	{ 500, 50001, "Internal error" },
	{ 502, 50201, "The directory gave no usable answer" },
	{ 503, 50301, "Busy" },
	{ 504, 50401, "The directory did not answer in time" },
};

void
http_refuse(struct http_reply *reply, unsigned status, enum err_code fault, const char *fmt, ...)
{
	char raw[MESSAGE_SIZE], clean[MESSAGE_SIZE];
	const char *message = "Refused";
	int code = (int)status * 100;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(raw, sizeof(raw), fmt, ap); /* a longer text is cut */
	va_end(ap);
	(void)text_clean(clean, sizeof(clean), raw);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i].status == status) {
			code = words[i].code;
			message = words[i].message;
		}
	text_buf_clear(&reply->body);
	*reply = (struct http_reply){ .status = status, .type = HTTP_JSON, .close = reply->close,
		.refused = true };
	text_buf_printf(&reply->body, "{\"stat\": \"FAIL\", \"code\": %d, \"message\": \"%s\", "
		"\"message_detail\": ", code, message);
	json_write_string(&reply->body, clean);
	text_buf_puts(&reply->body, "}");
	http_reply_header(reply, "Doorward-Fault", err_word(fault));
}

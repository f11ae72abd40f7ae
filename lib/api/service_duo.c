/* SPDX-License-Identifier: MIT */
/* Duo: requests signed with a secret key, answers with "stat", pages by offset. */
#include "api/service.h"

#include <string.h>

#include "api/json.h"
#include "api/sign.h"

static const struct api_credentials *
credentials_of(const struct api_client *c, enum api_application application)
{
	switch (application) {
	case API_ADMIN:
		return &c->admin;
	case API_AUTH:
		return &c->auth;
	case API_NONE:
	case API_KEY:
		return NULL;
	}
	return NULL;
}

int
duo_check(const struct api_client *c, const struct api_op *op, struct err *e)
{
	const struct api_credentials *credentials = credentials_of(c, op->application);
	const char *section = op->application == API_ADMIN ? "admin" : "auth";

	if (credentials == NULL || credentials->ikey[0] != '\0')
		return 0;
	return err_set(e, ERR_CONFIG, "%s needs credentials: set duo.%s.ikey and duo.%s.skey_file",
		op->name, section, section);
}

int
duo_authorize(const struct api_client *c, const struct request *r, int64_t now,
	struct service_headers *ret_headers, struct err *e)
{
	const struct api_credentials *credentials = credentials_of(c, r->op->application);
	const struct text_buf *params = c->signature == 5 ? &r->query : &r->params;
	char date[SIGN_DATE_SIZE];
	struct sign_input in = {
		.version = c->signature,
		.method = r->op->method,
		.host = c->host, /* without the port, also when it is not 443 */
		.path = r->path,
		.date = date,
		.params = params->data != NULL ? params->data : "",
		.body = r->body.data,
		.body_len = r->body.len,
	};
	auto_text_buf text = { .limit = 0 };
	char hex[SIGN_HEX_SIZE];

	sign_date(now, date);
	text_buf_printf(&ret_headers->date, "Date: %s", date);
	if (credentials == NULL)
		return 0;
	text_buf_puts(&ret_headers->authorization, "Authorization: ");
	if (sign_canonical(&in, &text, e) != 0 ||
		sign_hmac(SIGN_SHA512, &credentials->skey, text.data, text.len, hex, e) != 0)
		return -1;
	return sign_authorization(credentials->ikey, hex, &ret_headers->authorization, e);
}

/* What stands beside a page: a number, or digits in a string; -1 for anything else. */
static int64_t
read_metadata(const struct cJSON *root, const char *name)
{
	const struct cJSON *metadata = json_get(root, "metadata");
	const char *digits = json_string(metadata, name);
	int64_t number = -1;

	if (json_int(metadata, name, &number) == 0 && number >= 0)
		return number;
	if (digits != NULL && text_to_int(digits, 0, INT32_MAX, &number) == 0)
		return number;
	return -1;
}

enum envelope
duo_read(const struct api_op *op, struct api_answer *a)
{
	const char *stat = json_string(a->root, "stat");
	const char *message = json_string(a->root, "message");
	const char *detail = json_string(a->root, "message_detail");

	(void)op; /* all rows are answered alike */
	if (stat == NULL)
		return ENVELOPE_FOREIGN;
	if (a->status == 200 && strcmp(stat, "OK") == 0) {
		a->response = json_get(a->root, "response");
		a->next_offset = read_metadata(a->root, "next_offset");
		a->total = read_metadata(a->root, "total_objects");
		return ENVELOPE_OK;
	}
	if (strcmp(stat, "FAIL") != 0)
		return ENVELOPE_FOREIGN;
	/* the code is a number; in rare answers it is an empty string or missing */
	if (json_int(a->root, "code", &a->code) != 0)
		a->code = 0;
	(void)text_clean(a->message, sizeof(a->message), message != NULL ? message : "");
	(void)text_clean(a->detail, sizeof(a->detail), detail != NULL ? detail : "");
	return ENVELOPE_FAIL;
}

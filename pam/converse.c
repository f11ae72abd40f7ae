/* SPDX-License-Identifier: MIT */
/* Carries cleaned text to the application and filtered answers back, and wipes every copy. */
#include "pam/converse.h"

#include <stdbool.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "pam/answer.h"

/* The application's conversation with one message. Returns 0 or -1; what a failed function left in
 * its response is the application's. */
static int
call_application(pam_handle_t *pamh, const struct pam_message *message,
	struct pam_response **ret_response)
{
	const struct pam_conv *conv;
	const void *item = NULL;

	if (pam_get_item(pamh, PAM_CONV, &item) != PAM_SUCCESS || item == NULL)
		return -1;
	conv = item;
	return conv->conv != NULL && conv->conv(1, &message, ret_response, conv->appdata_ptr) ==
		PAM_SUCCESS ? 0 : -1;
}

/* One message, one call: some applications take no more. Not pam_prompt(3), which logs an error
 * where nobody needs to act. Returns 0 or -1; *ret_typed is NULL or the caller's to wipe. */
static int
converse(pam_handle_t *pamh, int style, const char *text, char **ret_typed)
{
	char line[WIRE_TEXT];
	const struct pam_message message = { .msg_style = style,
		.msg = text_clean(line, sizeof(line), text) };
	struct pam_response *response = NULL;
	int rc = call_application(pamh, &message, &response);

	*ret_typed = NULL;
	explicit_bzero(line, sizeof(line)); /* the process may go on as the person */
	if (rc != 0)
		return -1;
	if (response != NULL)
		*ret_typed = response->resp;
	free(response);
	return 0;
}

void
converse_show(pam_handle_t *pamh, int style, const char *text)
{
	auto_wipe typed = NULL;

	(void)converse(pamh, style, text, &typed); /* shown or not, the login goes on */
}

static const char *
item_text(pam_handle_t *pamh, int item)
{
	const void *value = NULL;

	return pam_get_item(pamh, item, &value) == PAM_SUCCESS ? value : NULL;
}

static bool
is_echo(const char *typed, const char *given)
{
	return given != NULL && given[0] != '\0' && strcmp(typed, given) == 0;
}

enum converse_end
converse_ask(pam_handle_t *pamh, const char *text, char ret_answer[static WIRE_ANSWER])
{
	auto_wipe typed = NULL;
	const char *password;

	explicit_bzero(ret_answer, WIRE_ANSWER);
	if (converse(pamh, PAM_PROMPT_ECHO_ON, text, &typed) != 0 || typed == NULL)
		return CONVERSE_FAILED;
	password = item_text(pamh, PAM_AUTHTOK); /* the application may have changed it meanwhile */
	if (is_echo(typed, password) || is_echo(typed, item_text(pamh, PAM_USER)))
		return CONVERSE_ECHOED;
	(void)answer_filter(ret_answer, typed, password);
	return CONVERSE_ANSWERED;
}

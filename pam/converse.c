/* SPDX-License-Identifier: MIT */
/* Carries cleaned text to the application and filtered answers back, and wipes every copy. */
#include "pam/converse.h"

#include <security/pam_ext.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "pam/answer.h"

void
converse_show(pam_handle_t *pamh, int style, const char *text)
{
	char line[WIRE_TEXT];

	(void)pam_prompt(pamh, style, NULL, "%s", text_clean(line, sizeof(line), text));
}

int
converse_ask(pam_handle_t *pamh, const char *text, char ret_answer[static WIRE_ANSWER])
{
	char line[WIRE_TEXT];
	auto_wipe typed = NULL;
	const void *password = NULL;
	int rc = pam_prompt(pamh, PAM_PROMPT_ECHO_ON, &typed, "%s",
		text_clean(line, sizeof(line), text));

	if (rc != PAM_SUCCESS || typed == NULL)
		return -1;
	if (pam_get_item(pamh, PAM_AUTHTOK, &password) != PAM_SUCCESS)
		password = NULL;
	(void)answer_filter(ret_answer, typed, password);
	return 0;
}

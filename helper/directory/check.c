/* SPDX-License-Identifier: MIT */
/* Refuses what a passwd line could not hold, or an account must not be, and says why. */
#include "helper/directory/check.h"

#include <string.h>

#include "base/directory.h"
#include "base/text.h"

int
directory_check_name(const char *kind, const char *name, struct err *e)
{
	char shown[64];

	if (directory_name_ok(name))
		return 0;
	return err_set(e, ERR_USAGE, "%s \"%s\": is not a name that an account can have", kind,
		text_clean(shown, sizeof(shown), name));
}

int
directory_check_id(const char *name, const char *kind, uint32_t id, struct err *e)
{
	return directory_id_ok(id)
		       ? 0
		       : err_set(e, ERR_USAGE,
				 "%s: %s %u is outside %u to %u, or"
				 " reserved",
				 name, kind, id, DIRECTORY_ID_FLOOR, DIRECTORY_ID_CEILING);
}

int
directory_check_text(const char *name, const char *kind, const char *text, bool path, struct err *e)
{
	for (const char *c = text; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f || *c == ':')
			return err_set(e, ERR_USAGE,
				"%s: the %s holds a colon or control character", name, kind);
	if (path && text[0] != '/')
		return err_set(e, ERR_USAGE, "%s: the %s does not begin with /", name, kind);
	return text_is_utf8(text, strlen(text))
		       ? 0
		       : err_set(e, ERR_USAGE, "%s: the %s is not UTF-8", name, kind);
}

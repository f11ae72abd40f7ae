/* SPDX-License-Identifier: MIT */
/* What a request target may look like, whoever decodes it afterwards. */
#ifndef SERVE_HTTP_URI_H
#define SERVE_HTTP_URI_H

/* Returns what is wrong with a target (path and query as they came), static; or NULL: then it
 * begins with '/', every '%' is followed by two hexadecimal digits, nothing decodes to NUL, and the
 * path holds no encoded slash, backslash, control character or dot segment in any spelling. */
const char *http_uri_fault(const char *uri);

#endif

/* SPDX-License-Identifier: MIT */
/* Keeps secrets in one place of fixed size, so that wiping reaches every copy. */
#include "base/secret.h"

#include <string.h>
#include <sys/resource.h>

#include "base/trust.h"

void
secret_forbid_cores(void)
{
	const struct rlimit none = { 0 };

	(void)setrlimit(RLIMIT_CORE, &none); /* less is always permitted */
}

int
secret_set(struct secret *s, const char *bytes, size_t len, struct err *e)
{
	if (len == 0)
		return err_set(e, ERR_CONFIG, "the secret is empty");
	if (len > sizeof(s->bytes))
		return err_set(e, ERR_CONFIG, "the secret is longer than %d bytes", SECRET_MAX);
	memcpy(s->bytes, bytes, len);
	s->len = len;
	return 0;
}

int
secret_read_file(struct secret *s, const char *path, struct err *e)
{
	char buf[SECRET_MAX + 2];
	size_t len;
	int rc;

	if (trust_read_file(path, TRUST_SECRET, buf, sizeof(buf), &len, e) != 0)
		return -1;
	if (len > 0 && buf[len - 1] == '\n')
		len--;
	if (len > 0 && buf[len - 1] == '\r')
		len--;
	rc = 0;
	for (size_t i = 0; i < len && rc == 0; i++)
		if ((unsigned char)buf[i] <= ' ' || (unsigned char)buf[i] >= 0x7f)
			rc = err_set(e, ERR_CONFIG, "%s: holds a blank or control byte at position %zu;"
				" it must hold the secret and nothing else", path, i + 1);
	if (rc == 0 && secret_set(s, buf, len, e) != 0)
		rc = err_where(e, "%s", path);
	explicit_bzero(buf, sizeof(buf));
	return rc;
}

void
secret_clear(struct secret *s)
{
	explicit_bzero(s, sizeof(*s));
}

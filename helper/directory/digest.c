/* SPDX-License-Identifier: MIT */
/* Tells a damaged directory file from a whole one. */
#include "helper/directory/digest.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/directory.h"

#define BLOCK (256u << 10)

static void
free_context(EVP_MD_CTX **context)
{
	EVP_MD_CTX_free(*context);
}

int
directory_digest(
	int fd, uint32_t size, unsigned char ret_digest[DIRECTORY_DIGEST_LENGTH], struct err *e)
{
	const uint32_t own = DIRECTORY_HEADER_AT + HEADER_DIGEST;
	__attribute__((cleanup(free_context))) EVP_MD_CTX *context = EVP_MD_CTX_new();
	auto_free unsigned char *block = malloc(BLOCK);
	uint32_t done = 0;

	if (block == NULL || context == NULL || EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1)
		return err_set(e, ERR_OTHER, "no SHA-256");
	while (done < size) {
		ssize_t n = pread(fd, block, size - done < BLOCK ? size - done : BLOCK, done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(e, ERR_OTHER, errno, "cannot read");
		if (n == 0 || (done == 0 && (uint32_t)n < own + DIRECTORY_DIGEST_LENGTH))
			return err_set(e, ERR_OTHER, "became shorter while it was read");
		if (done == 0)
			memset(block + own, 0, DIRECTORY_DIGEST_LENGTH);
		if (EVP_DigestUpdate(context, block, (size_t)n) != 1)
			return err_set(e, ERR_OTHER, "no SHA-256");
		done += (uint32_t)n;
	}
	return EVP_DigestFinal_ex(context, ret_digest, NULL) == 1
		       ? 0
		       : err_set(e, ERR_OTHER, "no SHA-256");
}

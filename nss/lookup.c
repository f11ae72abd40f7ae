/* SPDX-License-Identifier: MIT */
/* The frame around each question: it leaves no trace in the program that asked. */
#include "nss/lookup.h"

#include <errno.h>
#include <pthread.h>

void
lookup_begin(struct lookup *l)
{
	l->saved_errno = errno;
	(void)pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &l->cancel_state);
	l->opened = lookup_status(directory_open(DIRECTORY_FILE, &l->file));
}

enum nss_status
lookup_end(struct lookup *l, enum nss_status status, int *errnop)
{
	int reason = errno; /* closing must not hide it */

	if (l->opened == NSS_STATUS_SUCCESS)
		directory_close(&l->file);
	errno = l->saved_errno;
	if (status == NSS_STATUS_TRYAGAIN || status == NSS_STATUS_UNAVAIL)
		*errnop = reason; /* the same place as errno in most programs */
	(void)pthread_setcancelstate(l->cancel_state, NULL);
	return status;
}

enum nss_status
lookup_status(enum directory_answer answer)
{
	switch (answer) {
	case DIRECTORY_FOUND:
		return NSS_STATUS_SUCCESS;
	case DIRECTORY_ABSENT:
		return NSS_STATUS_NOTFOUND;
	case DIRECTORY_BROKEN:
		break;
	}
	return NSS_STATUS_UNAVAIL;
}

enum nss_status
lookup_too_small(void)
{
	errno = ERANGE;
	return NSS_STATUS_TRYAGAIN;
}

enum nss_status
lookup_broken(void)
{
	errno = EIO;
	return NSS_STATUS_UNAVAIL;
}

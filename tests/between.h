/* SPDX-License-Identifier: MIT */
/* A check that cmocka 2 calls by another name than cmocka 1. */
#ifndef TESTS_BETWEEN_H
#define TESTS_BETWEEN_H

#define assert_between(value, least, most)                                                         \
	do {                                                                                       \
		long long between_is = (long long)(value);                                         \
		if (between_is < (long long)(least) || between_is > (long long)(most))             \
			fail_msg("%s is %lld", #value, between_is);                                \
	} while (0)

#endif

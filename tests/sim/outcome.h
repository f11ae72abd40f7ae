/* SPDX-License-Identifier: MIT */
/* What decides about a login: the user's status, the groups, and the person with the phone. */
#ifndef SIM_OUTCOME_H
#define SIM_OUTCOME_H

#include "tests/sim/sim.h"

extern const char *const outcome_words[5]; /* by enum outcome */

/* Status of the user with the groups counted in: the stricter one wins, a bypass beats active. */
enum user_status outcome_effective_status(const struct user *user);

/* How this user's phone would be answered now. */
enum outcome outcome_for(const struct sim *sim, const struct user *user);

/* Index of word in a table of words, or -1. */
int outcome_find_word(const char *const *words, size_t count, const char *word);

#endif

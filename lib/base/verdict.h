/* SPDX-License-Identifier: MIT */
/* The verdicts that travel from the broker to the module, and their words on the wire. */
#ifndef BASE_VERDICT_H
#define BASE_VERDICT_H

#include "base/err.h"

/* Zero is DENY, so that a forgotten initialiser refuses. PAM's zero is success: the conversion
 * to a PAM code happens once, in pam/.
 *
 *	enumerator	word		PAM code it becomes	meaning */
#define VERDICTS(X)                                                                                \
	X(VERDICT_DENY, "deny")               /* PERM_DENIED        this person may not enter */   \
	X(VERDICT_ALLOW, "allow")             /* SUCCESS */                                        \
	X(VERDICT_IGNORE, "ignore")           /* IGNORE             policy steps aside */          \
	X(VERDICT_ASK, "ask")                 /* never on the wire: a factor must be asked for */  \
	X(VERDICT_EXPIRED, "expired")         /* ACCT_EXPIRED       the account is ended */        \
	X(VERDICT_REFUSED, "refused")         /* AUTH_ERR           wrong code, push refused */    \
	X(VERDICT_MAXTRIES, "maxtries")       /* MAXTRIES           attempts used up */            \
	X(VERDICT_ABORT, "abort")             /* ABORT              push reported as fraud */      \
	X(VERDICT_USER_UNKNOWN, "unknown")    /* USER_UNKNOWN */                                   \
	X(VERDICT_UNAVAILABLE, "unavailable") /* AUTHINFO_UNAVAIL   nothing could be learnt */     \
	X(VERDICT_BROKEN, "broken")           /* SERVICE_ERR        the configuration is broken */

#define VERDICT_ENUM(name, word) name,
enum verdict { VERDICTS(VERDICT_ENUM) VERDICT_COUNT };
#undef VERDICT_ENUM

/* The word; "deny" for a value outside the enum. Static. */
const char *verdict_word(enum verdict v);

/* Returns 0 with the verdict, or -1 for a word that this version does not know. */
int verdict_parse(const char *word, enum verdict *ret_verdict)
	__attribute__((warn_unused_result));

#endif

/* SPDX-License-Identifier: MIT */
/* Prints every decision there is, for a person to read: tests/golden/decide.txt. */
#include <stdio.h>

#include "policy/policy.h"

static const struct {
	const char *title;
	struct policy policy;
} policies[] = {
	{ "Strict: unmapped, unknown, unenrolled, unreachable = \"deny\"; bypass = \"ignore\"",
		{ .unmapped = STANCE_DENY, .unknown = STANCE_DENY, .unenrolled = STANCE_DENY,
			.unreachable = STANCE_DENY, .bypass = STANCE_IGNORE } },
	{ "Lenient: unmapped, unknown, unenrolled, unreachable = \"ignore\"; bypass = \"allow\"",
		{ .unmapped = STANCE_IGNORE, .unknown = STANCE_IGNORE, .unenrolled = STANCE_IGNORE,
			.unreachable = STANCE_IGNORE, .bypass = STANCE_ALLOW } },
};

static void
print_row(const struct policy *p, enum finding f, enum phase phase)
{
	(void)printf("%-16s  %-8s", finding_word(f), phase_word(phase));
	for (unsigned c = 0; c < CLASS_COUNT; c++)
		(void)printf(c + 1 < CLASS_COUNT ? "  %-11s" : "  %s",
			verdict_word(decide(p, f, phase, (enum service_class)c)));
	(void)printf("\n");
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(policies) / sizeof(policies[0]); i++) {
		(void)printf("%s%s\n\n%-16s  %-8s", i > 0 ? "\n" : "", policies[i].title, "finding",
			"phase");
		for (unsigned c = 0; c < CLASS_COUNT; c++)
			(void)printf(c + 1 < CLASS_COUNT ? "  %-11s" : "  %s",
				service_class_word((enum service_class)c));
		(void)printf("\n");
		for (unsigned f = 0; f < FINDING_COUNT; f++)
			for (unsigned phase = 0; phase < PHASE_COUNT; phase++)
				print_row(&policies[i].policy, (enum finding)f, (enum phase)phase);
	}
	return fflush(stdout) == 0 && ferror(stdout) == 0 ? 0 : 1;
}

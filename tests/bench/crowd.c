/* SPDX-License-Identifier: MIT */
/* A crowd at the broker's socket, and one line of what became of it; benchmarks and tests use it.
 *
 *	crowd socket=PATH count=N [KEY=VALUE…]
 *
 * Prints "settled …" once each conversation is at its prompt or has ended (or patience, 20 s, has),
 * then with stay=yes, when all have ended or at SIGTERM, "ended …" with the figures of then, and at
 * last, where the broker had words for a person, "said …".
 *
 *	count=1 window=COUNT	conversations in all, and at the same time
 *	phase=auth service=sshd user=alice rhost= caller= proof=no
 *				what begin says; a '%' in user, rhost and caller is a number, from
 *	from=0 same=1		1 + from on, each for so many conversations
 *	say=begin|half|nothing	what is said first: half a message, or nothing at all
 *	leave=open|begin|ask|end	when we close: connected, begin said, asked, at the end
 *	answer=TEXT after=0	what each prompt is answered with, and how many ms later
 *	uid=N each=1		the peers' uids, from this one on, each for so many; needs root
 *	patience=20000 stay=no */
#include "tests/bench/crowd.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static volatile bool told_to_stop;

static void
on_term(int number)
{
	(void)number;
	told_to_stop = true;
}

static void
print(const char *what, const struct crowd_tally *t)
{
	(void)printf("%s ms=%lld waiting=%lld silent=%lld closed=%lld left=%lld"
		" unconnected=%lld", what, (long long)t->ms, (long long)t->waiting,
		(long long)t->silent, (long long)t->closed, (long long)t->left,
		(long long)t->unconnected);
	for (unsigned v = 0; v < VERDICT_COUNT; v++)
		if (v != VERDICT_ASK)
			(void)printf(" %s=%lld", verdict_word((enum verdict)v),
				(long long)t->verdict[v]);
	for (size_t i = 0; i < t->reason_count; i++)
		(void)printf(" reason:%s=%lld", t->reason[i].word, (long long)t->reason[i].count);
	(void)printf(" p50_us=%lld p99_us=%lld max_us=%lld\n", (long long)t->p50_us,
		(long long)t->p99_us, (long long)t->max_us);
	(void)fflush(stdout);
}

/* Index of the word; ends the program for one that is not there. */
static int
choose(const char *value, const char *const *words, int count)
{
	for (int i = 0; i < count; i++)
		if (strcmp(value, words[i]) == 0)
			return i;
	(void)fprintf(stderr, "crowd: \"%s\" is none of the words that may stand there\n", value);
	exit(2);
}

/* Returns false for a key that there is not. */
static bool
set(struct crowd_order *o, const char *key, const char *value)
{
	static const char *const says[] = { "begin", "half", "nothing" };
	static const char *const leaves[] = { "open", "begin", "ask", "end" };
	static const char *const yes[] = { "no", "yes" };
	const struct {
		const char *key, **text;
	} texts[] = { { "socket", &o->socket }, { "phase", &o->phase }, { "service", &o->service },
		{ "user", &o->user }, { "rhost", &o->rhost }, { "caller", &o->caller },
		{ "answer", &o->answer } };
	const struct {
		const char *key;
		int64_t *number;
	} numbers[] = { { "count", &o->count }, { "window", &o->window }, { "from", &o->from },
		{ "same", &o->same },
		{ "uid", &o->uid }, { "each", &o->each }, { "after", &o->after_ms },
		{ "patience", &o->patience_ms } };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(key, texts[i].key) == 0) {
			*texts[i].text = value;
			return true;
		}
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (strcmp(key, numbers[i].key) == 0) {
			*numbers[i].number = atoll(value);
			return true;
		}
	if (strcmp(key, "say") == 0)
		o->say = (enum crowd_say)choose(value, says, 3);
	else if (strcmp(key, "leave") == 0)
		o->leave = (enum crowd_leave)choose(value, leaves, 4);
	else if (strcmp(key, "proof") == 0)
		o->proof = choose(value, yes, 2) == 1;
	else if (strcmp(key, "stay") == 0)
		o->stay = choose(value, yes, 2) == 1;
	else
		return false;
	return true;
}

static bool
read_order(char **words, struct crowd_order *o)
{
	for (; *words != NULL; words++) {
		char *equal = strchr(*words, '=');

		if (equal == NULL)
			return false;
		*equal = '\0';
		if (!set(o, *words, equal + 1))
			return false;
	}
	if (o->window == 0)
		o->window = o->count;
	return o->socket != NULL && o->count >= 1 && o->count <= CROWD_MAX && o->window >= 1 &&
		o->same >= 1 && o->each >= 1;
}

int
main(int argc, char **argv)
{
	struct crowd_order order = { .phase = "auth", .service = "sshd", .user = "alice",
		.rhost = "", .caller = "", .count = 1, .same = 1, .each = 1, .patience_ms = 20000,
		.leave = CROWD_LEAVE_END };
	struct sigaction stop = { .sa_handler = on_term };
	struct crowd_tally tally;
	struct err e = { 0 };
	struct crowd *c;

	if (argc < 2 || !read_order(argv + 1, &order)) {
		(void)fputs("crowd: see the head of tests/bench/crowd.c\n", stderr);
		return 2;
	}
	(void)sigaction(SIGTERM, &stop, NULL);
	if (crowd_open(&order, &c, &e) != 0) {
		(void)fprintf(stderr, "crowd: %s\n", e.msg);
		return 1;
	}
	crowd_count(c, &tally);
	print("settled", &tally);
	if (order.stay) {
		crowd_stay(c, &told_to_stop);
		crowd_count(c, &tally);
		print("ended", &tally);
	}
	if (tally.said[0] != '\0')
		(void)printf("said %s\n", tally.said);
	crowd_free(c);
	return 0;
}

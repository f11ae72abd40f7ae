/* SPDX-License-Identifier: MIT */
/* A client of the broker that keeps to no rule, and counters of what the broker holds. */
#ifndef E2E_RAW_PEER_H
#define E2E_RAW_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define RAW_MESSAGE_MAX 8192

/* One message as it came, its fields parted by tabs. */
struct raw_message {
	char text[RAW_MESSAGE_MAX];
};

int64_t raw_now_ms(void);

/* A connection to the broker, or -1. */
int raw_connect(const char *path);

/* Sends the bytes as one message; false: the broker has gone. */
bool raw_send(int fd, const char *bytes, size_t len);

/* As raw_send for words parted by '|' (which become NUL bytes, one at the end too). */
bool raw_say(int fd, const char *words);

/* The next message within ms. Returns 1, 0 when the broker closed, or -1 when nothing came. */
int raw_hear(int fd, int ms, struct raw_message *ret_message);

/* Skips info messages. Otherwise as raw_hear; ms counts for all of them together. */
int raw_hear_more(int fd, int ms, struct raw_message *ret_message);

/* One whole account login of user. True when the verdict word is the given one, within ms. */
bool raw_login(const char *path, const char *user, const char *verdict, int ms);

/* Entries of /proc/PID/WHAT, such as "fd" or "task"; -1 when there is none. */
int raw_count(pid_t pid, const char *what);

/* Waits until count(pid, what) is at most limit, for at most ms. Returns the last count. */
int raw_settle(pid_t pid, const char *what, int limit, int ms);

/* Runs work as another user in a child; returns its result (0 to 255), or -1. */
int raw_as(uid_t uid, int (*work)(const char *path), const char *path);

#endif

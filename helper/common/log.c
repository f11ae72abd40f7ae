/* SPDX-License-Identifier: MIT */
/* Writes log lines; whatever a line holds, it stays one line. */
#include "helper/common/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <time.h>

#include "api/json.h"
#include "base/text.h"
#include "helper/common/log_journal.h"
#include "helper/common/log_send.h"

#define SENTENCE_SIZE 2048
#define VALUE_SIZE    (ERR_MSG_SIZE + 64)
#define TEXT_SIZE     4096
#define JSON_SIZE     6144 /* syslog daemons cut lines from 8 KiB on, and JSON must not be cut */

static const struct {
	int priority;
	const char *word;
} levels[] = {
	[LOG_LEVEL_ERR] = { LOG_ERR, "error" },
	[LOG_LEVEL_WARNING] = { LOG_WARNING, "warning" },
	[LOG_LEVEL_INFO] = { LOG_INFO, "info" },
	[LOG_LEVEL_DEBUG] = { LOG_DEBUG, "debug" },
};

static const char *_Atomic program = "doorward";
static _Atomic enum log_target chosen_target = LOG_TARGET_STDERR;
static _Atomic enum log_format chosen_format = LOG_FORMAT_TEXT;
static _Atomic unsigned lost; /* lines, since one was taken */
static _Atomic int64_t lost_in_all;
static _Atomic enum log_level chosen_level = LOG_LEVEL_INFO;

void
log_open(const char *name, enum log_target target, enum log_format format, enum log_level level)
{
	program = name;
	chosen_target = target;
	chosen_format = format;
	chosen_level = level;
}

void
log_system_only(void)
{
	log_send_alone();
}

bool
log_wants(enum log_level level)
{
	return level <= chosen_level;
}

int64_t
log_lost(void)
{
	return lost_in_all;
}

void
log_text(struct log_pairs *p, const char *key, const char *text)
{
	if (text[0] != '\0' && p->count < LOG_PAIRS)
		p->pair[p->count++] = (struct log_pair){ .key = key, .text = text };
}

void
log_number(struct log_pairs *p, const char *key, int64_t number)
{
	if (p->count < LOG_PAIRS)
		p->pair[p->count++] = (struct log_pair){ .key = key, .number = number };
}

/* record: with fields, where somebody keeps them. */
static bool
send_line(enum log_level level, const char *text, const struct log_pairs *record)
{
	if (record != NULL && chosen_target == LOG_TARGET_SYSLOG &&
		log_journal(program, levels[level].priority, text, record))
		return true;
	return log_send(chosen_target, program, levels[level].priority, text);
}

static bool
write_text(enum log_level level, const char *sentence, const struct log_pairs *pairs, bool record)
{
	char line[TEXT_SIZE], value[VALUE_SIZE], named[TEXT_SIZE + 64];
	size_t used = strlen(text_clean(line, sizeof(line), sentence));

	for (size_t i = 0; i < pairs->count && used < sizeof(line); i++) {
		const struct log_pair *p = &pairs->pair[i];

		if (p->text == NULL)
			(void)snprintf(value, sizeof(value), "%lld", (long long)p->number);
		else
			(void)text_quote(value, sizeof(value), p->text);
		used += (size_t)snprintf(line + used, sizeof(line) - used, " %s=%s", p->key, value);
	}
	if (chosen_target == LOG_TARGET_SYSLOG)
		return send_line(level, line, record ? pairs : NULL);
	(void)snprintf(named, sizeof(named), "%s: %s: %s", program, levels[level].word, line);
	return send_line(level, named, NULL);
}

/* Appends a member, unless there is no room for it as a whole. */
static void
add_member(struct text_buf *line, bool *cut, const struct log_pair *p)
{
	auto_text_buf member = { .limit = JSON_SIZE };
	char value[SENTENCE_SIZE];

	text_buf_printf(&member, "%s\"%s\":", line->len > 1 ? "," : "", p->key);
	if (p->text == NULL)
		text_buf_printf(&member, "%lld", (long long)p->number);
	else
		json_write_string(&member, text_clean(value, sizeof(value), p->text));
	if (member.failed || line->len + member.len > JSON_SIZE)
		*cut = true;
	else
		text_buf_add(line, member.data, member.len);
}

/* "2026-11-22T09:30:00.250Z" */
static const char *
time_now(char ret_text[40])
{
	struct timespec now;
	struct tm tm;
	size_t len = 0;

	(void)clock_gettime(CLOCK_REALTIME, &now); /* cannot fail on Linux */
	if (gmtime_r(&now.tv_sec, &tm) != NULL)
		len = strftime(ret_text, 32, "%Y-%m-%dT%H:%M:%S", &tm);
	(void)snprintf(ret_text + len, 40 - len, ".%03ldZ", now.tv_nsec / 1000000);
	return ret_text;
}

static bool
write_json(enum log_level level, const char *sentence, const struct log_pairs *pairs, bool record)
{
	static const struct log_pair was_cut = { .key = "cut", .number = 1 };
	auto_text_buf line = { .limit = 2 * JSON_SIZE };
	struct log_pairs head = { .count = 0 };
	bool cut = false, ignored;
	char time_text[40], words[SENTENCE_SIZE];
	size_t len = strlen(sentence);

	/* "sync: accounts=5" needs a colon between words and pairs; a member of its own does not */
	(void)snprintf(words, sizeof(words), "%.*s",
		(int)(len > 0 && sentence[len - 1] == ':' ? len - 1 : len), sentence);

	log_text(&head, "time", time_now(time_text));
	log_text(&head, "program", program);
	log_text(&head, "level", levels[level].word);
	log_text(&head, "message", words);
	text_buf_puts(&line, "{");
	for (size_t i = 0; i < head.count; i++)
		add_member(&line, &cut, &head.pair[i]);
	for (size_t i = 0; i < pairs->count; i++)
		add_member(&line, &cut, &pairs->pair[i]);
	if (cut)
		add_member(&line, &ignored, &was_cut);
	text_buf_puts(&line, "}");
	if (line.failed)
		return write_text(level, sentence, pairs, record); /* out of memory: better so than not */
	return send_line(level, line.data, record ? pairs : NULL);
}

/* Returns whether the line was taken. */
static bool
write_pairs(enum log_level level, const char *sentence, const struct log_pairs *pairs, bool record)
{
	return chosen_format == LOG_FORMAT_JSON ? write_json(level, sentence, pairs, record)
						: write_text(level, sentence, pairs, record);
}

/* Lines that were not taken are counted in the next one that is. */
static void
tell_lost(void)
{
	unsigned count = atomic_exchange(&lost, 0);
	struct log_pairs pairs = { .count = 0 };

	log_number(&pairs, "lost", count);
	if (count > 0 && !write_pairs(LOG_LEVEL_WARNING,
			"lines before this one are lost, for the log took none:", &pairs,
			false))
		(void)atomic_fetch_add(&lost, count);
}

static bool
write_counted(enum log_level level, const char *sentence, const struct log_pairs *pairs,
	bool record)
{
	tell_lost();
	if (write_pairs(level, sentence, pairs, record))
		return true;
	(void)atomic_fetch_add(&lost, 1);
	(void)atomic_fetch_add(&lost_in_all, 1);
	return false;
}

static void __attribute__((format(printf, 3, 0)))
write_line(enum log_level level, const struct log_pairs *pairs, const char *fmt, va_list ap)
{
	static const struct log_pairs none = { .count = 0 };
	char sentence[SENTENCE_SIZE];

	if (!log_wants(level))
		return;
	(void)vsnprintf(sentence, sizeof(sentence), fmt, ap); /* a longer one is cut */
	(void)write_counted(level, sentence, pairs != NULL ? pairs : &none, false);
}

bool
log_record(const struct log_pairs *pairs, const char *sentence)
{
	return write_counted(LOG_LEVEL_INFO, sentence, pairs, true);
}

bool
log_ready(void)
{
	return (chosen_target == LOG_TARGET_SYSLOG && log_journal_ready()) ||
		log_send_ready(chosen_target);
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	write_line(level, NULL, fmt, ap);
	va_end(ap);
}

void
log_event(enum log_level level, const struct log_pairs *pairs, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	write_line(level, pairs, fmt, ap);
	va_end(ap);
}

/* SPDX-License-Identifier: MIT */
/* Text from outside: checked, cleaned and copied within bounds before anybody sees it. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is this well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF)? */
bool text_is_utf8(const char *s, size_t len);

/* Copies src for showing to a person: control characters (C0, DEL, C1), bidirectional controls
 * and malformed UTF-8 become '?'; cut at a character boundary to fit size (which must be > 0).
 * Returns dst. Line breaks count as control characters. */
char *text_clean(char *dst, size_t size, const char *src);

/* Copies src for a key=value log line: as text_clean, and quoted with \" and \\ escaped when it
 * is empty or holds a space, '=' or '"'. Returns dst. */
char *text_quote(char *dst, size_t size, const char *src);

#define TEXT_HIDES_SIZE 40

/* Does a name hold a blank that nobody sees: one at its begin or end, or anywhere a no-break or other
 * unusual space, a character without width, a soft hyphen, a byte order mark? ret_what, if not NULL,
 * says which in words, such as "U+00A0, which nobody sees". s is UTF-8. */
bool text_hides(const char *s, char ret_what[TEXT_HIDES_SIZE]);

/* Copies a string that must fit. Returns 0, or -1 (dst empty) when it does not. */
int text_copy(char *dst, size_t size, const char *src) __attribute__((warn_unused_result));

/* Takes the end of a line off: "\n", "\r\n" or "\r"; what stands within the line stays. */
void text_end_line(char *line);

/* Parses a whole decimal integer within [min, max]; no sign but '-', no blanks. Returns 0 or -1. */
int text_to_int(const char *s, int64_t min, int64_t max, int64_t *ret_value)
	__attribute__((warn_unused_result));

/* The value of a hexadecimal digit of either case, -1 for any other character. */
int text_hex_digit(char c);

/* The byte that stands at s, percent-encoded or plain, and in *ret_len how many characters it
 * takes. Returns -1 for a percent sign without two hexadecimal digits (*ret_len is 1). */
int text_percent_decode(const char *s, size_t *ret_len);

/* Makes A-Z small, whatever the locale. */
void text_lower(char *s);

/* Edit distance between two short words (bounded at 64 bytes each), for suggestions. */
size_t text_distance(const char *a, const char *b);

/* A string that grows up to a limit; after a failure it stays failed, so checks can wait. */
struct text_buf {
	char *data; /* NUL-terminated once anything was added; owned */
	size_t len;
	size_t size;
	size_t limit; /* 0 means TEXT_BUF_LIMIT */
	bool failed;  /* out of memory or over the limit */
};

#define TEXT_BUF_LIMIT (16u << 20)

void text_buf_add(struct text_buf *b, const char *s, size_t len);
void text_buf_puts(struct text_buf *b, const char *s);
void text_buf_printf(struct text_buf *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Frees after wiping; can be repeated. */
void text_buf_clear(struct text_buf *b);

#define auto_text_buf __attribute__((cleanup(text_buf_clear))) struct text_buf

#endif

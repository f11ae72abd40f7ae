/* SPDX-License-Identifier: MIT */
/* One address has one spelling, whoever wrote it down. */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

/* Turns an IPv4 address that is written as IPv6 (::ffff:192.0.2.7, RFC 4291 section 2.5.5.2), as
 * servers that listen on IPv6 alone have it, into what it is, in place: it is never longer. Any other
 * text stays as it is. */
void address_plain(char *address);

#endif

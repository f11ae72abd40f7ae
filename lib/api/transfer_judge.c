/* SPDX-License-Identifier: MIT */
/* What a failed exchange is called: the library's words, and the option that mends it. */
#include <errno.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>

#include "api/transfer.h"
#include "api/transport_private.h"
#include "base/text.h"

#define WHY_SIZE 160

/* A chain that ends at no authority, or is of another time; or the name is wrong, which the library
 * looks at first and leaves the chain unspecified. */
static int
add_certificate_hint(const struct transfer *x, struct err *e)
{
	const struct transport *t = x->transport;
	long verified = X509_V_OK;

	(void)curl_easy_getinfo(x->easy, CURLINFO_SSL_VERIFYRESULT, &verified);
	if (verified == X509_V_OK || verified == X509_V_ERR_UNSPECIFIED)
		return err_add(e, "see %s", t->address);
	if (verified == X509_V_ERR_CERT_NOT_YET_VALID || verified == X509_V_ERR_CERT_HAS_EXPIRED)
		return err_add(e, "is the clock of this host right?");
	if (t->ca_file[0] != '\0')
		return err_add(e, "%s.ca_file lacks the authority that signed it", t->name);
	return err_add(e, "if a firewall opens TLS on the way, %s.ca_file must hold its authority",
		t->name);
}

/* Always -1. */
static int
add_hint(const struct transfer *x, CURLcode result, struct err *e)
{
	const struct transport *t = x->transport;
	bool proxied = t->proxy[0] != '\0';
	long connect = 0;

	(void)curl_easy_getinfo(x->easy, CURLINFO_HTTP_CONNECTCODE, &connect);
	if (connect == 407)
		return err_add(e, "%s.proxy lacks the user and password that the proxy wants", t->name);
	if (connect >= 300)
		return err_add(e, "the proxy (%s.proxy) does not connect us to %s", t->name, t->address);
	if (result == CURLE_PEER_FAILED_VERIFICATION)
		return add_certificate_hint(x, e);
	if (result == CURLE_COULDNT_RESOLVE_PROXY ||
		(proxied && (result == CURLE_COULDNT_CONNECT || result == CURLE_SSL_CONNECT_ERROR)))
		return err_add(e, "see %s.proxy", t->name);
	if (result == CURLE_COULDNT_RESOLVE_HOST && t->proxy_known)
		return err_add(e, "if only a proxy leads out, %s.proxy must name it", t->name);
	return -1;
}

/* Whoever comes over the socket of doorward serve has other remedies. */
static int
say_socket(const struct transfer *x, struct err *e)
{
	const char *path = x->transport->socket;
	long sys = 0;

	(void)curl_easy_getinfo(x->easy, CURLINFO_OS_ERRNO, &sys);
	if (sys == ENOENT)
		return err_set(e, ERR_UNREACHABLE, "%s: is not there; "
			"does doorward serve run (systemctl status doorward-serve)?", path);
	if (sys == EACCES)
		return err_set(e, ERR_UNREACHABLE, "%s: its folder is closed to you; ask with sudo", path);
	if (sys == ECONNREFUSED)
		return err_set(e, ERR_UNREACHABLE, "%s: is left over, and nobody listens; "
			"systemctl restart doorward-serve", path);
	if (sys != 0)
		return err_sys(e, ERR_UNREACHABLE, (int)sys, "%s", path);
	return err_set(e, ERR_UNREACHABLE, "%s: nobody serves there, or not us", path);
}

int
transfer_judge(const struct transfer *x, CURLcode result, struct err *e)
{
	char why[WHY_SIZE];

	if (result == CURLE_OK)
		return 0;
	if (result == CURLE_COULDNT_CONNECT && x->transport->socket[0] != '\0')
		return say_socket(x, e);
	if (result == CURLE_OPERATION_TIMEDOUT)
		return err_set(e, ERR_TIMEOUT, "no answer in time");
	if (result == CURLE_SSL_CACERT_BADFILE) /* gone or changed since the configuration was read */
		return err_set(e, ERR_CONFIG,
			"%s.ca_file: the file of certificate authorities cannot be used",
			x->transport->name);
	x->reply->too_big = x->too_big || result == CURLE_FILESIZE_EXCEEDED;
	if (x->reply->too_big)
		return err_set(e, ERR_UNREACHABLE, "the answer is too big");
	(void)text_clean(why, sizeof(why),
		x->error[0] != '\0' ? x->error : curl_easy_strerror(result));
	(void)err_set(e, ERR_UNREACHABLE, "%s", why);
	return add_hint(x, result, e);
}

/* SPDX-License-Identifier: MIT */
/* Makes a CA and a certificate in memory for a test server. */
#include <assert.h>
#include <stdio.h>
#include <time.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "tests/unit/https_server.h"

static X509 *
certificate_new(const char *name, EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key)
{
	X509 *cert = X509_new();
	X509_NAME *subject;
	X509V3_CTX v3;
	char alternative[128];
	X509_EXTENSION *e;

	assert(cert != NULL);
	X509_set_version(cert, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(cert), issuer == NULL ? 1 : 2);
	X509_gmtime_adj(X509_getm_notBefore(cert), -86400);
	X509_gmtime_adj(X509_getm_notAfter(cert), 86400);
	X509_set_pubkey(cert, key);
	subject = X509_get_subject_name(cert);
	X509_NAME_add_entry_by_txt(
		subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(cert, issuer == NULL ? subject : X509_get_subject_name(issuer));
	X509V3_set_ctx(&v3, issuer == NULL ? cert : issuer, cert, NULL, NULL, 0);
	(void)snprintf(alternative, sizeof(alternative), "DNS:%s", name);
	e = issuer == NULL
		    ? X509V3_EXT_conf_nid(NULL, &v3, NID_basic_constraints, "critical,CA:TRUE")
		    : X509V3_EXT_conf_nid(NULL, &v3, NID_subject_alt_name, alternative);
	assert(e != NULL && X509_add_ext(cert, e, -1) == 1);
	X509_EXTENSION_free(e);
	assert(X509_sign(cert, issuer == NULL ? key : issuer_key, EVP_sha256()) > 0);
	return cert;
}

struct ssl_ctx_st *
server_certificate(const char *name, const char *ca_path)
{
	EVP_PKEY *ca_key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
	EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
	X509 *ca = certificate_new(ca_path, ca_key, NULL, NULL);
	X509 *cert = certificate_new(name, key, ca, ca_key);
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	FILE *f = fopen(ca_path, "we");

	assert(f != NULL && PEM_write_X509(f, ca) == 1);
	assert(fclose(f) == 0);
	assert(ctx != NULL && SSL_CTX_use_certificate(ctx, cert) == 1);
	assert(SSL_CTX_use_PrivateKey(ctx, key) == 1);
	X509_free(ca);
	X509_free(cert);
	EVP_PKEY_free(ca_key);
	EVP_PKEY_free(key);
	return ctx;
}

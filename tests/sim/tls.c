/* SPDX-License-Identifier: MIT */
/* Makes the certificate authority and the server certificate, see tls.h. */
#include "tests/sim/tls.h"

#include <arpa/inet.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define YEAR (365 * 86400)

struct pair {
	gnutls_x509_privkey_t key;
	gnutls_x509_crt_t certificate;
};

/* The first failure counts; what follows is skipped. */
#define STEP(status, call)                                                                         \
	do {                                                                                       \
		if ((status) >= 0)                                                                 \
			(status) = (call);                                                         \
	} while (0)

/* A P-256 key and the parts both certificates share. */
static int
begin(struct pair *pair, const char *name, unsigned char serial, unsigned usage)
{
	unsigned bits = GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1);
	unsigned char key_id[20];
	size_t key_id_size = sizeof(key_id);
	time_t now = time(NULL);
	int status = 0;

	STEP(status, gnutls_x509_privkey_init(&pair->key));
	STEP(status, gnutls_x509_crt_init(&pair->certificate));
	STEP(status, gnutls_x509_privkey_generate(pair->key, GNUTLS_PK_ECDSA, bits, 0));
	STEP(status, gnutls_x509_crt_set_version(pair->certificate, 3));
	STEP(status, gnutls_x509_crt_set_serial(pair->certificate, &serial, 1));
	STEP(status, gnutls_x509_crt_set_key(pair->certificate, pair->key));
	STEP(status, gnutls_x509_crt_set_activation_time(pair->certificate, now - 86400));
	STEP(status, gnutls_x509_crt_set_expiration_time(pair->certificate, now + YEAR));
	STEP(status, gnutls_x509_crt_set_dn_by_oid(pair->certificate, GNUTLS_OID_X520_COMMON_NAME,
			     0, name, (unsigned)strlen(name)));
	STEP(status, gnutls_x509_crt_set_key_usage(pair->certificate, usage));
	STEP(status, gnutls_x509_crt_get_key_id(pair->certificate, 0, key_id, &key_id_size));
	STEP(status, gnutls_x509_crt_set_subject_key_id(pair->certificate, key_id, key_id_size));
	return status;
}

static int
make_authority(struct pair *ca)
{
	int status = begin(ca, "doorward-sim CA", 1, GNUTLS_KEY_KEY_CERT_SIGN);

	STEP(status, gnutls_x509_crt_set_basic_constraints(ca->certificate, 1, 0));
	STEP(status, gnutls_x509_crt_sign2(
			     ca->certificate, ca->certificate, ca->key, GNUTLS_DIG_SHA256, 0));
	return status;
}

static int
make_server(struct pair *server, const struct pair *ca)
{
	const uint32_t loopback = htonl(0x7f000001);
	unsigned char key_id[20];
	size_t key_id_size = sizeof(key_id);
	int status = begin(server, "localhost", 2, GNUTLS_KEY_DIGITAL_SIGNATURE);

	STEP(status, gnutls_x509_crt_set_basic_constraints(server->certificate, 0, -1));
	STEP(status, gnutls_x509_crt_set_subject_alt_name(server->certificate, GNUTLS_SAN_DNSNAME,
			     "localhost", 9, GNUTLS_FSAN_SET));
	STEP(status, gnutls_x509_crt_set_subject_alt_name(server->certificate, GNUTLS_SAN_IPADDRESS,
			     &loopback, sizeof(loopback), GNUTLS_FSAN_APPEND));
	STEP(status, gnutls_x509_crt_set_key_purpose_oid(
			     server->certificate, GNUTLS_KP_TLS_WWW_SERVER, 0));
	STEP(status, gnutls_x509_crt_get_key_id(ca->certificate, 0, key_id, &key_id_size));
	STEP(status,
		gnutls_x509_crt_set_authority_key_id(server->certificate, key_id, key_id_size));
	STEP(status, gnutls_x509_crt_sign2(
			     server->certificate, ca->certificate, ca->key, GNUTLS_DIG_SHA256, 0));
	return status;
}

static int
export_certificate(gnutls_x509_crt_t certificate, char **ret_pem)
{
	gnutls_datum_t pem = { .data = NULL };
	int status = gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_PEM, &pem);

	if (status >= 0)
		*ret_pem = sim_strndup((const char *)pem.data, pem.size);
	gnutls_free(pem.data);
	return status;
}

static int
export_key(gnutls_x509_privkey_t key, char **ret_pem)
{
	gnutls_datum_t pem = { .data = NULL };
	int status = gnutls_x509_privkey_export2_pkcs8(
		key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &pem);

	if (status >= 0)
		*ret_pem = sim_strndup((const char *)pem.data, pem.size);
	gnutls_free(pem.data);
	return status;
}

static void
free_pair(struct pair *pair)
{
	gnutls_x509_crt_deinit(pair->certificate);
	gnutls_x509_privkey_deinit(pair->key);
}

int
tls_make_identity(struct tls_identity *identity)
{
	struct pair ca = { .key = NULL }, server = { .key = NULL };
	int status = 0;

	STEP(status, make_authority(&ca));
	STEP(status, make_server(&server, &ca));
	STEP(status, export_certificate(ca.certificate, &identity->ca_pem));
	STEP(status, export_certificate(server.certificate, &identity->certificate_pem));
	STEP(status, export_key(server.key, &identity->key_pem));
	STEP(status, gnutls_session_ticket_key_generate(&identity->ticket_key));
	free_pair(&server);
	free_pair(&ca);
	if (status >= 0)
		return 0;
	(void)fprintf(
		stderr, "doorward-sim: cannot make certificates: %s\n", gnutls_strerror(status));
	return -1;
}

void
tls_free_identity(struct tls_identity *identity)
{
	free(identity->ca_pem);
	free(identity->certificate_pem);
	free(identity->key_pem);
	gnutls_free(identity->ticket_key.data);
}

/* SPDX-License-Identifier: MIT */
/* The running simulator: one object that main owns and every part is handed. */
#ifndef SIM_SIM_H
#define SIM_SIM_H

#include "tests/sim/services.h"
#include "tests/sim/store.h"

#include <gnutls/gnutls.h>
#include <pthread.h>

struct MHD_Daemon;

enum application_type { APPLICATION_ANY, APPLICATION_ADMIN, APPLICATION_AUTH };

/* What an application may do, named as in the Admin Panel ("Grant ..."). */
enum permission {
	PERMIT_NOTHING = 0,
	PERMIT_READ_RESOURCE = 1,
	PERMIT_WRITE_RESOURCE = 2,
	PERMIT_READ_INFORMATION = 4,
	PERMIT_READ_LOG = 8,
	PERMIT_SETTINGS = 16,
};

/* Calls per minute are counted by kind. */
enum rate { RATE_NONE, RATE_MODIFY, RATE_GET, RATE_PAGE, RATE_UNPAGED, RATE_LOG, RATE_BULK, RATES };

struct application {
	const char *name; /* in sim.json, and of its secret file */
	enum application_type type;
	unsigned permissions;
	char ikey[SIM_ID_LENGTH + 1];
	char *skey;
	struct {
		double tokens;
		int64_t filled_ms; /* 0: full */
	} bucket[RATES];
};

#define APPLICATIONS 3

/* How the person with the phone answers. */
enum outcome { OUTCOME_APPROVE, OUTCOME_DENY, OUTCOME_FRAUD, OUTCOME_TIMEOUT, OUTCOME_WAIT };

enum new_user_policy { NEW_USER_ENROLL, NEW_USER_DENY, NEW_USER_ALLOW };

/* What becomes of ids in user_id_list that name nobody: Duo does not say. */
enum unknown_ids { UNKNOWN_IDS_DROP, UNKNOWN_IDS_REFUSE, UNKNOWN_IDS_IGNORE };

struct behaviour {
	enum unknown_ids unknown_ids;
	int64_t clock_offset; /* seconds */
	enum outcome push;
	cJSON *push_for; /* username: word */
	enum new_user_policy new_user_policy;
	bool rate_limits;
};

struct counters {
	uint64_t connections, full_handshakes, resumed_handshakes, requests;
	cJSON *by_route;
};

struct tls_identity {
	char *ca_pem, *certificate_pem, *key_pem;
	gnutls_datum_t ticket_key;
};

struct sim {
	pthread_mutex_t lock;	/* held while a request is answered; guards all below */
	pthread_cond_t changed; /* state was posted, something was reset, or the end has come */
	bool stopping;
	bool verbose;
	struct application application[APPLICATIONS];
	struct store store;
	struct allthenticate allthenticate;
	struct sentinelone sentinelone;
	struct behaviour behaviour;
	struct counters counters;
	struct list faults; /* struct fault, owned; see fault.h */
	unsigned resets;    /* how often POST reset was called */
	char *fixture;	    /* JSON text */
	struct tls_identity tls;
	struct MHD_Daemon *daemon;
	uint16_t port;
};

extern const char *const new_user_policy_words[3], *const unknown_ids_words[3];

/* Unix seconds as the simulator's tenant sees them. */
int64_t sim_now(const struct sim *sim);

/*
 * Gives the lock away for so many ms, at most 100, and less when the state changes. False: the client
 * at the descriptor has gone or the program ends, so there is no use in waiting on.
 */
bool sim_pause(struct sim *sim, int client, int64_t ms);

/* Throws the data away and reads the fixture again; -1 with a text in *ret_error (free it). */
int sim_load(struct sim *sim, char **ret_error);

/* See fixture.c. */
int fixture_read(struct store *store, const char *text, int64_t now, char **ret_error);
extern const char fixture_default[];

#endif

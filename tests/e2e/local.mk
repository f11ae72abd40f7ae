# Real logins: OpenSSH, su, sudo and cron with the built module, broker and simulator. Needs root.
check_PROGRAMS += syslog-sink
syslog_sink_SOURCES = tests/e2e/syslog_sink.c
TESTS += tests/e2e/doors.sh
dist_check_SCRIPTS += tests/e2e/doors.sh
EXTRA_DIST += \
	tests/e2e/cases.sh \
	tests/e2e/lab.sh \
	tests/e2e/doors/broker.sh \
	tests/e2e/doors/codes.sh \
	tests/e2e/doors/cron.sh \
	tests/e2e/doors/deaf.sh \
	tests/e2e/doors/directory.sh \
	tests/e2e/doors/elevation.sh \
	tests/e2e/doors/keys.sh \
	tests/e2e/doors/logs.sh \
	tests/e2e/doors/passwords.sh \
	tests/e2e/doors/peers.sh \
	tests/e2e/doors/services.sh \
	tests/e2e/doors/telling.sh

# Bad peers and clumsy hands.
check_PROGRAMS += tests/e2e/wire_abuse
tests_e2e_wire_abuse_SOURCES = tests/e2e/wire_abuse.c tests/e2e/raw_peer.c tests/e2e/raw_peer.h
TESTS += tests/e2e/abuse.sh
dist_check_SCRIPTS += tests/e2e/abuse.sh
EXTRA_DIST += tests/e2e/abuse/reload.sh tests/e2e/abuse/sockets.sh

# Many at the prompt.
check_PROGRAMS += tests/e2e/many
TESTS += tests/e2e/crowd.sh
dist_check_SCRIPTS += tests/e2e/crowd.sh
EXTRA_DIST += \
	tests/e2e/crowd/addresses.sh \
	tests/e2e/crowd/attack.sh \
	tests/e2e/crowd/budget.sh \
	tests/e2e/crowd/descriptors.sh \
	tests/e2e/crowd/half.sh \
	tests/e2e/crowd/person.sh \
	tests/e2e/crowd/restart.sh \
	tests/e2e/crowd/uids.sh

# Outages: every way in which the directory can fail, against the table of the design.
check_PROGRAMS += tests/e2e/dead_end tests/e2e/peer
check_LTLIBRARIES += libslow_names.la
libslow_names_la_SOURCES = tests/e2e/slow_names.c
libslow_names_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -rpath /nonexistent
TESTS += tests/e2e/outages.sh
dist_check_SCRIPTS += tests/e2e/outages.sh
EXTRA_DIST += \
	tests/e2e/outages/answers.sh \
	tests/e2e/outages/broken.sh \
	tests/e2e/outages/codes.sh \
	tests/e2e/outages/memory.sh \
	tests/e2e/outages/network.sh \
	tests/e2e/outages/person.sh

# What the programs tell of their own work.
TESTS += tests/e2e/metrics.sh
dist_check_SCRIPTS += tests/e2e/metrics.sh
EXTRA_DIST += \
	tests/e2e/metrics/broker.sh \
	tests/e2e/metrics/check.mjs \
	tests/e2e/metrics/log.sh \
	tests/e2e/metrics/outage.sh \
	tests/e2e/metrics/serve.sh \
	tests/e2e/metrics/status.sh

# People of the directory file, with the real NSS module.
TESTS += tests/e2e/accounts.sh
dist_check_SCRIPTS += tests/e2e/accounts.sh
EXTRA_DIST += tests/e2e/nss_probe.c

# Accounts of this host out of the directory.
check_PROGRAMS += tests/e2e/directory_show
tests_e2e_directory_show_LDADD = libdirectory.la libbase.la
check_PROGRAMS += tests/e2e/state_edit
tests_e2e_state_edit_CPPFLAGS = $(AM_CPPFLAGS) $(SQLITE_CFLAGS)
tests_e2e_state_edit_LDADD = libsync.la libdirectory.la libbase.la $(SQLITE_LIBS)
check_PROGRAMS += tests/e2e/die_at
tests_e2e_die_at_SOURCES = tests/e2e/die_at.c
# without sanitizers, which have trouble of their own under ptrace
tests_e2e_die_at_CFLAGS = -std=gnu11 $(WARN_CFLAGS)
tests_e2e_die_at_LDFLAGS =
TESTS += tests/e2e/sync.sh
dist_check_SCRIPTS += tests/e2e/sync.sh
EXTRA_DIST += \
	tests/e2e/sync/accounts.sh \
	tests/e2e/sync/broker.sh \
	tests/e2e/sync/ids.sh \
	tests/e2e/sync/killed.sh \
	tests/e2e/sync/map.sh \
	tests/e2e/sync/moving.sh \
	tests/e2e/sync/names.sh \
	tests/e2e/sync/nscd.sh \
	tests/e2e/sync/odd.sh \
	tests/e2e/sync/organisation.sh \
	tests/e2e/sync/removals.sh \
	tests/e2e/sync/trusted.sh

# What doorward doctor finds on prepared hosts.
TESTS += tests/e2e/doctor.sh
dist_check_SCRIPTS += tests/e2e/doctor.sh
EXTRA_DIST += \
	tests/e2e/doctor/accounts.sh \
	tests/e2e/doctor/directory.sh \
	tests/e2e/doctor/host.sh \
	tests/e2e/doctor/pam.sh \
	tests/e2e/doctor/site.sh \
	tests/e2e/doctor/sshd.sh \
	tests/golden/doctor.json

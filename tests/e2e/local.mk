# Real logins: OpenSSH, su, sudo and cron with the built module, broker and simulator. Needs root.
check_PROGRAMS += syslog-sink
syslog_sink_SOURCES = tests/e2e/syslog_sink.c

TESTS += tests/e2e/doors.sh
dist_check_SCRIPTS += tests/e2e/doors.sh
EXTRA_DIST += \
	tests/e2e/lab.sh \
	tests/e2e/doors/broker.sh \
	tests/e2e/doors/codes.sh \
	tests/e2e/doors/cron.sh \
	tests/e2e/doors/directory.sh \
	tests/e2e/doors/elevation.sh \
	tests/e2e/doors/keys.sh \
	tests/e2e/doors/logs.sh \
	tests/e2e/doors/passwords.sh \
	tests/e2e/doors/peers.sh

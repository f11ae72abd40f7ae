# SPDX-License-Identifier: MIT
# What is remembered serves an outage as the design says; a dead directory is spared; a crowd asks
# once.

# learn BROKER: it has seen these people before the outage
learn()
{
	for who in alice bob carol dave; do
		knock "$1" sshd $who account
	done
}

known_refusals()
{
	fresh
	conf memory "$base $patient cache: { fresh = 0; elevation = 0; stale = 0; }; $(login ignore)"
	broker memory
	learn memory
	fault '*' stall
	expect "outage: a known refusal stays one" ACCT_EXPIRED $STEP memory sshd carol account
	expect "outage: a known refusal stays one" PERM_DENIED $STEP memory sshd carol auth 123456789
	expect "outage: a known refusal stays one" ACCT_EXPIRED $STEP memory cron carol account
	expect "outage: a known lock-out stays one" PERM_DENIED $STEP memory sshd dave account
	expect "outage: machinery of a locked-out person goes on" SUCCESS $STEP memory cron dave account
	expect "outage: a known permission is too old at once" aside $STEP memory sshd alice account
	expect "outage: nothing known about frank" aside $STEP memory sshd frank account
	post reset '{}'
	post state '{"users": {"carol": {"status": "active"}}}'
	expect "the directory contradicts" SUCCESS $STEP memory sshd carol account
	fault '*' stall
	expect "outage: the refusal is forgotten" aside $STEP memory sshd carol account
	stop memory
}
try known_refusals

stale_permissions()
{
	fresh
	conf memory "$base $patient cache: { fresh = 0; elevation = 0; stale = 600; }; $(login deny)"
	broker memory
	learn memory
	fault '*' stall
	expect "outage, stale allowed: a known permission serves" SUCCESS $STEP memory sshd alice account
	expect "outage, stale allowed: also for bypass" aside $STEP memory sshd bob auth
	expect "outage, stale allowed: a code needs the directory" AUTHINFO_UNAVAIL $AUTH \
		memory sshd alice auth 123456789
	expect "outage, stale allowed: nothing known about frank" AUTHINFO_UNAVAIL $STEP \
		memory sshd frank account
	expect "outage, stale allowed: a refusal stays one" ACCT_EXPIRED $STEP memory sshd carol account
	post reset '{}'
	fault "$LOOKUP" status '"value": 401'
	expect "wrong keys are no outage: no stale permission" SERVICE_ERR $STEP memory sshd alice account
	stop memory
}
try stale_permissions

# The oldest permission that may serve is cache.stale seconds old.
oldest_permission()
{
	fresh
	conf memory "$base $patient cache: { fresh = 0; elevation = 0; stale = 0.2; }; $(login deny)"
	broker memory
	learn memory
	fault "$LOOKUP" delay '"value": 350' # the look-up that fails takes longer than that
	fault "$LOOKUP" stall
	knock memory sshd alice account
	post reset '{}'
	fault '*' stall
	expect "outage, older than cache.stale" AUTHINFO_UNAVAIL $STEP memory sshd alice account
	stop memory
}
try oldest_permission

# The breaker: three deadlines at most, whoever asks, and then answers at once.
dead_directory()
{
	fresh
	conf memory "$base $forget breaker: { failures = 3; pause = 60; }; $(login deny)"
	broker memory
	fault '*' stall
	began=$(now_ms)
	for who in alice bob carol dave erin frank grace heidi alice bob; do
		expect "dead directory" AUTHINFO_UNAVAIL $STEP memory sshd $who account
	done
	at_most $(($(now_ms) - began)) $((slow * 2200)) "ten logins against a dead directory, ms"
	equal "$(count "$LOOKUP")" 3 "ten logins against a dead directory: requests"
	expect "dead directory: an open breaker answers at once" AUTHINFO_UNAVAIL 200 memory sshd alice account
	stop memory
}
try dead_directory

# A slow name service costs the directory nothing of its time, and opens no breaker.
slow_names()
{
	fresh
	conf memory "deadline: { broker = 0.8; api = 0.4; }; breaker: { failures = 1; pause = 60; }; $(login deny)"
	broker memory env SLOW_NAMES_MS=900 "LD_PRELOAD=${asan:+$asan }$build/.libs/libslow_names.so libnss_wrapper.so"
	for who in alice bob; do
		expect "slow names" SUCCESS 1500 memory sshd $who account
	done
	stop memory
}
try slow_names

# A line that is too long is ours: those whom nobody asked about open no breaker. Strangers to the
# directory are asked about one by one, eight at a time.
long_line()
{
	fresh
	conf memory "deadline: { broker = 1; api = 0.9; }; breaker: { failures = 5; pause = 60; }; $(login deny)"
	cp "$top/tests/data/passwd" "$work/passwd"
	for i in $(seq 101 200); do
		echo "x$i:x:$((3000 + i)):1501::/:/bin/sh"
	done >>"$work/passwd"
	passwd=$work/passwd
	broker memory
	unset passwd
	fault "$LOOKUP" delay '"value": 300'
	"$build/tests/bench/crowd" socket="$work/memory.sock" phase=account count=100 window=100 from=100 \
		user=x% rhost=10.% patience=5000 >"$work/line"
	equal "$(grep -c 'reason:unreachable=[1-9]' "$work/line")" 1 \
		"a long line: some are not asked about in time"
	learn memory # takes longer than what is in the line
	equal "$("$build/doorward" --config "$work/memory.conf" metrics |
		sed -n 's/^doorwardd_breaker_openings_total //p')" 0 "a long line: the breaker opens"
	stop memory
}
try long_line

# Single flight: whoever comes while somebody asks waits for that answer.
crowd()
{
	fresh
	conf memory "deadline: { broker = 4; api = 3; }; cache: { fresh = 30; }; $(login deny)"
	broker memory
	fault "$LOOKUP" delay '"value": 400'
	pids=
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		"$build/pamrun" --no-delay "$work/memory.pam" sshd alice account >"$work/crowd.$i" 2>&1 &
		pids="$pids $!"
	done
	for pid in $pids; do
		wait "$pid"
	done
	equal "$(cat "$work"/crowd.* | grep -c 'account: 0 PAM_SUCCESS')" 20 "a crowd of 20: let in"
	equal "$(count "$LOOKUP")" 1 "a crowd of 20: requests"
	stop memory
	equal $? 0 "the broker ends when told"
}
try crowd

# Nothing is spent twice: over a warm connection a login costs one request, and after Enter one.
thrift()
{
	fresh
	conf memory "deadline: { broker = 4; api = 3; }; cache: { fresh = 0; }; $(login deny)"
	broker memory
	knock memory sshd alice account
	post reset '{}'
	for n in 1 2 3 4 5 6 7 8 9 10; do
		knock memory sshd alice account
	done
	get counters >"$work/counters"
	for pair in requests=10 connections=0 full_handshakes=0 resumed_handshakes=0; do
		equal "$(sed -n "s/.*\"${pair%=*}\": \([0-9]*\).*/\1/p" "$work/counters")" "${pair#*=}" \
			"ten account checks, one after the other: ${pair%=*}"
	done
	knock memory sshd alice auth 123456789
	equal "$code $(count "$LOOKUP") $(count "$PREAUTH") $(count "$AUTH_CALL")" "SUCCESS 11 1 1" \
		"a login with a code: one look-up, one preauth, one check"
	stop memory
}
try thrift

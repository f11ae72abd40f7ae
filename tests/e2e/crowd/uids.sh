# SPDX-License-Identifier: MIT
# The same from inside, at the socket itself: many uids of one person (subuid(5)), one uid, and one
# that opens and closes as fast as it can.
# shellcheck shell=bash disable=SC2154

asks_for_bob()
{
	crowd patience=2000 service=su user=alice caller=bob && became waiting 1
}
asks_bob()
{
	crowd uid=1502 service=sudo user=bob && became ignore 1
}

served 'conversations = 200; per_origin = 8;' 'prompt_timeout = 600;'
account carol expired >"$work/out"
account alice allow >"$work/out"
settles() # LIMIT: of open files
{
	for _ in $(seq 200); do
		[ "$(open_files)" -le "$1" ] && return 0
		sleep 0.05
	done
	at_most "$(open_files)" "$1"
}
before=$(open_files)
crowd_stays subuids count=400 uid=100000 each=8 say=nothing
check 'uids: 50 of them that say nothing do not delay a login' account bob allow
crowd_stays logins count=100 rhost=10.% user=alice
check 'uids: half of the places are left to the programs of root' became waiting 100
others_are_served uids
stop logins
stop subuids
check 'uids: when they have left, nothing is left of them' settles $((before + 40))
crowd count=200 window=50 uid=100000 each=8 user=alice
check 'uids: none of them may ask about alice' became deny 200
check 'uids: and each is told so' became reason:peer-refused 200
crowd_stays own count=20 uid=1501 each=20 service=sudo user=alice
check 'one uid: it holds its share' became waiting 8
check 'one uid: the rest is turned away' became unavailable 12
check 'one uid: bob, who becomes alice by su, is asked nevertheless' asks_for_bob
check 'one uid: bob has a share of his own' asks_bob
stop own

# churns KEY=VALUE…: they come and go, and all the while logins are answered at once
churns()
{
	local slowest=0
	timeout -k 2 60 "$build/tests/bench/crowd" socket="$socket" "$@" >"$work/churn" 2>&1 &
	churn=$!
	while [ -e "/proc/$churn/exe" ]; do
		account bob allow || return 1
		[ "$(figure max_us)" -le "$slowest" ] || slowest=$(figure max_us)
	done
	wait $churn && echo "    slowest: $slowest us"
}

# What strangers have looked up in a slow name service takes no thread that others need.
cp "$build/.libs/libslow_names.so" "$work/bin/"
LD_PRELOAD="${asan:+$asan }$work/bin/libslow_names.so" SLOW_NAMES_MS=50 \
	served 'conversations = 4000; per_origin = 8;' 'prompt_timeout = 600;'
account carol expired >"$work/out"
account alice allow >"$work/out"
crowd_stays names count=2000 window=2000 uid=100000 phase=account user=nobody% patience=200
check 'slow names: what 2000 uids ask about does not delay a login' account bob allow
stop names
served 'conversations = 200; per_origin = 8;' 'prompt_timeout = 600;'
mark_log
churn_mark=$mark
check 'churn: alice opens and closes 20,000 times' churns count=20000 uid=1501 each=20000 leave=open
check 'churn: and speaks before she leaves' \
	churns count=20000 uid=1501 each=20000 leave=begin service=sudo user=alice
noise() # lines of the broker that are no verdicts
{
	tail -n "+$((churn_mark + 1))" "$syslog" | grep "doorwardd\[$broker_pid\]" |
		grep -c -v 'verdict='
}
check 'churn: that does not fill the log' at_most "$(noise)" 300
check 'churn: 3,000 addresses come to the prompt and leave' \
	churns count=3000 window=50 rhost=10.% leave=ask
check 'churn: no descriptor is left behind' settles $((before + 40))

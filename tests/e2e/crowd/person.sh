# SPDX-License-Identifier: MIT
# Somebody takes all the time there is for an answer, while thousands come and go.
# shellcheck shell=bash disable=SC2154

served 'conversations = 400;' 'prompt_timeout = 5;'
account alice allow >"$work/out"
slow() # NAME AFTER_MS ADDRESS: answers so long after the prompt, in the background
{
	timeout -k 2 30 "$build/tests/bench/crowd" socket="$socket" user=alice rhost="$3" \
		answer=123456789 after="$2" >"$work/$1" 2>&1 &
	eval "$1=\$!"
}
sim_reset
slow slow 4700 198.51.100.21
slow late 5600 198.51.100.22
crowd_stays full count=500 same=25 rhost=10.% user=alice
check 'person: 20 addresses take all places there are' above "$(figure unavailable)" 0
"$build/doorward" --config /etc/doorward/main.conf status >"$work/out" 2>&1
check 'person: status says how many found no place' \
	grep -qE '^places +ok +since the start [1-9][0-9]* logins found no place' "$work/out"
check 'person: 5,000 come to the prompt and leave' \
	crowd patience=40000 count=5000 window=50 from=1000 rhost=10.% user=alice leave=ask
check 'person: all of them were asked' became left 5000
wait "$slow"
check 'person: an answer in the last moment counts' became allow 1 slow
wait "$late"
check 'person: one that is too late does not' became allow 0 late
check 'person: it is no answer' became reason:no-answer 1 late
stop full

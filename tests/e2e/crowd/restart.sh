# SPDX-License-Identifier: MIT
# The broker reads its configuration again, or ends, while people are at the prompt.
# shellcheck shell=bash disable=SC2154

# says_restarting FILE: with a word for the person
says_restarting()
{
	grep -q -i restart "$work/$1" || { tail -n 3 "$work/$1" | cut -c 1-300; false; }
}

served '' 'prompt_timeout = 600; prompts = 3;'
account alice allow >"$work/out"
timeout -k 2 30 "$build/tests/bench/crowd" socket="$socket" user=alice rhost=198.51.100.31 \
	answer=987654321 after=500 >"$work/began" 2>&1 &
began=$!
crowd_stays parked count=40 rhost=10.% user=alice
options '' 'prompt_timeout = 600; prompts = 1;'
check 'SIGHUP: the file is read again' broker_reload 'read again'
sim_reset
crowd user=alice rhost=198.51.100.32 answer=987654321
check 'SIGHUP: who comes now has one attempt' became refused 1
wait "$began"
check 'SIGHUP: who was there has the three that the file gave then' became maxtries 1 began
check 'SIGHUP: who waits is not disturbed' became waiting 40 parked.log

start su settled alice_starts 1 15000 Passcode "$password" -- su alice -c true
check 'SIGTERM: alice is at the prompt of su' became waiting 1 su.log
mark_log
restart_began=$SECONDS
check 'SIGTERM: the broker ends well' broker_end
check 'SIGTERM: at once, whoever waits' at_most $((SECONDS - restart_began)) 3
broker_start broker doorward /etc/doorward/main.conf
all_end parked
check 'SIGTERM: 40 at the prompt have a verdict' became unavailable 40 parked.log
check 'SIGTERM: and read that the service is restarting' says_restarting parked.log
stop su
check 'SIGTERM: alice reads it at su' says_restarting su.log
check 'SIGTERM: su is told that nothing is known' logged \
	'pam_doorward(su:auth): verdict unavailable .*user=alice'
check 'SIGTERM: the next broker asks her again' enters_with_code 198.51.100.33

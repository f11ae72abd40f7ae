# SPDX-License-Identifier: MIT
# The broker may open fewer files than there are conversations: known at its start, or found out.
# shellcheck shell=bash disable=SC2016,SC2154

mv "$work/bin/doorwardd" "$work/bin/doorwardd.real"
printf '#!/bin/sh\nexec prlimit --nofile=%s "$0.real" "$@"\n' 400:400 >"$work/bin/doorwardd"
chmod 755 "$work/bin/doorwardd"
served 'conversations = 10000;' 'prompt_timeout = 600;'
mv "$work/bin/doorwardd.real" "$work/bin/doorwardd"
account carol expired >"$work/out"
account alice allow >"$work/out"
crowd_stays many count=600 rhost=10.% user=alice
check 'few files: many are asked' above "$(figure waiting)" 100
check 'few files: the rest have their verdicts' became silent 0
others_are_served 'few files'
stop many
check 'few files: when they have left, bob enters' enters bob

# Found out: less than any broker reckons with.
served '' 'prompt_timeout = 600;'
account alice allow >"$work/out"
# as the broker's own user: root may not everywhere
setpriv --reuid=doorward --regid=doorward --init-groups \
	prlimit --pid "$broker_pid" --nofile=100:100
mark_log
files_began=$SECONDS
crowd_stays many count=200 rhost=10.% user=alice patience=4000
check 'fewer files: some are asked' above "$(figure waiting)" 0
stop many
used=$(processor)
crowd_stays silent count=200 say=nothing
all_end silent
used=$(($(processor) - used))
check 'fewer files: the broker says in words what it lacks, once a second at most' \
	told_seldom 'descriptor' $files_began
check 'fewer files: it does not spin meanwhile' at_most $used 60
served_again()
{
	for _ in $(seq 10); do
		account bob allow >"$work/out" && return 0
	done
	cat "$work/out"
	return 1
}
check 'fewer files: when they have left, a login is answered at once' served_again
check 'fewer files: bob enters' enters bob
check 'fewer files: alice enters with a code' enters_with_code 198.51.100.41
check 'fewer files: the broker ends well' broker_end
broker_pid=

# SPDX-License-Identifier: MIT
# The broker may open fewer files than there are conversations.
# shellcheck shell=bash disable=SC2154

served '' 'prompt_timeout = 600;'
account alice allow >"$work/out"
# as the broker's own user: root may not everywhere
setpriv --reuid=doorward --regid=doorward --init-groups \
	prlimit --pid "$broker_pid" --nofile=100:100
mark_log
files_began=$SECONDS
used=$(processor)
crowd_stays files count=200 rhost=10.% user=alice patience=4000
used=$(($(processor) - used))
check 'descriptors: some are asked' above "$(figure waiting)" 0
check 'descriptors: the broker says in words what it lacks, once a second at most' \
	told_seldom 'descriptor' $files_began
check 'descriptors: it does not spin meanwhile' at_most $used 200
stop files
served_again()
{
	for _ in $(seq 10); do
		account bob allow >"$work/out" && return 0
	done
	cat "$work/out"
	return 1
}
check 'descriptors: when they have left, a login is answered at once' served_again
check 'descriptors: bob enters' enters bob
check 'descriptors: alice enters with a code' enters_with_code 198.51.100.41
check 'descriptors: the broker ends well' broker_end
broker_pid=

# SPDX-License-Identifier: MIT
# What an administrator changes in the directory is in force at the door; what the door knows
# when the directory is gone.
# shellcheck shell=bash disable=SC2154

stack sshd <<PAM
auth     required $door
account  required $door
account  required pam_unix.so
session  required $door
PAM
sshd_start directory publickey

admin()
{
	timeout -k 2 20 "$work/bin/doorward" --config /etc/doorward/main.conf "$@" >"$work/out" 2>&1
}

check 'edit: carol is refused' refused carol
check 'edit: doorward user edit carol --status active' admin user edit carol --status active
check 'edit: carol enters' enters carol
check 'edit: doorward user edit carol --status disabled' admin user edit carol --status disabled
check 'edit: carol is refused again' refused carol
check 'explain: the way to the verdict can be read' admin explain carol --service sshd
check 'explain: it says what PAM would be told' says out 'ACCT_EXPIRED'

sim_reset
check 'cache: alice enters, and the directory is asked' enters alice
site '' 'fresh = 3600; elevation = 3600; negative = 3600;'
check 'cache: alice enters again' enters alice
check 'cache: that is known already' audited user=alice verdict=allow source=cache
check 'cache: the directory was asked once' same "$(count 'GET /admin/v1/users')" 1
check 'cache: doorward user edit alice --status disabled' admin user edit alice --status disabled
check 'cache: within cache.fresh alice still enters' enters alice
site
check 'cache: after that alice does not' refused alice

# The directory accepts connections and is silent.
sim_reset
enters alice
site '' 'fresh = 0; negative = 0; stale = 3600;'
kill -STOP "$sim_pid"
check 'outage: alice enters, for cache.stale permits it' enters alice
check 'outage: that is audited' audited user=alice reason=active verdict=allow source=stale
check 'outage: carol is refused, for a known no stays a no' refused carol
check 'outage: heidi is refused, for nothing is known' refused heidi
check 'outage: that is audited' audited user=heidi reason=unreachable verdict=unavailable
check 'outage: heidi reads why' says out 'The directory cannot be reached'
site 'unreachable = "ignore";' 'fresh = 0; negative = 0; stale = 0;'
check 'outage: heidi enters where login.unreachable says ignore' enters heidi
check 'outage: carol is refused all the same' refused carol
check 'outage: root enters' enters root
kill -CONT "$sim_pid"
site
check 'outage over: alice enters' enters alice
stop directory

# SPDX-License-Identifier: MIT
# What is said of a login and to whom: whose word a push repeats, and which words reach the person.
# After the logs are counted: some of this is said by no module.
# shellcheck shell=bash disable=SC2154

stack locker <<PAM
auth     required $door after_password
account  required $door
PAM

# What a program that is not root's says of itself is the person's own word.
cp "$build/tests/e2e/peer" "$work/bin/"
site 'autopush = true; push_interval = 0;'
own_program() # ADDRESS COMMAND: says that it is sudo
{
	mark_log
	as alice timeout 20 "$work/bin/peer" say /run/doorward/login.sock begin 1 auth sudo alice "$1" \
		pts/1 root proof "command=$2" >"$work/out"
	grep -q '^verdict	allow	' "$work/out"
}
sim_reset
check 'own program: a push comes' own_program 192.0.2.7 /usr/bin/harmless
check 'own program: the phone says whose it is, and no command' same "$(last_push pushinfo)" \
	'Host=lab&Service=sudo&Program=not%20of%20the%20system%2C%20but%20of%20alice'
check 'own program: it chooses no address' same "$(last_push ipaddr)" ''
site
root_program() # ADDRESS
{
	mark_log
	"$work/bin/pamrun" --rhost "$1" /etc/pam.d locker alice auth -- push >"$work/out" 2>&1
}
check 'program of root: a push comes' root_program ::ffff:192.0.2.7
check 'program of root: an IPv4 address is one, however it is written' same "$(last_push ipaddr)" 192.0.2.7
check 'program of root: in the log, too' audited user=alice rhost=192.0.2.7 factor=push
check 'program of root: in that of the module, too' logged 'pam_doorward(locker:auth): .* rhost=192.0.2.7 '

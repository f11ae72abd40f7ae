# SPDX-License-Identifier: MIT
# Programs that are not root, many at once, and what they may ask.
# shellcheck shell=bash disable=SC2154

stack locker <<PAM
auth     required $door after_password
account  required $door
PAM

# locker UID_OF USER PHASE [ANSWER…]: a screen locker of the first user asks about the second
locker()
{
	mark_log
	rm -f "$work/prompts"
	as "$1" timeout -k 2 20 "$work/bin/pamrun" /etc/pam.d locker "$2" "$3" -- "${@:4}" \
		>"$work/out" 2>&1
}
locker_ends() # CODE UID_OF USER PHASE [ANSWER…]
{
	locker "${@:2}"
	grep -q "^$4: [0-9]* $1\$" "$work/out"
}

sim_reset
check 'locker: alice may ask about alice' locker_ends PAM_SUCCESS alice alice account
check 'locker: the peer is audited' audited user=alice verdict=allow peer_uid=1501
check 'locker: alice unlocks with a code' locker_ends PAM_SUCCESS alice alice auth 123456789
check 'locker: alice unlocks with a push' locker_ends PAM_SUCCESS alice alice auth push
check 'locker: carol does not unlock' locker_ends PAM_PERM_DENIED carol carol auth
sim_reset
check 'locker: alice may not ask about bob' locker_ends PAM_PERM_DENIED alice bob account
check 'locker: that is audited' audited user=bob reason=peer-refused verdict=deny peer_uid=1501
check 'locker: nor about carol, who would be told apart' locker_ends PAM_PERM_DENIED alice carol account
check 'locker: nor about a name that does not exist' \
	locker_ends PAM_PERM_DENIED alice nosuchuser account
check 'locker: nor about root' locker_ends PAM_PERM_DENIED alice root auth 123456789
stack su <<PAM
account  required $door
PAM
# claim CODE UID_OF CALLER USER: a program of UID_OF says that CALLER becomes USER; that ends with CODE
claim()
{
	mark_log
	as "$2" "$work/bin/pamrun" --ruser "$3" /etc/pam.d su "$4" account >"$work/out" 2>&1
	grep -q "^account: [0-9]* $1\$" "$work/out"
}
check 'locker: alice may not claim to be bob on the way to root' claim PAM_PERM_DENIED alice bob root
check 'locker: the directory never heard of any' same "$(count '')" 0
check 'locker: carol may not claim to be root' claim PAM_ACCT_EXPIRED carol root carol

# One user's programs do not take the places of others.
sim POST state '{"push": "wait"}' >/dev/null
holders=
for i in 1 2 3 4 5 6 7 8; do
	as alice timeout -k 2 30 "$work/bin/pamrun" /etc/pam.d locker alice auth -- push \
		>"$work/holder.$i" 2>&1 &
	holders="$holders $!"
done
all_wait()
{
	for _ in $(seq 200); do
		[ "$(count 'POST /auth/v2/auth')" = 8 ] && return 0
		sleep 0.05
	done
	return 1
}
check 'many of one: eight of alice wait for their pushes' all_wait
check 'many of one: the ninth is turned away' locker_ends PAM_AUTHINFO_UNAVAIL alice alice account
check 'many of one: the log says which limit' logged 'uid 1501 holds as many conversations as one may (broker.per_origin)'
check 'many of one: bob is served' locker_ends PAM_SUCCESS bob bob account
stack sshd <<PAM
auth     required $door
account  required $door
account  required pam_unix.so
session  required $door
PAM
sshd_start peers publickey
check 'many of one: sshd is served, about alice too' enters alice
sim POST state '{"push": "approve"}' >/dev/null
for pid in $holders; do wait "$pid"; done
check 'many of one: all eight came through' \
	same "$(cat "$work"/holder.* | grep -c '^auth: 0 PAM_SUCCESS')" 8
check 'many of one: then alice is served again' locker_ends PAM_SUCCESS alice alice account
stop peers

# At once: each gets the right answer. Nothing is cached, so that all want the directory.
parallel() # COUNT
{
	rm -f "$work"/parallel.*
	mark_log
	pids=
	for i in $(seq "$1"); do
		who=alice
		[ $((i % 2)) = 0 ] || who=carol
		timeout -k 2 30 "$work/bin/pamrun" --rhost 192.0.2.7 /etc/pam.d sshd $who account \
			>"$work/parallel.$i" 2>&1 &
		pids="$pids $!"
	done
	for pid in $pids; do wait "$pid"; done
}
answered() # CODE
{
	cat "$work"/parallel.* | grep -c "^account: [0-9]* $1\$"
}
sim_reset
parallel 200
check 'at once: 100 logins of alice are permitted' same "$(answered PAM_SUCCESS)" 100
check 'at once: 100 logins of carol are refused' same "$(answered PAM_ACCT_EXPIRED)" 100
# A distant directory: one question after the other would take ten seconds for each person.
sim_reset
sim POST fault '{"match": "GET /admin/v1/users", "kind": "delay", "value": 200}' >/dev/null
parallel 100
check 'at once: from a slow directory 50 answers for alice come in time' \
	same "$(answered PAM_SUCCESS)" 50
check 'at once: from a slow directory 50 answers for carol come in time' \
	same "$(answered PAM_ACCT_EXPIRED)" 50

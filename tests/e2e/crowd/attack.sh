# SPDX-License-Identifier: MIT
# An ordinary user starts su of herself again and again and leaves each at the code prompt. su is
# root, so only who called it tells whose these are.
# shellcheck shell=bash disable=SC2154

attempts=300
held=64 # broker.per_origin

# bob_by_su: his status lets him in with his password alone
bob_by_su()
{
	mark_log
	echo "$password" | as bob timeout -k 2 20 su bob -c 'id -un' >"$work/out" 2>&1
}

served 'asks = 100000;' 'prompt_timeout = 600;'
check 'attack: carol is known to be disabled' account carol expired
check 'attack: alice is known' account alice allow
mark_log
attack_mark=$mark
attack_began=$SECONDS
start attack settled alice_starts $attempts 15000 Passcode "$password" -- su alice -c true
check "attack: alice holds $held conversations with $attempts su" became waiting $held attack.log
check 'attack: none of the others let her through' became succeeded 0 attack.log
check 'attack: they have ended' became ended $((attempts - held)) attack.log
turned_away()
{
	tail -n "+$((attack_mark + 1))" "$syslog" |
		grep -c 'pam_doorward(su:auth): verdict unavailable reason=turned-away user=alice'
}
check 'attack: each of them was turned away' same "$(turned_away)" $((attempts - held))
check 'attack: the broker says so once a second at most' told_seldom 'turned.away' "$attack_began"
others_are_served attack
check 'attack: bob becomes himself by su' bob_by_su
mark=$attack_mark
counted()
{
	"$build/doorward" --config /etc/doorward/main.conf metrics >"$work/out" 2>&1
	awk '/^doorwardd_verdicts_total.*reason="turned-away"/ { n += $2 } END { print n + 0 }' \
		"$work/out"
}
check 'attack: a metric counts who was turned away' same "$(counted)" $((attempts - held))
stop attack
# asked_again: what was given back can be had again
asked_again()
{
	for _ in $(seq 10); do
		crowd patience=2000 service=su user=alice caller=alice && became waiting 1 &&
			return 0
	done
	return 1
}
check 'attack: what she gave back can be had again' asked_again

# SPDX-License-Identifier: MIT
# The same from outside: many addresses, one address, and one that has 2^64 of them.
# shellcheck shell=bash disable=SC2154

# asks_one ADDRESS [KEY=VALUE…]: one more of alice is asked
asks_one()
{
	crowd user=alice rhost="$1" "${@:2}" && became waiting 1
}
refuses_more() # ADDRESS
{
	crowd user=alice rhost="$1" && became unavailable 1
}

served 'conversations = 300;' 'prompt_timeout = 600;'
account carol expired >"$work/out"
account alice allow >"$work/out"
crowd_began=$SECONDS
mark_log
crowd_stays strangers count=400 rhost=10.% user=alice
check 'addresses: 400 of them get the 300 places' became waiting 300
check 'addresses: who had waited longest was turned away' became unavailable 100
check 'addresses: and told why' became reason:turned-away 100
check 'addresses: the broker says so once a second at most' told_seldom 'turned.away' $crowd_began
others_are_served addresses
stop strangers
check 'addresses: the rest kept their places' at_most 290 "$(figure waiting strangers.log)"

# One that holds most gives way, not those who hold one place each.
served 'conversations = 100;' 'prompt_timeout = 600;'
account alice allow >"$work/out"
crowd_stays office count=50 rhost=192.0.2.1 user=alice
crowd_stays homes count=50 rhost=10.% user=alice
crowd_stays others count=30 rhost=10.% from=1000 user=alice
check 'addresses: with all places taken newcomers are asked' became waiting 30
stop others
stop homes
stop office
check 'addresses: those with one place each kept it' became waiting 50 homes.log
check 'addresses: the address with fifty gave way' became waiting 20 office.log

served 'per_origin = 8;' 'prompt_timeout = 600;'
account alice allow >"$work/out"
crowd_stays one count=100 rhost=192.0.2.1 user=alice
check 'one address: it holds eight times as many as a person' became waiting 64
check 'one address: the rest is turned away' became unavailable 36
check 'one address: also where it is written as IPv6' refuses_more ::ffff:192.0.2.1
check 'one address: its neighbour is asked' asks_one 192.0.2.2
check 'one address: accounts of people there are checked all the same' \
	account bob allow rhost=192.0.2.1
check 'one address: alice is asked by su, whoever held her name' \
	asks_one '' service=su caller=alice
stop one
crowd_stays net count=100 rhost=2001:db8:0:1::% user=alice
check 'IPv6: a network of 64 bits is one address' became waiting 64
check 'IPv6: however it is written' refuses_more 2001:0DB8:0000:0001:ffff:ffff:ffff:ffff
check 'IPv6: the next network is asked' asks_one 2001:db8:0:2::1
stop net

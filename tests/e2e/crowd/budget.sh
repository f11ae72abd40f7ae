# SPDX-License-Identifier: MIT
# What one origin may have the directory asked: 60 requests at once and one more each second, for an
# address eight times as many. Nobody else's questions wait for that.
# shellcheck shell=bash disable=SC2154

asked_within() # LIMIT A_SECOND: since the reset
{
	at_most "$(count '')" $(($1 + (SECONDS - budget_began + 1) * $2))
}
wrong='{"match": "POST /auth/v2/auth", "kind": "answer", "value": 200, "body": "{\"stat\": \"OK\",
	\"response\": {\"result\": \"deny\", \"status\": \"deny\", \"status_msg\": \"Wrong.\"}}"}'

served '' 'prompt_timeout = 600;' 'fresh = 0; elevation = 0; negative = 0;'
sim_reset
sim POST fault "$wrong" >/dev/null
budget_began=$SECONDS
mark_log
start typed settled alice_starts 40 15000 'nothing that su says' \
	"$password" 987654321 987654321 987654321 -- su alice -c true
check 'budget: 40 su of alice with wrong codes have ended' became ended 40 typed.log
stop typed
check 'budget: they ask no more than one person may' asked_within 60 1
check 'budget: then she is refused' audited subject=alice reason=peer-refused service=su \
	verdict=deny
sim_reset
crowd count=200 window=20 service=su user=alice caller=alice
check 'budget: nor can she have status asked by the hundred' at_most "$(count '')" 10
check 'budget: bob is asked about for su' account bob allow service=su caller=bob
check 'budget: alice enters from elsewhere' enters_with_code 198.51.100.8

served 'asks = 10;' 'prompt_timeout = 600;' 'fresh = 0; elevation = 0; negative = 0;'
sim_reset
budget_began=$SECONDS
crowd count=200 window=1 phase=account user=alice rhost=203.0.113.5
check 'budget: an address has eight times as many' asked_within 80 2
check 'budget: and all that' above "$(count '')" 79
check 'budget: beyond that it is refused' above "$(figure deny)" 0
check 'budget: as one that asks all the time' became reason:peer-refused "$(figure deny)"
check 'budget: the share of alice is not used up by who knows her name' \
	account alice allow service=su caller=alice
check 'budget: nor do other addresses wait for it' account alice allow

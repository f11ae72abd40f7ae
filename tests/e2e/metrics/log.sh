# SPDX-License-Identifier: MIT
# Log lines as JSON: one object each, with the pairs of the text, whatever is in them.
# shellcheck shell=sh disable=SC2154
echo "# log"

# lines_of FORMAT: what a broker logs of the same logins, in $work/FORMAT.log
lines_of()
{
	sed "s/target = \"stderr\";/& level = \"debug\"; format = \"$1\";/" "$work/plain.conf" >"$conf"
	start_broker
	say begin 1 account sshd carol '10.0.0.1" = \' 'tty	with	tabs' '' >"$work/verdict"
	say begin 1 account sudo alice "$(printf 'caf\303\251 \302\205\342\200\256 \033[2J')" '' '' >"$work/verdict"
	say begin 1 account "$(printf '%0900d' 7)" alice "$(printf '%0900d' 8)" '' '' >"$work/verdict"
	login account sshd root
	say nonsense >"$work/verdict"
	stop broker
	log_ended broker
	cp "$work/broker.log" "$work/$1.log"
}
lines_of text
lines_of json
check 'each line is an object' judge log "$work/json.log"
check 'as many as there are lines of text' [ "$(rows json.log)" = "$(rows text.log)" ]
check 'a debug line is one' grep -q '"level":"debug"' "$work/json.log"
grep 'reason=disabled' "$work/text.log" | grep -o ' [a-z_][a-z_]*=' | tr -d ' =' >"$work/text.keys"
node -e '
	const lines = require("fs").readFileSync(process.argv[1], "utf8").split("\n")
	const line = lines.find((l) => l.includes("\"reason\":\"disabled\""))
	for (const key of Object.keys(JSON.parse(line)).slice(4)) console.log(key)' \
	"$work/json.log" >"$work/json.keys"
check 'the same pairs in the same order' diff "$work/text.keys" "$work/json.keys"
check 'among them who and why' grep -q -x directory_user "$work/json.keys"
check 'quotes and backslashes as they came' grep -q -F '"rhost":"10.0.0.1\" = \\"' "$work/json.log"
check 'no control character' not grep -q "$(printf '\033')" "$work/json.log"
check 'a number is one' grep -q '"peer_uid":[0-9]\|"took_ms":[0-9]' "$work/json.log"

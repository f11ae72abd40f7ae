# SPDX-License-Identifier: MIT
# doorward serve: /metrics behind its gate, its own numbers and the broker's; and that dashboard and
# alerts use what is told.
# shellcheck shell=sh disable=SC2154
echo "# serve"

free_port()
{
	node -e 's = require("net").createServer().listen(0, "127.0.0.1",
		() => { console.log(s.address().port); s.close() })'
}
rest=$(free_port) mcp=$(free_port)
rm -rf "$work/var"
mkdir -p "$work/var"
configure "sync: { folder = \"$work/var\"; interval = 3600; };" "serve: { rest = \"127.0.0.1:$rest\";
	mcp = \"127.0.0.1:$mcp\"; socket = \"$work/admin.sock\"; token_file = \"$work/tokens\"; rate = 3; };"
sed -i 's/target = "stderr";/& format = "json";/' "$conf"
reader=$("$build/doorward" --config "$conf" token add prometheus --operations authping)
writer=$("$build/doorward" --config "$conf" token add writer --class write --permissions mcp)
start serve '"ready"' "$build/doorward" --config "$conf" serve --log stderr

# ask PATH [CURL_OPTION…]: prints the status; the answer is in $work/answer
ask()
{
	ask_path=$1
	shift
	curl -sS --max-time 20 -o "$work/answer" -D "$work/headers" -w '%{http_code}\n' "$@" \
		"http://127.0.0.1:$rest$ask_path"
}
as() { printf 'Authorization: Bearer %s' "$1"; }

check 'without a token: 401' [ "$(ask /metrics)" = 401 ]
check 'nothing is told' not grep -q doorward_serve "$work/answer"
check 'with one that may do nothing else: 200' [ "$(ask /metrics -H "$(as "$reader")")" = 200 ]
check 'of the right type' grep -q -i '^Content-Type: text/plain; version=0.0.4; charset=utf-8' "$work/headers"
check 'without a broker: sound' judge scrape "$work/answer"
check 'which is told' grep -q -x 'doorward_broker_up 0' "$work/answer"
check 'nothing else is permitted' [ "$(ask /admin/v1/users -H "$(as "$reader")")" = 403 ]
check 'POST is not the method' [ "$(ask /metrics -H "$(as "$reader")" -d x=y)" = 405 ]
start broker 'sync: accounts=\|"sync"' true 2>/dev/null || :
start broker '"message":"sync"' with_users "$build/doorwardd" -e -c "$conf"
login account sshd alice
login account sshd carol
user=$(curl -sS --max-time 20 --unix-socket "$work/admin.sock" -w '%{http_code}' -o "$work/answer" \
	'http://localhost/admin/v1/users?limit=2')
check 'a user over the socket: 200' [ "$user" = 200 ]
check 'an operation over REST' [ "$(ask '/admin/v1/users?limit=1' -H "$(as "$writer")")" = 200 ]
check 'no such path' [ "$(ask /nothing)" = 404 ]
curl -sS --max-time 20 -o "$work/answer" -H "$(as "$writer")" -H 'Content-Type: application/json' -d \
	'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"listgroups","arguments":{}}}' \
	"http://127.0.0.1:$mcp/mcp"
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do # more than serve.rate lets through at once
	ask '/admin/v1/users?limit=1' -H "$(as "$writer")"
done >"$work/statuses"
check 'a caller in a hurry: 429' grep -q 429 "$work/statuses"
curl -sS --max-time 20 --unix-socket "$work/admin.sock" http://localhost/metrics >"$work/scrape"
check 'over the socket: sound' judge scrape "$work/scrape"
check 'one who was refused for the token' told 'doorward_serve_refusals_total{reason="token"}' 1
check 'one for the path' told 'doorward_serve_refusals_total{reason="path"}' 1
check 'some for the rate' [ "$(number 'doorward_serve_refusals_total{reason="rate"}')" -gt 0 ]
check 'as many as there were' [ "$(number 'doorward_serve_refusals_total{reason="rate"}')" = \
	"$(grep -c 429 "$work/statuses")" ]
check 'a call by MCP' told 'doorward_serve_calls_total{via="mcp",operation="listgroups",result="ok"}' 1
check 'one that was not permitted' told \
	'doorward_serve_calls_total{via="rest",operation="listusers",result="permission"}' 1
check 'requests by where they came from' told \
	'doorward_serve_requests_total{listener="socket",route="operation",status="200"}' 1
check 'numbers are a route' told \
	'doorward_serve_requests_total{listener="rest",route="metrics",status="200"}' 1
check 'with their time' [ "$(number 'doorward_serve_request_seconds_count{route="operation"}')" -gt 2 ]
check 'calls to the directory with theirs' \
	[ "$(number 'doorward_serve_api_seconds_count{operation="listusers"}')" -gt 1 ]
check 'two tokens' told doorward_serve_tokens 2
check 'the broker is up' told doorward_broker_up 1
check 'with its numbers' told doorwardd_cache_entries 2
check 'nobody is named' not grep -q -e alice -e carol -e prometheus -e writer "$work/scrape"
run status
check 'status sees it' says '^serve          ok '

# what dashboard and alerts ask for is told by a host that had an outage and a sync
control POST fault '{"match": "*", "kind": "status", "value": 503}'
login account sshd bob
curl -sS --max-time 20 --unix-socket "$work/admin.sock" http://localhost/metrics >"$work/scrape"
check 'after an outage: sound' judge scrape "$work/scrape"
check 'the dashboard uses what is told' judge uses "$work/scrape" "$top/dist/grafana/doorward.json"
check 'the alerts, too' judge uses "$work/scrape" "$top/dist/prometheus/doorward.rules.yml"
stop serve
stop broker
log_ended serve
check 'the log of serve is JSON' judge log "$work/serve.log"
control POST reset '{}'

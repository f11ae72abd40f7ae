#!/bin/sh
# SPDX-License-Identifier: MIT
# What the REST adapter costs: GET user through doorward serve, as a ratio to the simulator that is
# asked directly, with the same load generator on the same processors. Prints ratios, which carry
# over to other machines, and the figures behind them, which do not.
#
#	serve.sh [BUILD_FOLDER [SECONDS [ROUNDS]]]
set -eu
build=${1:-.}
seconds=${2:-1}
rounds=${3:-15}
# shellcheck source=tests/serve/lib.sh
. "$(dirname "$0")/../serve/lib.sh"
connections=${connections:-16}

command -v wrk >/dev/null || {
	echo "serve.sh: wrk is not installed (./bootstrap bench installs it)" >&2
	exit 1
}
sim_at bench
conf_for bench 'rate = 1000000;'
token=$(token bench)
start_serve bench
id=$("$build/doorward" --config "$conf" api listusers --username alice |
	sed -n 's/.*"user_id": "\(DU[A-Z0-9]*\)".*/\1/p')

# A request that is signed once: the directory takes it as often as it comes, for some minutes.
node -e '
const [, json, id] = process.argv, crypto = require("crypto")
const sim = JSON.parse(require("fs").readFileSync(json))
const date = new Date().toUTCString().replace("GMT", "+0000")
const empty = crypto.createHash("sha512").update("").digest("hex")
const text = [date, "GET", sim.host.toLowerCase(), "/admin/v1/users/" + id, "", empty, empty].join("\n")
const hex = crypto.createHmac("sha512", sim.admin.skey).update(text).digest("hex")
const basic = Buffer.from(sim.admin.ikey + ":" + hex).toString("base64")
console.log(`date="${date}"\nauthorization="Basic ${basic}"\nsim_port=${sim.port}`)
' "$work/bench/sim.json" "$id" >"$work/signed"
. "$work/signed"

# load NAME URL HEADER…: requests per second and p99 in milliseconds into $rate and $p99
load()
{
	name=$1 url=$2
	shift 2
	wrk -t1 -c"$connections" -d"${seconds}s" --latency "$@" "$url" >"$work/$name.wrk"
	rate=$(awk '$1 == "Requests/sec:" { print $2 }' "$work/$name.wrk")
	p99=$(awk '$1 == "99%" { v = $2 + 0; print $2 ~ /us$/ ? v / 1000 : $2 ~ /ms$/ ? v : v * 1000 }' \
		"$work/$name.wrk")
	if grep -q 'Non-2xx' "$work/$name.wrk"; then
		cat "$work/$name.wrk"
		exit 1
	fi
}

# Processors change their pace from second to second: many short rounds, and the one in the middle.
: >"$work/rounds"
for round in $(seq $rounds); do
	load direct "https://localhost:$sim_port/admin/v1/users/$id" \
		-H "Date: $date" -H "Authorization: $authorization"
	direct="$rate $p99"
	load served "http://127.0.0.1:$port/admin/v1/users/$id" -H "Authorization: Bearer $token"
	echo "$direct $rate $p99" >>"$work/rounds"
done

# figure NAME EXPRESSION: the expression over each round; its median, least and greatest
figure()
{
	awk "{ print $2 }" "$work/rounds" | sort -g | awk -v name="$1" '
		{ v[NR] = $1 }
		END { printf "%-26s %9.2f   (%.2f to %.2f)\n", name, v[int((NR + 1) / 2)], v[1], v[NR] }'
}

echo "GET user, $connections connections, $rounds rounds of $seconds s: median, least, greatest"
figure "simulator, 1000/s" '$1 / 1000'
figure "serve, 1000/s" '$3 / 1000'
figure "ratio (goal 0.50)" '$3 / $1'
figure "simulator, p99 in ms" '$2'
figure "serve, p99 in ms" '$4'
stop serve

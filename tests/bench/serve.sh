#!/bin/sh
# SPDX-License-Identifier: MIT
# What the REST adapter costs: GET user through doorward serve, as a ratio to the simulator that is
# asked directly, with the same load generator on the same processors. Prints ratios, which carry
# over to other machines, and the figures behind them, which do not.
#
#	serve.sh [BUILD_FOLDER [SECONDS]]
set -eu
build=${1:-.}
seconds=${2:-5}
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

for round in 1 2 3; do
	load direct "https://localhost:$sim_port/admin/v1/users/$id" \
		-H "Date: $date" -H "Authorization: $authorization"
	direct_rate=$rate direct_p99=$p99
	load served "http://127.0.0.1:$port/admin/v1/users/$id" -H "Authorization: Bearer $token"
	awk -v a="$direct_rate" -v b="$rate" -v c="$direct_p99" -v d="$p99" -v n="$connections" -v r=$round \
		'BEGIN {
		if (r == 1)
			printf "GET user, %d connections\n%-10s %14s %14s %8s\n", n, "", "simulator", "serve", "ratio"
		printf "%-10s %12.0f/s %12.0f/s %8.2f  (goal 0.50)\n", "requests", a, b, b / a
		printf "%-10s %11.1f ms %11.1f ms %8.2f\n", "p99", c, d, d / c }'
done
stop serve

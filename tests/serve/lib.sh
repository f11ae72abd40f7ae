# SPDX-License-Identifier: MIT
# Shared by the tests of doorward serve. Source it with $build set.
#
# shellcheck shell=sh disable=SC2154

# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
unset DUO_SECURITY_USERNAME DUO_SECURITY_PASSWORD DUO_SECURITY_HOST

free_port()
{
	node -e 's = require("net").createServer().listen(0, "127.0.0.1",
		() => { console.log(s.address().port); s.close() })'
}

# sim_at NAME: another simulated directory in $work/NAME
sim_at()
{
	mkdir -p "$work/$1"
	start "$1" ready "$build/doorward-sim" --dir "$work/$1" && lean "$work/$1"
}

# conf_for NAME [OPTIONS]: lets the configuration in $work/NAME serve; sets $port and $conf
conf_for()
{
	port=$(free_port)
	conf=$work/$1/doorward.conf
	cat >>"$conf" <<END
serve: { rest = "127.0.0.1:$port"; mcp = ""; socket = "$work/$1/admin.sock";
	token_file = "$work/$1/tokens"; ${2-rate = 100000;} };
END
}

# start_serve NAME [COMMAND…]: serves with $work/NAME/doorward.conf
start_serve()
{
	serve_name=$1
	shift
	start serve ": ready" "$@" "$build/doorward" --config "$work/$serve_name/doorward.conf" serve \
		--log stderr
}

# token NAME ARGUMENT…: a new token
token()
{
	"$build/doorward" --config "$conf" token add "$@"
}

# need_modules: installs what package-lock.json names into the build folder; sets $modules
need_modules()
{
	modules=$build/tests/serve/modules
	[ ! -d "$modules/node_modules" ] || return 0
	mkdir -p "$modules"
	cp "$top/tests/serve/node/package.json" "$top/tests/serve/node/package-lock.json" "$modules/"
	chmod u+w "$modules"/*.json
	(cd "$modules" && timeout 120 npm ci --ignore-scripts --no-audit --no-fund) >"$work/npm.log" 2>&1 || {
		cat "$work/npm.log"
		echo "not ok - npm cannot install the validator: this test needs the npm registry"
		exit 1
	}
}

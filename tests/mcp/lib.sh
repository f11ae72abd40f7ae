# SPDX-License-Identifier: MIT
# Shared by the tests of the MCP adapter: the public suite and clients from npm, and a simulated
# directory whose configuration offers agents every tool. Source it with $build set.
#
# shellcheck shell=sh disable=SC2154

# shellcheck source=tests/lib.sh
. "${srcdir:-.}/tests/lib.sh"
unset DUO_SECURITY_USERNAME DUO_SECURITY_PASSWORD DUO_SECURITY_HOST

# need_modules: installs what package-lock.json names into the build folder, once; sets $modules
# and $node, which is version 22 or later: the suite needs that
need_modules()
{
	modules=$build/tests/mcp/modules
	mkdir -p "$modules"
	(
		flock 8
		cmp -s "$top/tests/mcp/node/package-lock.json" "$modules/installed" && exit 0
		cp "$top/tests/mcp/node/package.json" "$top/tests/mcp/node/package-lock.json" \
			"$modules/"
		chmod u+w "$modules"/*.json
		(cd "$modules" && timeout 240 npm ci --ignore-scripts --no-audit --no-fund) || {
			echo "not ok - npm cannot install the suite: this test needs the npm registry"
			exit 1
		}
		cp "$modules/package-lock.json" "$modules/installed"
	) 8>"$modules/lock" >"$work/npm.log" 2>&1 || {
		cat "$work/npm.log"
		exit 1
	}
	node=$(command -v node || :)
	case $(${node:-false} --version 2>/dev/null) in
	v2[2-9].* | v[3-9][0-9].*) return 0 ;;
	esac
	for node in "$modules"/node_modules/node-linux-*/bin/node; do
		"$node" --version >/dev/null 2>&1 && return 0
	done
	echo "not ok - there is no node of version 22 or later for this machine"
	exit 1
}

# sim_at NAME: another simulated directory in $work/NAME, whose agents may do everything
sim_at()
{
	mkdir -p "$work/$1"
	start "$1" ready "$build/doorward-sim" --dir "$work/$1" && lean "$work/$1"
	cp "$work/$1/doorward.conf" "$work/$1/read.conf"
	cat >>"$work/$1/doorward.conf" <<-END
	serve: {
		mcp_allow = [ "read", "write", "destructive", "secrets" ];
		mcp = "127.0.0.1:0";
		rest = "";
		socket = "$work/$1/admin.sock";
		token_file = "$work/$1/tokens";
		rate = 1000;
	};
	END
}

# token WORDS…: makes one for the directory in $work/mcp, and prints it
token()
{
	"$build/doorward" --config "$work/mcp/doorward.conf" token add "$@"
}

# serve_mcp: doorward serve for the directory in $work/mcp; sets $url and four tokens
serve_mcp()
{
	all_token=$(token all --class destructive --permissions mcp,secrets)
	read_token=$(token read --class read --permissions mcp)
	write_token=$(token write --class write --permissions mcp)
	plain_token=$(token plain --class read)
	start serve ready "$build/doorward" --config "$work/mcp/doorward.conf" serve --log stderr
	url=http://$(sed -n 's/.*mcp: serving \([0-9.:]*\).*/\1/p' "$work/serve.log")/mcp
}

#!/bin/sh
# SPDX-License-Identifier: MIT
# Who may include whom, read from the #include lines of the whole tree: the layers hold because
# nothing below knows what is above. A folder without a row is an error: add its row, here and in the
# table of HACKING.md, which names every folder; where its third column sets names in `, these and
# the libraries before them are all that the row here has.
set -eu
cd "${srcdir:-.}"

# folder: what its "…" includes may begin with; the first row that fits counts; a line that begins
# with a tab goes on with the row above; files of one folder always know each other
layers='
lib/base	base/
lib/policy	base/ policy/
lib/api		base/ api/
conf		base/ policy/ conf/
pam		base/ pam/
nss		base/directory.h nss/
helper/common	base/ policy/ api/ conf/ helper/common/
helper/print	base/ helper/common/spelling.h helper/print/
helper/migrate	base/ conf/ helper/common/text_file.h helper/doctor/pam_answer.h
	helper/doctor/pam_stack.h helper/doctor/pam_walk.h helper/migrate/
helper/status	base/ helper/cli/cli.h helper/cli/connect.h helper/common/ helper/directory/reader.h helper/door/held.h helper/door/map_file.h helper/door/mapping.h
	helper/metrics/ask.h helper/print/ helper/status/
helper/doctor	base/ conf/ helper/common/ helper/directory/reader.h helper/door/ helper/metrics/ask.h
	helper/print/ helper/doctor/ pam/arguments.h
helper/cli/operation	base/ api/ helper/cli/cli.h helper/cli/connect.h helper/cli/output.h
	helper/common/audit.h helper/common/kind.h helper/common/spelling.h helper/print/ helper/cli/operation/
helper/cli/services	base/ api/ helper/cli/connect.h helper/cli/output.h helper/cli/operation/confirm.h
	helper/cli/services/
helper/cli/help	helper/cli/cli.h helper/cli/exit_status.h helper/cli/option_table.h helper/cli/words.h
	helper/cli/operation/argument_list.h helper/cli/operation/extra.h helper/common/kind.h
	helper/common/spelling.h helper/cli/help/
helper/cli/host	base/ helper/cli/cli.h helper/cli/connect.h helper/common/ helper/directory/
	helper/doctor/doctor.h helper/door/ helper/mcp/mcp.h helper/metrics/ask.h
	helper/migrate/migrate.h helper/print/ helper/serve/ helper/sync/ helper/cli/host/
helper/cli	base/ api/ conf/ helper/common/ helper/print/ helper/status/status.h
	helper/cli/operation/operate.h helper/cli/operation/extra.h helper/cli/services/
	helper/cli/help/help.h helper/cli/host/host.h
helper		base/ policy/ api/ conf/ helper/
tests/sim	tests/sim/
tests		base/ policy/ api/ conf/ pam/ nss/ helper/ tests/
'

# outside library: the folders that may include its headers; a header without a row is an error
# only if it has a folder of its own or is named here
libraries='
security/	pam helper/doctor tests/pam tests/e2e tests/bench
curl/		lib/api tests
openssl/	lib/api helper tests
cjson/		lib/api helper tests
libconfig.h	conf
microhttpd.h	tests/sim helper
gnutls/		tests/sim
sqlite3.h	helper
cdb.h		helper tests/nss
cmocka.h	tests/unit tests/pam tests/nss tests/api tests/cli
arpa/ asm/ linux/ net/ netinet/ sys/	lib conf pam nss helper tests
'

list=$(mktemp)
told=$(mktemp)
trap 'rm -f "$list" "$told"' EXIT
find . -name '*.[ch]' -not -path './build*' -not -path '*/modules/*' -not -path './.*' -not -name config.h |
	sed 's|^\./||' | sort >"$list"
[ "$(wc -l <"$list")" -gt 40 ] || {
	echo "found hardly any source: is srcdir right?"
	exit 1
}

# No row of HACKING.md outlives its folder, and that of tests names all of its own.
failed=0
sed -n '/^## Folders/,/^## A login/s/^| `\([a-z/]*\)` | \(.*\) |[^|]*|$/\1 \2/p' HACKING.md >"$told"
while read -r folder text; do
	[ -d "$folder" ] || {
		echo "$folder: has a row in HACKING.md, but is no folder"
		failed=1
	}
	[ "$folder" = tests ] || continue
	for part in $(sed -n 's,^tests/\([^/]*\)/.*,\1,p' "$list" | sort -u); do
		echo "$text" | tr -c 'a-z0-9' '\n' | grep -qx "$part" || {
			echo "tests/$part: the row of tests in HACKING.md does not name it"
			failed=1
		}
	done
done <"$told"
[ $failed = 0 ]

# The table of HACKING.md: folder, then what stands in its third column, words and `names`.
sed -n '/^## Folders/,/^## A login/s/^| `\([a-z/]*\)` |.*| \([^|]*\) |$/\1 \2/p' HACKING.md >"$told"
sed -nE 's,^((helper|lib|conf|pam|nss)(/.*)?)/[^/]*$,\1,p' "$list" | sort -u | awk -v layers="$layers" '
	BEGIN {
		rows = split(layers, row, "\n")
		for (i = 1; i <= rows; i++) {
			if (row[i] !~ /^\t/ && split(row[i], word, /[ \t]+/) > 1)
				folder = word[1]
			count = split(row[i], word, /[ \t]+/)
			for (j = row[i] ~ /^\t/ ? 1 : 2; j <= count; j++) {
				sub(/\/$/, "", word[j])
				if (word[j] != "" && word[j] != folder && !(folder ~ "(^|/)" word[j] "$"))
					has[folder] = has[folder] " " word[j]
			}
		}
	}
	NR == FNR {
		told[$1] = $0
		next
	}
	!($1 in told) {
		print "HACKING.md has no row for " $1
		bad++
	}
	told[$1] ~ /`/ {
		text = substr(told[$1], length($1) + 1)
		gsub(/[`,;]/, " ", text)
		count = split(has[$1], word, " ")
		for (i = 1; i <= count; i++)
			if (index(text " ", " " word[i] " ") == 0) {
				print "HACKING.md does not say that " $1 " may include " word[i]
				bad++
			}
		count = split(text, word, " ")
		for (i = 1; i <= count; i++)
			if (word[i] ~ "^(base|policy|api|conf)$|/" && index(has[$1] " ", " " word[i] " ") == 0) {
				print "HACKING.md says that " $1 " may include " word[i]
				bad++
			}
	}
	END {
		exit bad > 0
	}' "$told" -

xargs grep -H '^[[:space:]]*#[[:space:]]*include' <"$list" |
	awk -v layers="$layers" -v libraries="$libraries" '
	BEGIN {
		rows = split(layers, row, "\n")
		for (i = 1; i <= rows; i++)
			if (row[i] ~ /^\t/)
				allowed[folders] = allowed[folders] row[i]
			else if (split(row[i], word, /[ \t]+/) > 1) {
				folder[++folders] = word[1]
				allowed[folders] = substr(row[i], length(word[1]) + 1)
			}
		rows = split(libraries, row, "\n")
		for (i = 1; i <= rows; i++)
			if (split(row[i], side, /\t+/) > 1)
				for (j = split(side[1], word, " "); j > 0; j--)
					users[word[j]] = side[2]
	}
	function begins_with_one_of(text, list, end,    n, word, i) {
		n = split(list, word, /[ \t]+/)
		for (i = 1; i <= n; i++)
			if (word[i] != "" && index(text, word[i] end) == 1)
				return 1
		return 0
	}
	function complain(what) {
		print what
		bad++
	}
	{
		file = substr($0, 1, index($0, ":") - 1)
		rest = substr($0, index($0, ":") + 1)
		if (!match(rest, /[<"][^>"]*[>"]/)) {
			complain(file ": no name in: " rest)
			next
		}
		quote = substr(rest, RSTART, 1)
		name = substr(rest, RSTART + 1, RLENGTH - 2)
		lines++
		if (quote == "<") {
			top = name
			if (index(name, "/") > 0)
				top = substr(name, 1, index(name, "/"))
			if (top in users ? !begins_with_one_of(file, users[top], "/") : top ~ /\/$/)
				complain(file " may not include <" name ">")
			next
		}
		if (match(file, /.*\//) && name ~ "^" substr(file, 1, RLENGTH) "[^/]*$")
			next
		for (i = 1; i <= folders; i++)
			if (index(file, folder[i] "/") == 1) {
				if (!begins_with_one_of(name, allowed[i], ""))
					complain(file " may not include \"" name "\"")
				next
			}
		complain(file ": its folder has no row")
	}
	END {
		print lines " includes read, " bad + 0 " wrong"
		exit bad > 0 || lines < 100
	}'

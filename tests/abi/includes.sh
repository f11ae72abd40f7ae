#!/bin/sh
# SPDX-License-Identifier: MIT
# Who may include whom, read from the #include lines of the whole tree: the layers hold because
# nothing below knows what is above. A folder without a row is an error: add its row, here and in
# the table of HACKING.md.
set -eu
cd "${srcdir:-.}"

# folder: what its "…" includes may begin with; the first row that fits counts
layers='
lib/base	base/
lib/policy	base/ policy/
lib/api		base/ api/
conf		base/ policy/ conf/
pam		base/ pam/
nss		base/directory.h nss/
helper/doctor	base/ policy/ api/ conf/ helper/ pam/arguments.h
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
trap 'rm -f "$list"' EXIT
find . -name '*.[ch]' -not -path './build*' -not -path '*/modules/*' -not -path './.*' -not -name config.h |
	sed 's|^\./||' | sort >"$list"
[ "$(wc -l <"$list")" -gt 40 ] || {
	echo "found hardly any source: is srcdir right?"
	exit 1
}

# Every folder with C files has its own row in HACKING.md; those of tests are named in theirs.
failed=0
rooms=$(sed -n 's/^| `\([a-z/-]*\)` | .* | .* |$/\1/p' HACKING.md)
tests=$(sed -n 's/^| `tests` | \(.*\) | .* |$/\1/p' HACKING.md | tr -c 'a-z0-9\n' ' ')
for folder in $(sed 's|/[^/]*$||' "$list" | sort -u); do
	case $folder in
	tests/*)
		case " $tests " in
		*" ${folder#tests/} "*) continue ;;
		esac
		;;
	esac
	echo "$rooms" | grep -qxF "$folder" || {
		echo "$folder: HACKING.md does not name it in its table of folders"
		failed=1
	}
done
for folder in $rooms; do
	[ -d "$folder" ] || {
		echo "$folder: has a row in HACKING.md, but is no folder"
		failed=1
	}
done

xargs grep -H '^[[:space:]]*#[[:space:]]*include' <"$list" |
	awk -v layers="$layers" -v libraries="$libraries" '
	BEGIN {
		rows = split(layers, row, "\n")
		for (i = 1; i <= rows; i++)
			if (split(row[i], word, /[ \t]+/) > 1) {
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
	}' || failed=1
exit $failed

#!/bin/sh
# SPDX-License-Identifier: MIT
# No two files need each other, directly or around: read from the object files of every program and
# module that make all builds, by the names that nm says they define and want. What make check
# builds beside them is not read: a test that stands in for a part of ours does so by its names.
set -eu
list=$(mktemp)
trap 'rm -f "$list"' EXIT

# products: a line "product object" for every object file of every product with all its libraries
# of ours, out of the Makefile
products() {
	awk '
	function value(text,    found, name, suffixes, pair, word, n, i, all) {
		while (match(text, /\$\([A-Za-z0-9_]+(:[^)]*)?\)/)) {
			found = substr(text, RSTART + 2, RLENGTH - 3)
			suffixes = ""
			name = found
			if (index(found, ":") > 0) {
				name = substr(found, 1, index(found, ":") - 1)
				suffixes = substr(found, index(found, ":") + 1)
			}
			all = variable[name]
			if (suffixes != "" && split(suffixes, pair, "=") == 2) {
				n = split(all, word, " ")
				all = ""
				for (i = 1; i <= n; i++) {
					sub(pair[1] "$", pair[2], word[i])
					all = all " " word[i]
				}
			}
			text = substr(text, 1, RSTART - 1) all substr(text, RSTART + RLENGTH)
		}
		return text
	}
	function canonical(name) {
		gsub(/[^A-Za-z0-9_@]/, "_", name)
		return name
	}
	function members(top, product,    word, n, i, libraries) {
		if (told[top, product]++)
			return
		n = split(value(variable[product "_OBJECTS"]), word, " ")
		for (i = 1; i <= n; i++)
			print top, word[i]
		libraries = variable[product "_LDADD"] " " variable[product "_LIBADD"]
		n = split(value(libraries), word, " ")
		for (i = 1; i <= n; i++)
			if (word[i] ~ /\.la$/ && canonical(word[i]) "_OBJECTS" in variable)
				members(top, canonical(word[i]))
	}
	{
		line = line $0
		if (sub(/\\$/, " ", line))
			next
		if (match(line, /^[A-Za-z0-9_]+[ ]*=/)) {
			name = substr(line, 1, RLENGTH - 1)
			sub(/ +$/, "", name)
			variable[name] = substr(line, RLENGTH + 1)
			sub(/^[ \t]+/, "", variable[name])
		}
		line = ""
	}
	END {
		n = split(value("$(PROGRAMS) $(LTLIBRARIES)"), word, " ")
		for (i = 1; i <= n; i++)
			members(canonical(word[i]), canonical(word[i]))
	}' Makefile
}

# objects: the same lines, with the file that libtool made in the place of the one that it keeps
# about it
objects() {
	sort -u | while read -r product object; do
		case $object in
		*.lo)
			made=
			[ ! -e "$object" ] || while read -r line; do
				case $line in
				pic_object=*)
					made=${line#*\'}
					made=${made%\'}
					;;
				esac
			done <"$object"
			object=${object%/*}/$made
			;;
		esac
		[ -f "$object" ] || object=missing
		echo "member $product $object"
	done
}

# judge: reads "member product object" and "symbol object: name type"; prints what circles
judge() {
	awk '
	$1 == "member" && $3 == "missing" {
		if (!missing[$2]++) {
			print $2 ": not all of its object files are there"
			bad++
		}
		next
	}
	$1 == "member" {
		if (!($2 in products))
			names[++count] = $2
		products[$2] = products[$2] " " $3
		if (index($3, "/" $2 "-") > 0)
			owner[$3] = $2
		next
	}
	$1 == "symbol" {
		sub(/:$/, "", $2)
		if ($4 == "U" || $4 == "w" || $4 == "v")
			wants[$2] = wants[$2] " " $3
		else if ($4 ~ /^[A-Z]$/) {
			defines[$3] = defines[$3] " " $2
			symbols++
		}
	}
	function shown(object) {
		if (object in owner)
			sub(owner[object] "-", "", object)
		sub(/\.libs\//, "", object)
		sub(/\.o$/, ".c", object)
		return object
	}
	# those that need each other leave the stack together (Tarjan 1972)
	function visit(from,    word, n, i, to, circle, size) {
		order[from] = low[from] = ++clock
		stack[++height] = from
		waits[from] = 1
		n = split(edges[from], word, " ")
		for (i = 1; i <= n; i++) {
			to = word[i]
			if (!(to in order)) {
				visit(to)
				if (low[to] < low[from])
					low[from] = low[to]
			} else if (waits[to] && order[to] < low[from])
				low[from] = order[to]
		}
		if (low[from] < order[from])
			return
		circle = " "
		do {
			to = stack[height--]
			waits[to] = 0
			circle = circle to " "
			size++
		} while (to != from)
		if (size > 1)
			complain(circle, size)
	}
	function complain(circle, size,    word, n, i, j, text) {
		for (i = 1; i <= size_of_all; i++)
			if (index(circle, " " all[i] " ") > 0) {
				n = split(edges[all[i]], word, " ")
				for (j = 1; j <= n; j++)
					if (index(circle, " " word[j] " ") > 0)
						text = text "  " shown(all[i]) " needs " shown(word[j]) " for" \
							reason[all[i], word[j]] "\n"
			}
		if (said[text]++)
			return
		printf "%s: %d files need each other:\n%s", product, size, text
		bad++
	}
	function examine(    word, n, i, name, m, j, place, p, k) {
		split("", inside)
		split("", edges)
		split("", reason)
		split("", order)
		size_of_all = split(products[product], all, " ")
		for (i = 1; i <= size_of_all; i++)
			inside[all[i]] = 1
		for (i = 1; i <= size_of_all; i++) {
			m = split(wants[all[i]], name, " ")
			for (j = 1; j <= m; j++) {
				p = split(defines[name[j]], place, " ")
				for (k = 1; k <= p; k++) {
					if (!(place[k] in inside) || place[k] == all[i])
						continue
					if (!((all[i], place[k]) in reason))
						edges[all[i]] = edges[all[i]] " " place[k]
					reason[all[i], place[k]] = reason[all[i], place[k]] " " name[j]
				}
			}
		}
		for (i = 1; i <= size_of_all; i++)
			if (!(all[i] in order))
				visit(all[i])
	}
	END {
		for (c = 1; c <= count; c++) {
			product = names[c]
			examine()
		}
		print count + 0 " programs, libraries and modules read, " symbols + 0 " symbols, " \
			bad + 0 " wrong"
		exit bad > 0
	}'
}

# A circle around three files is found, and one that only two programs together have is none.
prepared='member one a.o
member one b.o
member one c.o
member two a.o
member two d.o
symbol a.o: alpha T
symbol a.o: beta U
symbol b.o: beta T
symbol b.o: gamma U
symbol c.o: gamma T
symbol c.o: free U
symbol d.o: gamma T
symbol d.o: alpha U'
echo "$prepared" | judge >/dev/null || {
	echo "a circle is seen where none is"
	exit 1
}
if found=$(printf '%s\nsymbol c.o: alpha U\n' "$prepared" | judge); then
	echo "a circle is not seen"
	exit 1
fi
echo "$found" | grep -q 'c.c needs a.c for alpha' || {
	echo "$found"
	exit 1
}

products | objects >"$list"
found=$({
	cat "$list"
	awk '$3 != "missing" { print $3 }' "$list" | sort -u |
		xargs "${NM:-nm}" -A -P -g | sed 's/^/symbol /'
} | judge) && failed=0 || failed=1
echo "$found"
# hardly anything read: is this a build folder?
echo "$found" | tail -n 1 | awk '{ exit $1 < 10 || $7 < 500 }' || failed=1
exit $failed

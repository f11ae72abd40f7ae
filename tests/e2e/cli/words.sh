# SPDX-License-Identifier: MIT
# Commands, options and help: what is mistyped gets one clear line and exit status 2. With sanitizers
# every fifth card and command: the same code prints them all.
# shellcheck shell=sh disable=SC2154

says 'did you mean "user"?' 2 'mistyped noun' usr list
says 'did you mean "user list"?' 2 'mistyped verb' user lst
says 'did you mean "user group list"?' 2 'mistyped third word' user group lits alice
says '"doorward help" lists them' 2 'a noun like nothing else' xyzzy
says 'a word is missing' 2 'a noun alone' user
says 'what to do?' 2 'nothing at all'
says 'did you mean --limit?' 2 'mistyped parameter' user list --limt 3
says 'did you mean --timeout?' 2 'mistyped option' --timout 3 user list
says 'did you mean "user list"?' 2 'words joined' user-list
says 'did you mean "user group list"?' 2 'words joined behind a noun' user group_list alice
says 'did you mean "bypass create"?' 2 'an operation in the place of words' createuserbypasscodes alice
says 'did you mean "api authping"?' 2 'an operation that has no words' authping
says 'did you mean --add-alias?' 2 'an option is suggested as help spells it' user edit alice --add_alis x
says 'did you mean "allthenticate user smartcards"?' 2 'a word with an underscore too many' \
	allthenticate user smart_cards get x
says 'did you mean "user get"?' 2 'the verb of another tool' user show alice
says 'did you mean "user get"?' 2 'its order' show user alice
says 'did you mean "group list"?' 2 'many of them' ls groups
says 'did you mean "user edit"?' 2 'no slip of the pen' user set alice --status active
says 'did you mean "phone delete"?' 2 'short for delete' phone rm x
says 'did you mean "user list"?' 2 'no noun' search alice
says 'did you mean "status"?' 2 'who am I' whoami
says 'did you mean "--version"?' 2 'which version' version
says 'no such option' 2 'an option like nothing else' user list --xyzzy 3
says '-Z: there is no such option; "doorward help" lists them' 2 'unknown letter' -Z user list
says '--limit: there is no such option before the command' 2 'a parameter too early' --limit 3 user list
says 'did you mean listusers?' 2 'mistyped operation' api listuser
says 'NAME' 2 'api without a name' api
says 'takes --param value only' 2 'api with a word too many' api listusers alice
says 'USER is missing' 2 'a name is missing' user get
says 'one word too many' 2 'a word too many' user get alice bob
says 'one word too many' 2 'a word too many for a host command' status now
says 'a value is missing' 2 'an option without its value' user list --limit
says 'takes no value' 2 'a flag with a value' user list --yes=no
says 'given twice' 2 'a parameter twice' user edit alice --notes a --notes b
says 'active|bypass|disabled' 2 'a choice that is none' user edit alice --status gone
says 'whole number' 2 'a number that is none' user enroll alice a@example.com --valid-secs soon
says 'how many rows' 2 'a limit of nothing' user list --limit 0
says 'exclude each other' 2 'all and a limit' user list --all --limit 3
says 'did you mean json?' 2 'mistyped format' user list -o jsno
says 'csv' 2 'unknown format' user list -o yaml
says 'separated by commas' 2 'empty field' user list --fields a,,b
says 'takes seconds' 2 'a time that is none' --timeout never user list
says 'takes seconds' 2 'no time at all' --timeout 0 user list
says 'have no place' 2 'api in another format' api listusers -o csv
says '--out has no place' 2 'a file for a command that writes none' map list --out "$work/none"
says 'takes auth or account' 2 'unknown phase' explain alice --phase both
says 'say what to change' 2 'an edit of nothing' user edit alice
says 'UTF-8' 2 'a name that is no text' user create "$(printf 'a\377b')"
check 'faults of usage cost no request' [ "$(requests 'GET /admin/v1/users')" = 0 ]

exits 0 'underscores and dashes are alike' user list --user_id_list='["x"]' --dry-run
exits 0 'a value behind an equals sign' --output=csv user list --limit=1
exits 0 'options before and behind' -q -o json user list --limit 1
exits 0 'letters together' -qojson user list --limit 1
exits 3 'a name that looks like an option' user get -- --help
exits 0 'version' --version
check 'version is one line' lines 1

exits 0 'help' help
cp "$work/out" "$work/help"
golden help
exits 0 '--help alone' --help
check 'is the same' cmp -s "$work/out" "$work/help"
check 'fits a terminal' [ "$(awk 'length > 79' "$work/out" | wc -l)" = 0 ]
exits 0 'help of all commands' help commands
cp "$work/out" "$work/commands"
for topic in $(sed -n '/^More:/,$s/^  help \([a-z-]*\) .*/\1/p' "$work/help"); do
	exits 0 "help $topic" help "$topic"
	check 'fits a terminal' [ "$(awk 'length > 79' "$work/out" | wc -l)" = 0 ]
done
check 'says what every exit status means' lines 12
tr '\n' ' ' <"$work/out" | tr -s ' ' >"$work/now"
awk '/^\.Sh/ { inside = /EXIT STATUS/ } /^\.El/ { inside = 0 }
	inside && sub(/^\.It /, "") || inside && /^[^.]/ { printf " %s", $0 } END { printf " " }' \
	"$top/man/doorward.1" >"$work/manual"
check 'as the manual page does' cmp "$work/now" "$work/manual"
exits 0 'help of a command' help bypass create
golden help_bypass_create
exits 0 'the same by --help' bypass create --help
cp "$work/out" "$work/now"
exits 0 'help of an operation' help listusers
golden help_listusers
exits 0 'help of a noun' help user group
check 'lists its verbs' [ "$(grep -c '^  user group ' "$work/out")" = 3 ]
exits 2 'help of nothing' help xyzzy

some() { if [ -z "$asan" ]; then cat; else awk 'NR % 5 == 1'; fi; }
words_of() { sed -n 's/^  \([a-z]\{1,\}\( [a-z][a-z-]*\)*\).*/\1/p'; }

# every command and option is in the manual page
words_of <"$work/commands" >"$work/words"
missing=
while IFS= read -r words; do
	grep -q "^\.It Cm $words\( \|\$\)" "$top/man/doorward.1" || missing="$missing, $words"
done <"$work/words"
sed -n '/^Options/,/^More/p' "$work/help" | sed -n 's/^  [- ][^ ]*  *--\([a-z-]*\).*/\1/p' >"$work/words"
while IFS= read -r words; do
	grep -q "^\.It Fl.*-$words\( \|\$\)" "$top/man/doorward.1" || missing="$missing, --$words"
done <"$work/words"
check "the manual page has all of help${missing:+; missing: $missing}" [ -z "$missing" ]

# every command of the table can be reached: its help says so
words_of <"$work/commands" >"$work/words.all"
some <"$work/words.all" >"$work/words"
sed -n '/^Options/,/^More/p' "$work/help" | sed -n 's/^  [- ][^ ]*  *\(--[a-z-]*\).*/\1/p' >"$work/always"
bad= double=
while IFS= read -r words; do
	# shellcheck disable=SC2086
	run $words --help
	[ $rc = 0 ] && [ -s "$work/out" ] || bad="$bad, $words"
	! sed -n 's/^  \(--[a-z-]*\) .*/\1/p' "$work/out" | grep -qxF -e --all -f "$work/always" ||
		double="$double, $words"
done <"$work/words"
check "no parameter has the name of an option${double:+; not: $double}" [ -z "$double" ]
check "every command explains itself${bad:+; not: $bad}" [ -z "$bad" ]

# every example of every card runs: as a dry run, in a folder with the files that it names
mkdir -p "$work/examples"
printf 'username\nzoe\n' >"$work/examples/users.csv"
(umask 077 && echo 0123456789abcdef0123456789abcdef01234567 >"$work/examples/token.hex")
(umask 077 && echo '[{"number": "0042", "label": "Badge"}]' >"$work/examples/cards.json")
"$build/tests/e2e/operation_cases" | cut -f 1 | sort -u | some >"$work/rows"
bad= examples=0
while IFS= read -r name; do
	run help "$name"
	{ cat "$work/out"; echo; } >>"$work/cards"
	grep -q '^Example: ' "$work/out" || bad="$bad, $name has none"
	sed -n 's/^Example: doorward //p' "$work/out" >"$work/example"
	words=$(sed -n "s/^By noun and verb: doorward //p" "$work/out")
	[ -z "$words" ] || { eval "run help $words"; { cat "$work/out"; echo; } >>"$work/cards"; sed -n 's/^Example: doorward //p' "$work/out" >>"$work/example"; }
	while IFS= read -r example; do
		examples=$((examples + 1))
		(cd "$work/examples" && eval "with_users \"\$build/doorward\" --config \"\$conf\" $example -n --force") \
			</dev/null >"$work/out" 2>"$work/err" || bad="$bad, $example"
	done <"$work/example"
done <"$work/rows"
# those of commands that are several calls
grep -E '^(allthenticate|sentinelone) ' "$work/words" >"$work/of_services"
while IFS= read -r words; do
	eval "run help $words"
	! grep -q "^Columns: " "$work/out" || continue # a row has this card
	{ cat "$work/out"; echo; } >>"$work/cards"
	example=$(sed -n 's/^Example: doorward //p' "$work/out")
	grep -q '^It ' "$work/out" || bad="$bad, $words says no risk"
	examples=$((examples + 1))
	[ -n "$example" ] && (cd "$work/examples" && eval "with_users \"\$build/doorward\" --config \"\$conf\" $example -n") \
		</dev/null >"$work/out" 2>"$work/err" || bad="$bad, $words: $example"
done <"$work/of_services"
cp "$work/cards" "$work/out"
[ -n "$asan" ] || golden cards
check "every example works${bad:+; not: $bad}" [ -z "$bad" ]
check "so many: $examples" [ $examples -gt $([ -z "$asan" ] && echo 90 || echo 20) ]

# what is to be done is done by another program, which gets all that doorward got: words, standard
# input, descriptors, and the process
mkdir "$work/parts"
cp "$build/doorward" "$work/parts/"
for program in command doctor serve sync; do
	cat >"$work/parts/doorward-$program" <<'END'
#!/bin/sh
echo "${0##*-} $$ $*"
cat
cat <&7
exit 7
END
	chmod 755 "$work/parts/doorward-$program"
done
# becomes PROGRAM ARGUMENT…
becomes()
{
	program=$1
	shift
	echo inherited >"$work/inherited"
	# shellcheck disable=SC2016
	echo typed | sh -c 'echo "$$" >"$1/pid"; shift; exec "$@"' sh "$work" "$work/parts/doorward" "$@" \
		7<"$work/inherited" >"$work/out" 2>"$work/err"
	rc=$?
	printf '%s %s %s\ntyped\ninherited\n' "$program" "$(cat "$work/pid")" "$*" >"$work/wanted"
	check "doorward $*: by doorward-$program, as it came" cmp -s "$work/wanted" "$work/out"
	check "doorward $*: ends as that does" [ $rc = 7 ]
}
becomes command -o json user get alice
becomes command api listusers
becomes command --timeout=2 status
becomes doctor doctor -q
becomes serve serve --socket-fd 7 --log stderr
becomes sync -q sync
becomes sync people alice
rm -r "$work/parts"

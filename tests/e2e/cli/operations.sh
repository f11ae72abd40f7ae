# SPDX-License-Identifier: MIT
# Every row of the table against the simulator, by its name and by noun and verb: calls that must
# work and calls that must be refused before anything is sent. A refusal gets no further than the
# table: over the socket and with sanitizers there is one for each row, and some of each kind.
# shellcheck shell=sh disable=SC2154

mkdir -p "$work/secret"
printf 111222333 >"$work/secret/codes"
printf 123456789 >"$work/secret/passcode"
printf 0123456789abcdef0123456789abcdef >"$work/secret/hex"
printf 0123456789ab >"$work/secret/private_id"
printf '[{"number": "31337", "label": "Walk"}]' >"$work/secret/cards"
chmod 600 "$work"/secret/*
"$build/tests/e2e/operation_cases" >"$work/cases" || fail 'the table prints its cases'

# value OF ARGUMENT…: one field of an answer
value()
{
	value_of=$1
	shift
	(with_users "$build/doorward" --config "$conf" "$@" --fields "$value_of" -o tsv) </dev/null |
		head -n 1
}
fresh
value user_id user get alice >"$work/alice"
sed_script()
{
	printf 's/@user_id@/%s/g\n' "$(cat "$work/alice")"
	printf 's/@group_id@/%s/g\n' "$(value group_id group get staff)"
	printf 's/@phone_id@/%s/g\n' "$(value phone_id user phone list alice)"
	printf 's/@token_id@/%s/g\n' "$(value token_id user token list alice)"
	printf 's/@bypass_code_id@/%s/g\n' "$(value bypass_code_id bypass list alice)"
	printf 's/@directory_key@/%s/g\n' "$(value directory_key directory list)"
	printf 's#@FILE@#@%s/secret/#g\n' "$work"
}
sed_script >"$work/sed"
[ $via = no ] && [ -z "$asan" ] || {
	mv "$work/cases" "$work/all"
	awk -F '\t' '{ kind = $3; sub(/:.*/, "", kind) }
		$2 == 0 || !row[$1]++ || kinds[kind]++ < 5' "$work/all" >"$work/cases"
}
sed -f "$work/sed" "$work/cases" >"$work/filled"
tab=$(printf '\t')
row= bad=0 calls=0 changed=no

# one_call: the line in $line
one_call()
{
	old_ifs=$IFS
	IFS=$tab
	set -f
	# shellcheck disable=SC2086
	set -- $line
	set +f
	IFS=$old_ifs
	expected=$2 about=$3
	[ "$expected" != 0 ] || [ "$4" = GET ] || changed=yes
	shift 4
	case $line in
	*@push_id@* | *@txid@*)
		push=$(value push_id user verify alice --no-wait -q)
		txid=$( (with_users "$build/doorward" --config "$conf" api authauth \
			--username alice --factor push --device auto --async 1) |
			sed -n 's/.*"txid": "\([^"]*\)".*/\1/p')
		line=$(printf '%s' "$line" | sed "s/@push_id@/$push/g;s/@txid@/$txid/g")
		one_call
		return
		;;
	esac
	calls=$((calls + 1))
	run "$@" --yes --force
	[ $rc = "$expected" ] && return
	bad=$((bad + 1))
	fail "$row, $about: exit $rc, expected $expected: $*"
}

while IFS= read -r line; do
	if [ "${line%%"$tab"*}" != "$row" ]; then
		[ -z "$row" ] || [ $bad -gt 0 ] || pass "$row by all spellings"
		row=${line%%"$tab"*} bad=0
	fi
	case $line in
	*"${tab}0$tab"*)
		[ $changed = no ] || fresh
		changed=no
		;;
	esac
	one_call
done <"$work/filled"
[ $bad -gt 0 ] || pass "$row by all spellings"
check "so many calls: $calls" [ "$calls" -gt 500 ]

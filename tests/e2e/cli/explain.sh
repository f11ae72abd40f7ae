# SPDX-License-Identifier: MIT
# explain: for everybody in the fixture, compared with a file that a person has read.
# shellcheck shell=sh disable=SC2154

timeless() { sed -e 's/, [0-9]* ms)/, N ms)/' -e 's/after [0-9]* ms/after N ms/' \
	-e 's/"look_up_ms": [0-9]*/"look_up_ms": N/' -e 's/:[0-9]\{4,5\}/:PORT/g' \
	-e "s#$work#DIR#g"; }

: >"$work/all"
# story ARGUMENT…
story()
{
	run explain "$@"
	{
		echo "\$ doorward explain $*"
		timeless <"$work/out"
		timeless <"$work/err"
		echo "exit status $rc"
		echo
	} >>"$work/all"
}

for person in alice bob carol dave erin frank grace heidi mallory svc-backup root; do
	story $person
done
story carol --service cron
story carol --service sudo --phase account
story root --service su --caller carol
story root --service su
story carol --service passwd
story alice --service dovecot
story alice --service i3lock
story grace --service i3lock --phase auth
story alice --service webmail --phase account
story alice --phase auth -o json
story carol -o json --fields finding,account
story nosuchuser
story alice --caller nosuchuser
whole=$conf
conf=$work/noauth.conf
sed '/auth: {/,/};/d' "$whole" >"$conf"
story alice
conf=$whole
cat >>"$conf" <<'CONF'
map: { users = [ "alice=bob" ]; identity = false; };
login: { unmapped = "ignore"; bypass = "allow"; exempt_users = [ "carol" ];
	exempt_groups = [ "service-accounts" ]; };
CONF
story alice
story bob
story carol
story svc-backup
cp "$work/all" "$work/out"
golden explain

control POST fault '{"match": "GET /admin/v1/users", "kind": "status", "value": 500}' >/dev/null
run explain alice
check 'an unreachable directory is explained (exit 0)' [ $rc = 0 ]
check 'with the fault' out_has 'HTTP 500'
check 'and the option' out_has 'login.unreachable = "deny"'
sed -i '/^map:/,$d' "$conf"

# the socket that was named is the one that status asks
if [ $via = yes ]; then
	run status
	check 'status through the socket' grep -q '^serve  *ok .*admin.sock' "$work/out"
fi

# SPDX-License-Identifier: MIT
# Where a call goes and whose credentials it carries: the configuration, profiles, the environment.
# shellcheck shell=sh disable=SC2154

admin=$(sed -n 's/.*ikey *= *"\([^"]*\)".*/\1/p' "$conf" | head -n 1)
sim_value() { tr -d '\n' <"$work/sim/sim.json" | sed -n "s/.*\"$1\": *{[^}]*\"$2\": *\"\([^\"]*\)\".*/\1/p"; }

john=225494730938493804
behave() { control POST state "{\"allthenticate\": $1}" >/dev/null; }

# other credentials through the environment, which needs no file of its own
with_env()
{
	env "$@" </dev/null >"$work/out" 2>"$work/err"
	rc=$?
}
ro_ikey=$(sim_value admin_ro ikey) ro_skey=$(sim_value admin_ro skey)
with_env DUO_SECURITY_USERNAME="$ro_ikey" DUO_SECURITY_PASSWORD="$ro_skey" \
	"$build/doorward" --config "$conf" user get alice
check 'credentials from the environment (exit 0)' [ $rc = 0 ]
with_env DUO_SECURITY_USERNAME="$ro_ikey" DUO_SECURITY_PASSWORD="$ro_skey" \
	"$build/doorward" --config "$conf" user create zoe
check 'not permitted (exit 5)' [ $rc = 5 ]
check 'names the permission' err_has 'Grant write resource'
with_env DUO_SECURITY_USERNAME="$admin" DUO_SECURITY_PASSWORD=wrongwrongwrongwrongwrongwrongwrong \
	"$build/doorward" --config "$conf" user list
check 'credentials refused (exit 4)' [ $rc = 4 ]
check 'which of them, and whence' err_has 'the secret key (DUO_SECURITY_PASSWORD) is not that of the integration key (DUO_SECURITY_USERNAME)'
check 'the secret is not shown' sh -c "! grep -q wrongwrong '$work/err' '$work/out'"
with_env DUO_SECURITY_USERNAME=DI0000000000000000ZZ DUO_SECURITY_PASSWORD="$ro_skey" \
	"$build/doorward" --config "$conf" user list
check 'a key that is none (exit 4)' [ $rc = 4 ]
check 'and whence it is' err_has 'no such integration key (DUO_SECURITY_USERNAME), or it is that of duo.auth'
with_env DUO_SECURITY_USERNAME="$(sim_value auth ikey)" DUO_SECURITY_PASSWORD="$(sim_value auth skey)" \
	"$build/doorward" --config "$conf" user list
check 'keys of the other application (exit 5)' [ $rc = 5 ]
check 'are told as swapped' err_has 'are those of duo.admin and duo.auth swapped?'
control POST fault '{"match": "*", "kind": "skew", "value": 90000}' >/dev/null
run user list
check 'a clock of another day (exit 4)' [ $rc = 4 ]
check 'is told, with how much' grep -q "this host's clock is [89][0-9]* s behind the directory's" "$work/err"
fresh
sed 's#"[^"]*/admin.skey"#"'"$work/other.skey"'"#' "$conf" >"$work/other.conf"
tr 0-9a-f 1-9a-f0 <"$work/sim/admin.skey" >"$work/other.skey"
chmod 600 "$work/other.skey"
run --config "$work/other.conf" user list
check 'a file with another secret is named' err_has "the secret key ($work/other.skey) is not that of the integration key (duo.admin.ikey)"
with_env DUO_SECURITY_USERNAME="$admin" "$build/doorward" --config "$conf" user list
check 'half of the credentials (exit 2)' [ $rc = 2 ]
check 'names the other half' err_has DUO_SECURITY_PASSWORD
with_env DUO_SECURITY_USERNAME=DIXXXXXXXXXXXXXXXXXX DUO_SECURITY_PASSWORD=x DUO_SECURITY_HOST=https://a/b \
	"$build/doorward" --config "$conf" user list
check 'a host that is an address (exit 2)' [ $rc = 2 ]
with_env DUO_SECURITY_USERNAME="$admin" DUO_SECURITY_PASSWORD=x DUO_SECURITY_HOST=127.0.0.2 \
	"$build/doorward" --config "$conf" user list
check 'another host, where nobody answers (exit 6)' [ $rc = 6 ]
if [ ! -e /etc/doorward/doorward.conf ]; then
	with_env DUO_SECURITY_USERNAME=DIXXXXXXXXXXXXXXXXXX DUO_SECURITY_PASSWORD=x \
		DUO_SECURITY_HOST=127.0.0.2 "$build/doorward" --timeout 2 user list
	check 'without a file, all from the environment (exit 6)' [ $rc = 6 ]
	with_env "$build/doorward" user list
	check 'without a file and environment (exit 1)' [ $rc = 1 ]
	check 'names the file' err_has /etc/doorward/doorward.conf
fi
with_env https_proxy=http://127.0.0.1:9 HTTPS_PROXY=http://127.0.0.1:9 ALL_PROXY=http://127.0.0.1:9 \
	SSL_CERT_FILE=/dev/null LANG=tlh COLUMNS=1 NO_COLOR=1 \
	"$build/doorward" --config "$conf" user get alice
check 'no other variable counts (exit 0)' [ $rc = 0 ]

# addresses and files
sed 's/\(port *= *\)[0-9]*/\11/' "$conf" >"$work/closed.conf"
run --config "$work/closed.conf" user list
check 'nobody listens (exit 6)' [ $rc = 6 ]
sed 's#ca_file *= *"[^"]*"#ca_file = ""#' "$conf" >"$work/noca.conf"
run --config "$work/noca.conf" user list
check 'a certificate that nobody vouches for (exit 6)' [ $rc = 6 ]
chmod 644 "$work/sim/admin.skey"
exits 1 'a secret that others can read' user list
check 'names the file' err_has admin.skey
chmod 600 "$work/sim/admin.skey"
mv "$work/sim/admin.skey" "$work/sim/moved.skey"
says 'admin.skey: No such file' 1 'a secret that is not there is not somebody who is not there' \
	user get alice
mv "$work/sim/moved.skey" "$work/sim/admin.skey"

# where the key stands is configuration
fresh
behave '{"header": "Authorization", "scheme": "Bearer"}'
exits 4 'the key in the wrong place' allthenticate user list
check 'says where to look' err_has 'allthenticate.header'
sed 's/^\tkey_file = \(.*allthenticate.key.*\)/\theader = "Authorization";\n\tscheme = "Bearer";\n&/' \
	"$conf" >"$work/bearer.conf"
(with_users "$build/doorward" --config "$work/bearer.conf" allthenticate user list) >"$work/out" 2>"$work/err"
check 'the key in the right place' lines 7
sed '/^allthenticate: {/,/^};/d' "$conf" >"$work/without.conf"
(with_users "$build/doorward" --config "$work/without.conf" allthenticate user list) >"$work/out" 2>"$work/err"
check 'no address' err_has 'allthenticate.base is not set'

fresh
# profiles: other credentials under a name
exits 0 'a profile that can only read reads' --profile reader sentinelone user get $john --fields email
exits 0 'and works a change out' --profile reader sentinelone user update $john --update-role yes \
	--role Viewer -n
says "needs: Users.edit" 5 'and names what it lacks' --profile reader sentinelone user update $john \
	--update-role yes --role Viewer
says 'needs: Users.delete' 5 'for each call' --profile reader sentinelone user delete $john --yes
exits 0 'Duo too' --profile reader user get alice --fields username
mv "$work/sim/admin_ro.skey" "$work/sim/moved.skey"
says 'profile reader: duo.admin.skey_file: ' 1 'its secret is not there' --profile reader user get alice
mv "$work/sim/moved.skey" "$work/sim/admin_ro.skey"
says 'Grant write resource' 5 'and names what it lacks' --profile reader user edit alice --status bypass
check 'and whom it is about' err_has 'doorward: user alice (DU'
printf 'username\nnobody-yet\n' >"$work/one.csv"
exits 5 'an import, too' --profile reader user import "$work/one.csv"
check 'and says what is known' err_has 'not all of them are done; the same command goes on'
says 'profile reader: does not set allthenticate' 1 'what it does not set is not there' \
	--profile reader allthenticate user list
says 'there is no such profile; there are: reader' 2 'no such profile' --profile nobody user get alice
DUO_SECURITY_USERNAME=DIXXXXXXXXXXXXXXXXXX DUO_SECURITY_PASSWORD=x
export DUO_SECURITY_USERNAME DUO_SECURITY_PASSWORD
exits 4 'the environment counts' user get alice
exits 0 'but not against a profile' --profile reader user get alice --fields username
unset DUO_SECURITY_USERNAME DUO_SECURITY_PASSWORD
cp "$work/sim/sentinelone.token" "$work/token"
printf 'x' >"$work/sim/sentinelone.token"
says 'check the API token and when it expires' 4 'a wrong token' sentinelone user list
chmod 644 "$work/sim/sentinelone.token"
exits 1 'a token that others can read' sentinelone user list
check 'names the option' err_has sentinelone.token_file
cp "$work/token" "$work/sim/sentinelone.token"
chmod 600 "$work/sim/sentinelone.token"
mv "$work/sim/sentinelone.token" "$work/sim/moved.token"
exits 1 'a token that is not there' sentinelone user get $john
mv "$work/sim/moved.token" "$work/sim/sentinelone.token"
exits 0 'the right one again' sentinelone whoami --fields email
exits 0 'config check knows them' config check
check 'both' out_has 'Allthenticate, SentinelOne'

# a refusal names whom it is about
refused()
{
	control POST fault "{\"match\": \"$1\", \"kind\": \"status\", \"value\": 403}" >/dev/null
	about=$2
	shift 2
	says "doorward: $about" 5 "refused: $*" "$@"
	fresh
}
refused 'POST /allthenticate/promoteguest' 'Gina Guest (email_id 590' allthenticate user promote \
	guest@example.org
refused 'POST /allthenticate/modifyallusernames' 'Alice Example (email_id 501' allthenticate user \
	usernames add 501 x
refused 'POST /allthenticate/togglesuspension' 'Alice Example (email_id 501' allthenticate user \
	suspend 501
refused 'PUT /web/api/v2.1/users/{user_id}' 'user John Doe (225494730938493804' sentinelone user \
	update $john --update-role yes --role Viewer
refused 'DELETE /web/api/v2.1/users/{user_id}' 'user John Doe (225494730938493804' sentinelone user \
	delete $john --yes

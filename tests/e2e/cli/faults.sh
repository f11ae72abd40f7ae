# SPDX-License-Identifier: MIT
# What may go wrong, and the exit status that tells which kind it was.
# shellcheck shell=sh disable=SC2154

admin=$(sed -n 's/.*ikey *= *"\([^"]*\)".*/\1/p' "$conf" | head -n 1)
sim_value() { tr -d '\n' <"$work/sim/sim.json" | sed -n "s/.*\"$1\": *{[^}]*\"$2\": *\"\([^\"]*\)\".*/\1/p"; }

exits 3 'not found' user get zaphod
exits 7 'conflict' user create alice

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
check 'the secret is not shown' sh -c "! grep -q wrongwrong '$work/err' '$work/out'"
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

# fault KIND VALUE STATUS NAME
fault()
{
	control POST fault "{\"match\": \"*\", \"kind\": \"$1\", \"value\": $2}" >/dev/null
	exits "$3" "$4" --timeout 0.7 user list
	check 'one line says so' [ "$(wc -l <"$work/err")" = 1 ]
	control POST reset '{}' >/dev/null
}
fault status 500 6 'the directory fails'
fault status 400 1 'the directory refuses'
fault status 401 4 'the directory does not know us'
fault status 403 5 'the directory forbids'
fault status 409 7 'the directory sees a conflict'
fault html 503 6 'a page where JSON should be'
fault stall 0 6 'no answer'
fault trickle 0 6 'an answer byte by byte'
fault truncate 0 6 'half an answer'
fault garbage 0 6 'no JSON'
fault reset 0 6 'the connection breaks'
fault huge 64 6 'too long an answer'
fault ratelimit 0 6 'too many requests'

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

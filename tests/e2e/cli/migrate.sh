# SPDX-License-Identifier: MIT
# migrate: a pam_duo.conf becomes a configuration with which the same person logs in.
# shellcheck shell=sh disable=SC2154

old=$work/pam_duo.conf new=$work/new
mkdir "$new" "$work/pam.d"
peer_key() { sed -n "/\"auth\"/,/}/s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" "$work/sim/sim.json"; }

# peer LINE…: a file of the peer that works against the simulator, and these lines
peer()
{
	(umask 077 && printf '%s\n' '; comment' '[duo]' "ikey = $(peer_key ikey)" \
		"skey=$(peer_key skey)" "host = localhost:$port ; ours" "cafile = $work/sim/ca.pem" \
		"$@" >"$old")
}

migrate() { run --config "$new/doorward.conf" migrate "$old" --pam-folder "$work/pam.d" "$@"; }
again() { rm -rf "$new" && mkdir "$new"; }
untouched() { [ -z "$(ls -A "$new")" ]; }
told() { grep -q "^$old:$1: $2" "$work/err"; }
conf_has() { grep -qF -- "$1" "$new/doorward.conf"; }

# What the file and the stacks say.
cat >"$work/pam.d/sshd" <<'PAM'
#auth required pam_duo.so
auth  required  /lib/security/pam_duo.so conf=/etc/duo/pam_duo.conf
account  required  pam_unix.so
PAM
printf '%b\n' 'auth optional pam_env.so' '@include common-auth' 'auth\tsufficient\tpam_duo.so' \
	'auth required pam_deny.so' 'account required pam_unix.so' 'session required pam_duo.so' \
	>"$work/pam.d/sudo"
printf '%s\n' 'auth required pam_unix.so' >"$work/pam.d/common-auth"
printf '%s\n' 'auth required pam_duo.sorry' >"$work/pam.d/other"
cp -r "$work/pam.d" "$work/pam.before"
peer 'failmode=safe' 'groups = staff ops' 'autopush = no' 'prompts=2' 'pushinfo=yes' \
	'http_proxy = ' 'https_timeout = 9' 'accept_env_factor=yes'
cp "$old" "$work/old.before"
migrate --dry-run
check 'migrate --dry-run (exit 0)' [ $rc = 0 ]
check 'writes nothing' untouched
check 'does not show the secret' sh -c "! grep -rqF '$(peer_key skey)' '$work/out' '$work/err'"
check 'shows the configuration' out_has 'unreachable = "ignore"'
sed "s#$work#WORK#g; s#localhost:$port#localhost:PORT#; s/$port/PORT/; s/$(peer_key ikey)/IKEY/g" \
	"$work/out" >"$work/plain" && mv "$work/plain" "$work/out"
golden migrate
grep -E '(auth|account) .*pam_doorward\.so' "$work/out" | sed 's/^[[:space:]]*//' |
	sort -u >"$work/lines"
# shellcheck disable=SC2046
check 'the lines it shows are shipped' sh -c "[ -s '$work/lines' ] &&
	! tr -s ' ' <'$work/lines' | grep -vxF \"\$(cat '$top'/dist/pam/* | tr -s ' ')\""

# What stands below a line that ended the stack: it changes its meaning with that line.
stack() { printf '%s\n' "$@" >"$work/stacks/$name"; }
mkdir "$work/stacks"
name=other stack 'auth required pam_deny.so' 'account required pam_permit.so'
name=login stack 'auth requisite pam_unix.so' 'auth sufficient pam_duo.so' \
	'auth requisite pam_succeed_if.so uid >= 1000' 'auth required pam_deny.so' \
	'auth optional pam_cap.so' 'account required pam_unix.so'
name=locker stack 'auth required pam_faillock.so preauth' 'auth required pam_unix.so' \
	'auth sufficient pam_duo.so' 'auth required pam_faillock.so authfail' \
	'auth required pam_deny.so'
name=common-auth stack 'auth [success=2 default=ignore] pam_unix.so' \
	'auth [success=1 default=ignore] pam_sss.so' 'auth requisite pam_deny.so' \
	'auth [success=1 default=ignore] pam_duo.so conf=/etc/duo/other.conf' \
	'auth requisite pam_deny.so' 'auth required pam_permit.so'
name=sudo stack '@include common-auth' 'account required pam_unix.so'
name=jump stack 'auth [success=3 default=ignore] pam_succeed_if.so user = root' \
	'auth requisite pam_unix.so' 'auth sufficient pam_duo.so' 'auth required pam_deny.so' \
	'auth required pam_permit.so' 'account required pam_unix.so'
name=password stack 'auth required pam_unix.so'
name=either stack 'auth sufficient pam_duo.so' '@include password' 'account required pam_unix.so'
name=broken stack '@include nowhere' 'auth required pam_duo.so'
run --config "$new/doorward.conf" migrate "$old" --pam-folder "$work/stacks" --dry-run
check 'stacks (exit 0)' [ $rc = 0 ]
# below FILE:LINE WORDS: is this said right below that line?
below() { sed -n "\\#^$work/stacks/$1: #,/^[^	]/p" "$work/out" | grep -qF -- "$2"; }
check 'what shuts root out must go' below login:3 'must go: only a refusal'
check 'so must a denial' below login:4 'must go: below pam_duo.so'
check 'what decides nothing may stay' below login:5 'may stay'
check 'what counts failures must go' below locker:4 'must go: only a refusal led to it; it would count'
check 'and that it counts no more is told' out_has 'locker: differs: counts wrong passwords today'
check 'the password must be requisite' below locker:3 "must be requisite: $work/stacks/locker:2"
check 'without account lines "other" keeps its say' \
	grep -qzF "pam_doorward.so min_uid=1000
	account  include  other" "$work/out"
check 'a jump over one line goes with its denial' below common-auth:5 'must go'
check 'jumps that go elsewhere stay' below common-auth:4 'min_uid=1000 after_password'
check 'nothing else is asked of them' sh -c "! grep -qF '/stacks/common-auth:3: ' '$work/out'"
check 'another conf= is told' below common-auth:4 'names another file, /etc/duo/other.conf'
check 'a jump that would end elsewhere stops' out_has 'jump: cannot be carried over as it is: jumps'
check 'its line is named' out_has "in the way: $work/stacks/jump:1: "
check 'and no line is advised' below jump:3 'stays: no line is advised'
check 'nor where another file was the way around' below either:1 'stays: no line is advised'
check 'nor where libpam lets nobody in' below broken:2 'no service that libpam can read'

# What is written.
migrate
check 'migrate (exit 0)' [ $rc = 0 ]
check 'the secret is closed' [ "$(stat -c %a "$new/duo-auth.skey" | cut -c3)" = 0 ]
check 'and is the one' [ "$(cat "$new/duo-auth.skey")" = "$(peer_key skey)" ]
check 'the configuration is open' [ "$(stat -c %a "$new/doorward.conf")" = 644 ]
check 'the old file stays as it was' cmp -s "$old" "$work/old.before"
check 'so do the stacks' diff -r "$work/pam.d" "$work/pam.before"
exits 0 'config check likes it' --config "$new/doorward.conf" config check
check 'without a warning' sh -c "! [ -s '$work/err' ]"
cp "$new/doorward.conf" "$work/first.conf"
migrate
check 'never over another (exit 7)' [ $rc = 7 ]
rm "$new/doorward.conf"
migrate
check 'nor over the secret alone (exit 7)' [ $rc = 7 ]
check 'all or nothing' [ ! -e "$new/doorward.conf" ]

# The same people pass and are stopped as with the old module, and a key is not enough any more.
cp "$work/first.conf" "$new/doorward.conf"
printf 'broker: { socket = "%s/sim/login.sock"; };\n' "$work" >>"$new/doorward.conf"
door="$build/.libs/pam_doorward.so socket=$work/sim/login.sock broker=$(id -un)"
printf '%s\n' 'auth requisite pam_permit.so' \
	"auth [success=ok ignore=ignore default=die] $door after_password" \
	"account required $door" 'account required pam_permit.so' >"$work/pam.d/door"
# enters WHO PHASE CODE [ANSWER]
enters()
{
	who=$1 phase=$2 expected=$3
	shift 3
	"$build/pamrun" "$work/pam.d" door "$who" "$phase" "$@" >"$work/out" 2>&1
	check "migrated: $who $phase: $expected" grep -q "^$phase: [0-9]* $expected" "$work/out"
}
start_broker "$new/doorward.conf" || fail 'the broker starts with it'
enters alice auth PAM_SUCCESS -- 123456789
enters alice acct PAM_SUCCESS
enters bob auth PAM_SUCCESS
enters carol auth PAM_PERM_DENIED
enters carol acct PAM_PERM_DENIED
enters grace auth PAM_PERM_DENIED
control POST fault '{"match": "*", "kind": "status", "value": 503}' >/dev/null
enters heidi auth PAM_SUCCESS
control POST reset '{}' >/dev/null
stop broker

# Words that mean something else to Doorward.
again
peer 'failmode = secure' 'groups = *,!wheel' 'send_gecos = yes'
passwd=$work/passwd.gecos
sed 's/^alice:x:1501:1501:alice/alice:x:1501:1501:a.liddell/; s/^root:x:0:0:root/root:x:0:0:admin/' \
	"$top/tests/data/passwd" >"$passwd"
migrate
check 'everybody but a group: exempt' conf_has 'exempt_groups = [ "wheel" ];'
check 'GECOS became a table' conf_has 'users = [ "alice=a.liddell" ];'
check 'secure needs no word' sh -c "! grep -q unreachable '$new/doorward.conf'"
again
sed -i 's/^alice:x:1501:1501:a.liddell/alice:x:1501:1501:Alice,Room 7,a.liddell/' "$passwd"
peer 'gecos_username_pos = 3' 'http_proxy = user:pass@proxy.example' 'prompts = 9'
migrate
check 'a part of GECOS' conf_has 'users = [ "alice=a.liddell" ];'
check 'no failmode is safe' conf_has 'unreachable = "ignore";'
check 'a proxy without a port' conf_has 'proxy = "http://user:pass@proxy.example:80";'
check 'its password closes the file' [ "$(stat -c %a "$new/doorward.conf" | cut -c3)" = 0 ]
check 'and is not told' sh -c "! grep -q user:pass '$work/out' '$work/err'"
unset passwd

# To pam_duo 1.11 such a comment is a value; whoever wrote it meant none.
again
peer '  ; what happens when Duo is away' 'failmode = secure'
migrate
check 'a comment behind a blank is a comment (exit 0)' [ $rc = 0 ]
check 'and that pam_duo reads it otherwise is told' err_has 'note: a comment behind a blank'

# Faults: each with its line, and nothing is written.
again
peer 'failmode = closed' 'prompts = many' 'promts = 2' '  autopush = yes' 'no key' \
	"groups = $(printf '%0300d' 0)" 'autopush = YES' 'gecos_delim = ab' 'gecos_username_pos = x'
sed -i 's/^host.*/host = https:\/\/localhost/; s/^ikey/#ikey/' "$old"
migrate
check 'faults (exit 1)' [ $rc = 1 ]
check 'nothing is written' untouched
for fault in '5: host: is an address' '7: failmode: ' '8: prompts: ' '9: promts: ' '10: begins with a blank' \
	'11: is no' '12: is longer' '13: note: autopush: ' '14: gecos_delim: ' '15: gecos_username_pos: '; do
	check "told: $fault" told "${fault%%:*}" "${fault#*: }"
done
check 'a key that is missing' err_has "$old: ikey: is missing"
peer 'cafile = ca.pem'
migrate
check 'what Doorward would not take is told with the old line' told 7 'would become .*duo.ca_file'
check 'and not written' untouched
cp "$old" "$work/login_duo.conf"
sed -i 's/^cafile.*//' "$work/login_duo.conf"
run --config "$new/doorward.conf" migrate "$work/login_duo.conf" --pam-folder "$work/pam.d" --dry-run
check 'of login_duo: the session is told' out_has 'ForceCommand'
says 'No such file' 3 'no file' migrate "$work/nothing"
says 'not a regular file' 2 'a folder' migrate "$work"

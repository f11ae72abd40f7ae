#!/bin/bash
# SPDX-License-Identifier: MIT
# Every stack and profile that is shipped, through the real libpam, with every verdict: who is
# refused does not get in, who is exempt is not locked out, and Ctrl-C is not a yes.
#
# shellcheck disable=SC2154,SC2034
set -u
build=${1:-$PWD}
case $build in /*) ;; *) build=$PWD/$build ;; esac
export build
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
if [ -n "$asan" ]; then
	echo "the stacks are the same whatever the build, and the plain one tries them: skipped"
	exit 77
fi
# shellcheck source=tests/e2e/lab.sh
. "$top/tests/e2e/lab.sh"
lab_enter "$0" "$@"
lab_host
lab_install
failed=0 count=0
words='allow deny ignore expired refused maxtries abort unknown unavailable broken nonsense gone'

# What the module makes of a word: the table of the design.
code_of()
{
	case $1 in
	allow | right) echo PAM_SUCCESS ;;
	ignore) echo PAM_IGNORE ;;
	deny) echo PAM_PERM_DENIED ;;
	expired) echo PAM_ACCT_EXPIRED ;;
	refused | wrong) echo PAM_AUTH_ERR ;;
	maxtries) echo PAM_MAXTRIES ;;
	abort) echo PAM_ABORT ;;
	unknown) echo PAM_USER_UNKNOWN ;;
	unavailable | gone | dead) echo PAM_AUTHINFO_UNAVAIL ;;
	broken | nonsense) echo PAM_SERVICE_ERR ;;
	away) echo PAM_CONV_ERR ;;
	esac
}

# try NAME SERVICE USER AUTH ACCOUNT "CODES" PAMRUN…: the broker says AUTH and ACCOUNT ("right",
# "wrong" and "away" are what the person does when asked for a code); CODES are what each phase ends with
try()
{
	local name=$1 service=$2 user=$3 auth=$4 account=$5 expected=$6 got
	shift 6
	case $auth in right | wrong | away) auth=ask ;; esac
	printf '%s %s\n' "$auth" "$account" >"$work/words"
	got=$("$work/bin/pamrun" --no-delay --tty tty1 "${@:2}" "$work/pam.d" "$service" "$user" "$1" \
		${answers+-- "${answers[@]}"} </dev/null 2>"$work/err" | sed -n 's/^[a-z]*: [0-9]* //p' | tr '\n' ' ')
	count=$((count + 1))
	[ "$got" = "$expected " ] && return
	failed=$((failed + 1))
	echo "FAILED $name: $service $user auth=$auth account=$account: $got, expected $expected"
}

# pam STACK [SERVICE]: a shipped file becomes a service
pam()
{
	sed "s#pam_doorward.so#$door socket=$work/login.sock broker=root#" "$top/dist/pam/$1" >"$work/pam.d/${2:-$1}"
}

mkdir "$work/pam.d"
printf 'auth required pam_deny.so\naccount required pam_deny.so\n' >"$work/pam.d/other"
for stack in "$top"/dist/pam/*; do pam "${stack##*/}"; done
echo 'allow allow' >"$work/words"
start verdicts listening "$build/tests/deploy/verdicts" "$work/login.sock" "$work/words"

# What account phases make of a word: a machine's jobs are not stopped by an outage.
account_code()
{
	local code
	code=$(code_of "$2")
	case $1:$code in
	*:PAM_IGNORE | machine:PAM_AUTHINFO_UNAVAIL) echo PAM_SUCCESS ;;
	*) echo "$code" ;;
	esac
}

# accounts KIND SERVICE "CODES BEFORE" AUTH PAMRUN…: every verdict in the account phase
accounts()
{
	local kind=$1 service=$2 before=$3 auth=$4 word
	shift 4
	for word in $words; do
		try "account phase" "$service" alice "$auth" "$word" "$before$(account_code "$kind" "$word")" "$@"
	done
}

# after_password SERVICE: every verdict behind the password
after_password()
{
	local service=$1 word code
	for word in $words; do
		code=$(code_of "$word")
		[ "$code" = PAM_IGNORE ] && code=PAM_SUCCESS
		answers=("$password")
		try "right password" "$service" alice "$word" allow "$code PAM_SUCCESS" auth,account
		answers=(wrong)
		try "wrong password" "$service" alice "$word" allow "PAM_AUTH_ERR PAM_SUCCESS" auth,account
		unset answers
		try "no password" "$service" alice "$word" allow "${no_password:-PAM_AUTHTOK_ERR} PAM_SUCCESS" auth,account
	done
	answers=("$password" 123456)
	try "right code" "$service" alice right allow "PAM_SUCCESS PAM_SUCCESS" auth,account
	try "code, setcred" "$service" alice right allow "PAM_SUCCESS PAM_SUCCESS PAM_SUCCESS" auth,account,setcred
	accounts person "$service" "PAM_SUCCESS " right auth,account
	answers=("$password" 654321)
	try "wrong code" "$service" alice wrong allow "PAM_AUTH_ERR PAM_SUCCESS" auth,account
	answers=("$password" '')
	try "empty code" "$service" alice wrong allow "PAM_AUTH_ERR PAM_SUCCESS" auth,account
	answers=("$password")
	try "Ctrl-C at the code" "$service" alice away allow "PAM_CONV_ERR PAM_SUCCESS" auth,account
	for who in root sshd; do
		answers=("$password")
		try "never asked about" "$service" $who deny deny "PAM_SUCCESS PAM_SUCCESS" auth,account
		answers=(wrong)
		try "password counts" "$service" $who allow allow "PAM_AUTH_ERR PAM_SUCCESS" auth,account
	done
	unset answers
}

passwords='sshd-password-and-code login sudo'
for service in $passwords; do
	after_password "$service"
done

# su asks rootok first; this test is root
sed -i /pam_rootok/d "$work/pam.d/su"
after_password su
pam su su-root
for word in $words; do
	try "su by root" su-root alice deny "$word" "PAM_SUCCESS $(account_code person "$word")" auth,account --ruser root
done

# sudo with a valid timestamp, and sshd after a key: no auth at all
for service in sudo sshd-key sshd-key-and-code sshd-password-and-code; do
	accounts person "$service" '' deny account
	try "root, account only" "$service" root deny deny PAM_SUCCESS account
done

# a key and nothing else: credentials can be set though nobody authenticated
try "setcred after a key" sshd-key alice deny allow "PAM_SUCCESS PAM_SUCCESS" account,setcred
answers=("$password")
for word in $words; do
	try "a password where a key is wanted" sshd-key alice "$word" allow PAM_AUTH_ERR auth
	try "root with a password where a key is wanted" sshd-key root "$word" allow PAM_AUTH_ERR auth
done
unset answers

# a key, then a code
key=(--env "SSH_AUTH_INFO_0=publickey ssh-ed25519 AAAA")
service=sshd-key-and-code
for word in $words; do
	code=$(code_of "$word")
	try "without a key" $service alice "$word" allow "${code/IGNORE/PERM_DENIED}" auth
	try "with a key" $service alice "$word" allow "${code/IGNORE/SUCCESS}" auth "${key[@]}"
done
answers=(123456)
try "key and right code" $service alice right allow "PAM_SUCCESS PAM_SUCCESS PAM_SUCCESS" auth,account,setcred "${key[@]}"
answers=(654321)
try "key and wrong code" $service alice wrong allow PAM_AUTH_ERR auth "${key[@]}"
unset answers
try "key and Ctrl-C" $service alice away allow PAM_CONV_ERR auth "${key[@]}"
try "root with a key" $service root deny deny "PAM_SUCCESS PAM_SUCCESS" auth,account "${key[@]}"
try "root with nothing" $service root allow allow PAM_PERM_DENIED auth

# cron
accounts machine cron '' deny account
try "cron sets credentials" cron alice deny allow "PAM_SUCCESS PAM_SUCCESS" account,setcred
try "root's jobs" cron root deny deny PAM_SUCCESS account

# Debian's profiles, as pam-auth-update would make stacks of them
profile()
{
	sed -n "/^$2:/,/^[A-Z].*:/{s#^	#$3 #p;}" "$top/dist/pam-configs/$1" |
		sed "s#pam_doorward.so#$door socket=$work/login.sock broker=root#"
}
{
	printf 'auth [success=1 default=ignore] pam_unix.so nullok\nauth requisite pam_deny.so\nauth required pam_permit.so\n'
	profile doorward-code Auth auth
	printf 'account [success=1 new_authtok_reqd=done default=ignore] pam_unix.so\naccount requisite pam_deny.so\naccount required pam_permit.so\n'
	profile doorward Account account
} >"$work/pam.d/common-login"
cp "$work/pam.d/common-login" "$work/pam.d/cron"
no_password=PAM_AUTH_ERR # pam_deny has the last word
after_password common-login
accounts person common-login '' deny account
accounts machine cron '' deny account

# authselect's profile, with and without its features
selected()
{
	sed -e "s/{if not \"[a-z-]*\":\([^}]*\)}/\1/" -e '/{exclude if "with-faillock"}/s/{.*//' \
		-e "/{include if \"$1\"}/s/{.*//" -e '/{include if/d' -e 's/pam_oddjob_/pam_/' \
		-e "s#pam_doorward.so#$door socket=$work/login.sock broker=root#" \
		"$top/dist/authselect/doorward/$2" | grep -E '^(auth|account)'
}
for part in system-auth password-auth; do
	selected with-doorward-code $part >"$work/pam.d/$part"
	after_password $part
	selected without $part >"$work/pam.d/$part-status"
	cp "$work/pam.d/$part-status" "$work/pam.d/crond"
	answers=("$password")
	accounts person $part-status 'PAM_SUCCESS ' deny auth,account
	unset answers
	accounts machine crond '' deny account
done

# the same when the broker is dead, and when it has never been there
stop verdicts
for round in killed absent; do
	for service in $passwords su common-login; do
		answers=("$password")
		try "broker $round" "$service" alice dead dead "PAM_AUTHINFO_UNAVAIL PAM_AUTHINFO_UNAVAIL" auth,account
		try "broker $round, the way back in" "$service" root dead dead "PAM_SUCCESS PAM_SUCCESS" auth,account
	done
	unset answers
	try "broker $round" sshd-key alice dead dead PAM_AUTHINFO_UNAVAIL account
	try "broker $round" sshd-key root dead dead PAM_SUCCESS account
	try "broker $round" cron alice dead dead PAM_SUCCESS account
	rm -f "$work/login.sock"
done

# root and system accounts were never asked about
if grep -E '^asked .* (root|sshd)$' "$work/verdicts.log"; then
	echo "FAILED: the broker was asked about accounts below min_uid"
	failed=$((failed + 1))
fi
[ "$(grep -c '^asked' "$work/verdicts.log")" -gt 100 ] || { echo "FAILED: the broker was hardly asked"; failed=$((failed + 1)); }
echo "$count logins, $failed failed"
[ $failed = 0 ]

# SPDX-License-Identifier: MIT
# The configuration is broken: SERVICE_ERR for every login, and no option lets anybody in. Each of
# these files asks for login.unreachable = "ignore", which must not help.

skey=$work/sim/admin.skey
own_login=   # the file's own login group, instead of the one that asks for "ignore"
after=:      # what happens to the finished file, and to others that it names
restore=:

broken_row()
{
	conf broken "$base $forget $patient ${own_login:-$(login ignore)} ${3-}" -e "${2-}"
	rm -f "$work/broken.sock"
	eval "$after"
	# a socket that is handed over: a broken file cannot say which one it wants
	options='-s 3'
	broker broken "$build/tests/e2e/peer" listen "$work/broken.sock"
	options=
	for service in sshd sudo cron; do
		expect "$1" SERVICE_ERR $STEP broken $service alice account
	done
	expect "$1" SERVICE_ERR $STEP broken sshd alice auth 123456789
	expect "$1" SERVICE_ERR $STEP broken sshd root account
	stop broken
	equal $? 0 "$1: the broker ends when told"
	eval "$restore"
}

# broken NAME [SED_EXPRESSION [LINE]]
broken()
{
	try broken_row "$@"
	own_login= after=: restore=:
}

long=$(printf 'x%.0s' $(seq 1 5000))
after='rm $work/broken.conf'
broken "no file"
after='chmod 0622 $work/broken.conf'
broken "a file that others may write"
after='chown nobody $work/broken.conf'
broken "a file of somebody else"
restore='rm -f $work/broken.conf $work/real.conf'
after='mv $work/broken.conf $work/real.conf; ln -s $work/real.conf $work/broken.conf'
broken "a symbolic link"
broken "an option that is not known" '' 'closed = true;'
broken "a group that is not known" '' 'failmode: { closed = true; };'
own_login='login: { unreachable = "closed"; };'
broken "a choice that is not known"
own_login='login: { unreachable = "IGNORE"; };'
broken "a choice in capitals"
own_login='login: { unreachable = true; };'
broken "a choice of another type"
own_login='login: { unreachable = "ignore"; unreachable = "ignore"; };'
broken "an option that is there twice"
broken "a long line" '' "$long"
broken "a brace too few" '' 'map: {'
broken "no host" 's/host = .*/host = "";/'
broken "deadlines the wrong way round" 's/^XX//' 'deadline: { broker = 1; api = 2; };'
broken "no secret key file" "s|^		skey_file = .*admin.skey.*||"
broken "a secret key file that is not there" "s|admin.skey|absent.skey|"
after="chmod 0604 $skey" restore="chmod 0600 $skey"
broken "a secret key file that others may read"
after="chown nobody $skey" restore="chown root $skey"
broken "a secret key file of somebody else"
after="mv $skey $skey.away; echo 'two words' >$skey; chmod 0600 $skey" restore="mv $skey.away $skey"
broken "a secret key with a blank"
broken "authorities that are not there" 's|ca_file = .*|ca_file = "/nonexistent/ca.pem";|'
after="echo none >$work/empty.pem" restore="rm $work/empty.pem"
broken "authorities that are none" "s|ca_file = .*|ca_file = \"$work/empty.pem\";|"

# The same file goes bad while the broker runs.
moving_authorities()
{
	cp "$work/sim/ca.pem" "$work/moving.pem"
	conf broken "$base $forget $patient $(login ignore)" -e "s|ca_file = .*|ca_file = \"$work/moving.pem\";|"
	broker broken
	expect "good authorities" SUCCESS $STEP broken sshd bob account
	rm "$work/moving.pem"
	post reset '{}'
	fault "$LOOKUP" reset_early '"count": 1' # the second try needs a new connection
	expect "the connection breaks" SERVICE_ERR $STEP broken sshd alice account
	expect "authorities that have gone meanwhile" SERVICE_ERR $STEP broken sshd alice account
	stop broken
}
try moving_authorities

# No fault, though it looks like one elsewhere: groups and users that this host does not have.
absent_names()
{
	conf odd "$base $forget $patient
		login: { exempt_groups = [ \"nosuchgroup\" ]; unreachable = \"deny\"; };"
	broker odd
	expect "an exempt group that does not exist exempts nobody" ACCT_EXPIRED $STEP odd sshd carol account
	expect "an exempt group that does not exist stops nobody" SUCCESS $STEP odd sshd alice account
	expect "no such user on this host, unmapped = ignore" aside $STEP odd sshd nobodyatall auth
	expect "no such user, but the application has found one" AUTHINFO_UNAVAIL $STEP odd sshd nobodyatall account
	expect "no such user, but a password is proven" AUTHINFO_UNAVAIL $STEP odd login nobodyatall auth
	expect "no such user: a job goes on" SUCCESS $STEP odd cron nobodyatall account
	stop odd
	conf odd "$base $forget $patient login: { unmapped = \"deny\"; };"
	broker odd
	expect "no such user on this host, unmapped = deny" USER_UNKNOWN $STEP odd sshd nobodyatall auth
	expect "no such user, but the application has found one" AUTHINFO_UNAVAIL $STEP odd sshd nobodyatall account
	stop odd
	expect "no broker at all" AUTHINFO_UNAVAIL $STEP odd sshd alice account
	expect "no broker at all" AUTHINFO_UNAVAIL $STEP odd sshd alice auth 123456789
}
try absent_names

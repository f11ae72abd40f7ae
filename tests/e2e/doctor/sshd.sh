# SPDX-License-Identifier: MIT
# sshd_config: what sshd itself says, or the files.
# shellcheck shell=bash disable=SC2154

# setting NAME SEVERITY ID TEXT [LINE…]: sshd_config with these lines before the good ones
setting()
{
	good
	{ printf '%s\n' "${@:5}"; cat /etc/ssh/sshd_config; } >"$work/sshd_config"
	cp "$work/sshd_config" /etc/ssh/sshd_config
	wrong "${@:1:4}"
}

setting 'sshd without PAM' error sshd.use-pam '"line":"1"' 'UsePAM no'
setting 'sshd cannot ask' error sshd.keyboard-interactive '"line":"2"' \
	'AuthenticationMethods any' 'KbdInteractiveAuthentication no'
setting 'sshd cannot ask, in old words' error sshd.keyboard-interactive '"line":"2"' \
	'AuthenticationMethods any' 'ChallengeResponseAuthentication no'
setting 'passwords in the old way' warning sshd.password '' 'PasswordAuthentication yes' \
	'AuthenticationMethods any'
setting 'a key alone' notice sshd.methods 'asked for no code' 'AuthenticationMethods publickey keyboard-interactive:pam'
setting 'names for addresses' warning sshd.use-dns '' 'UseDNS yes'
setting 'less time than a push' warning sshd.grace '90 s' 'LoginGraceTime 1m'
setting 'no limit of time' warning sshd.grace 'for ever' 'LoginGraceTime 0'
setting 'few slots' warning sshd.startups '' 'MaxStartups 3'

pam sshd-key-and-code sshd
sshd publickey,keyboard-interactive:pam
sed -i 's/^Auth/#Auth/' /etc/ssh/sshd_config
wrong 'a code alone' error sshd.methods 'a code alone is enough'
sshd 'publickey,keyboard-interactive:pam publickey'
wrong 'a key alone is enough' error sshd.methods 'lets a key alone in'

good
printf 'MaxStartups 3\nMaxStartups 100\n' >>/etc/ssh/sshd_config # here sshd takes the last one
doctor --offline
told 'what sshd says counts' has ok sshd.startups '100:30:100'
yes 'AcceptEnv ONE' | head -n 600 >>/etc/ssh/sshd_config
doctor --offline
told 'more than is taken in is no fault of sshd' has notice sshd.read 'said too much'
good
{ echo 'Match User alice'; yes 'MaxSessions 3' | head -n 600; } >>/etc/ssh/sshd_config
doctor --offline
told 'more lines than are read are named' has notice sshd.read 'too many lines'
good
printf 'NoSuchOption yes\n' >>/etc/ssh/sshd_config
doctor --offline
told 'files that sshd itself refuses' has error sshd.refused 'NoSuchOption"'

# the value that counts is the first one, wherever it stands
good
mkdir /etc/ssh/sshd_config.d
printf '# names\nUseDNS yes\n' >/etc/ssh/sshd_config.d/50-site.conf
sed -i '1i Include /etc/ssh/sshd_config.d/*.conf' /etc/ssh/sshd_config
printf 'UseDNS no\n' >>/etc/ssh/sshd_config
wrong 'an included file' warning sshd.use-dns '50-site.conf","line":"2"'

# Match blocks, by what sshd says of somebody whom they are about
good
printf 'Match User alice\n  MaxSessions 3\nMatch Group no-such-group\n  PermitTTY no\n' >>/etc/ssh/sshd_config
doctor --offline
told 'a block that changes nothing of ours' has ok sshd.match 'Match User alice: with user=alice,'
told 'a block that nobody is known for is named' has notice sshd.match 'Match Group no-such-group'
told 'and no fault' [ "$rc" = 0 ]

# block NAME SEVERITY ID TEXT LINE…: sshd_config with this block below the good lines
block()
{
	good
	printf '%s\n' "${@:5}" >>/etc/ssh/sshd_config
	wrong "${@:1:4}"
}

block 'a block that cannot ask' error sshd.keyboard-interactive 'Match User !root,dev-* (user=dev-,' \
	'Match User !root,dev-*' 'KbdInteractiveAuthentication no'
block 'a block with passwords' warning sshd.password 'addr=10.1.0.0,' \
	'Match LocalPort 2222 Address 10.1.0.0/16' 'PasswordAuthentication yes'
told 'and sshd is not blamed for wanting to know the port' hasnt error sshd.refused
told 'it is mended in its own line' [ "$(tail -n 1 /etc/ssh/sshd_config)" = 'PasswordAuthentication no' ]
block 'a key alone for some' notice sshd.methods 'Match Group alice (user=alice,' \
	'Match Group alice' 'AuthenticationMethods publickey'
good
pam sshd-key-and-code sshd
sshd publickey,keyboard-interactive:pam
mkdir /etc/ssh/sshd_config.d
printf 'Match Address 10.0.0.0/8\nAuthenticationMethods keyboard-interactive\n' \
	>/etc/ssh/sshd_config.d/50-site.conf
sed -i '1i Include /etc/ssh/sshd_config.d/*.conf' /etc/ssh/sshd_config
wrong 'a code alone for some, in an included file' error sshd.methods '50-site.conf","line":"2"'
mv /run/sshd /run/away
doctor --offline
told 'without sshd, blocks are named' has notice sshd.match 'was not looked at: sshd -T'
mv /run/away /run/sshd

# the same from the files alone, where sshd cannot say it
mv /run/sshd /run/away
setting 'without sshd: no PAM' error sshd.use-pam '"line":"1"' 'UsePAM no # for now'
told 'that sshd did not say it is said' has notice sshd.read /run/sshd
setting 'without sshd: quotes' warning sshd.use-dns '' 'UseDNS="yes"'
setting 'without sshd: times' warning sshd.grace '90 s' 'LoginGraceTime 1m5s'
good
printf 'LoginGraceTime 130 # seconds\n' >>/etc/ssh/sshd_config
doctor --offline
told 'without sshd: comments' has ok sshd.grace 'LoginGraceTime 130'
setting 'sshd would hang up before we say why' warning sshd.limit '100 s (services.sshd.limit)' 'LoginGraceTime 110'
# an older sshd refuses these two lines, which is told as well
good
{ printf 'PerSourcePenalties authfail:5\n'; cat /etc/ssh/sshd_config; } >"$work/sshd_config"
cp "$work/sshd_config" /etc/ssh/sshd_config
doctor --offline
told 'refusals shut an address out' has notice sshd.penalties 'PerSourcePenaltyExemptList NETWORK'
{ printf 'PerSourcePenaltyExemptList 192.0.2.0/24\n'; cat /etc/ssh/sshd_config; } >"$work/sshd_config"
cp "$work/sshd_config" /etc/ssh/sshd_config
doctor --offline
told 'but not a network that is exempt' has ok sshd.penalties 'PerSourcePenaltyExemptList 192.0.2.0/24'
mv /run/away /run/sshd

# SPDX-License-Identifier: MIT
# How a case is put and judged: logins by ssh, what was logged since, and one line of result each.
# To be sourced after lab.sh.
#
# shellcheck shell=bash disable=SC2034,SC2154

lines()
{
	wc -l <"$syslog"
}

# log_wait LINE PATTERN: until a later line matches; gives up after ten seconds
log_wait()
{
	for _ in $(seq 200); do
		tail -n "+$(($1 + 1))" "$syslog" | grep -q -- "$2" && return 0
		sleep 0.05
	done
	return 1
}

# sshd_start NAME METHODS [LINE…]: OpenSSH in $sshd_port
sshd_port=2200
sshd_start()
{
	sshd_port=$((sshd_port + 1))
	sshd_name=$1 sshd_methods=$2
	shift 2
	cat >"$work/$sshd_name.conf" <<CONF
Port $sshd_port
ListenAddress 127.0.0.1
HostKey $work/keys/host
PidFile none
AuthorizedKeysFile $work/keys/client.pub
StrictModes no
UsePAM yes
UseDNS no
AuthenticationMethods $sshd_methods
PasswordAuthentication $(case $sshd_methods in *password*) echo yes ;; *) echo no ;; esac)
KbdInteractiveAuthentication $(case $sshd_methods in *keyboard*) echo yes ;; *) echo no ;; esac)
LoginGraceTime 30
MaxStartups 100
PrintLastLog no
PrintMotd no
LogLevel VERBOSE
Subsystem sftp internal-sftp
$(printf '%s\n' "$@")
CONF
	# many failures from one address are what these tests are about
	sshd -t -f "$work/$sshd_name.conf" -o PerSourcePenalties=no 2>/dev/null &&
		echo 'PerSourcePenalties no' >>"$work/$sshd_name.conf"
	start "$sshd_name" "Server listening" /usr/sbin/sshd -D -e -f "$work/$sshd_name.conf"
}

# ssh_with PROGRAM WORD…: ssh or sftp with a client's options; prompts are answered by the lines
# of $work/answers and kept in $work/prompts; the line WAIT waits for a line in $work/gate
ssh_with()
{
	ssh_program=$1
	shift
	: >"$work/prompts"
	SSH_ASKPASS=$work/askpass SSH_ASKPASS_REQUIRE=force timeout -k 2 25 setsid -w \
		"$ssh_program" -F none -o Port="$sshd_port" -i "$work/keys/client" \
		-o IdentitiesOnly=yes -o IdentityAgent=none -o UserKnownHostsFile=/dev/null \
		-o StrictHostKeyChecking=no -o NumberOfPasswordPrompts=1 -o LogLevel=INFO \
		"$@" >"$work/out" 2>&1
}

# answers [LINE…]: for the next login
answers()
{
	: >"$work/answers"
	[ $# = 0 ] || printf '%s\n' "$@" >"$work/answers"
}

number=0
failures=0
failed=
mark=0

# mark_log: what is audited from here on belongs to the next case
mark_log()
{
	mark=$(lines)
}

# check NAME COMMAND…: a case, which passes when the command succeeds
check()
{
	number=$((number + 1))
	check_name=$1
	shift
	if "$@"; then
		echo "ok $number $check_name"
		return 0
	fi
	failures=$((failures + 1))
	failed="$failed    not ok $number $check_name
"
	echo "not ok $number $check_name"
	{
		echo "    failed: $*"
		[ ! -e "$work/out" ] || sed 's/^/    out: /' "$work/out"
		[ ! -e "$work/prompts" ] || sed 's/^/    prompt: /' "$work/prompts"
		tail -n "+$((mark + 1))" "$syslog" | tail -n 12 | sed 's/^/    log: /'
	} | cut -c1-400
}

# Sayable conditions for check.
not()
{
	! "$@"
}

same()
{
	[ "$1" = "$2" ] && return 0
	echo "    is $1, should be $2"
	return 1
}

says() # FILE WORDS
{
	grep -q -F -- "$2" "$work/$1"
}

# audited WORD…: the broker has logged a verdict since the mark whose line has all these words
audited()
{
	for _ in $(seq 100); do
		audited_now "$@" && return 0
		sleep 0.05
	done
	return 1
}

# The same without waiting for it. $auditor: the broker's process, the main one by default.
audited_now()
{
	tail -n "+$((mark + 1))" "$syslog" |
		grep "doorwardd\[${auditor-$broker_pid}\]: .* verdict=" | has_words "$@"
}

# Does a line of the input have all these words, in any order?
has_words()
{
	awk -v words="$*" 'BEGIN { n = split(words, word, " ") }
		{ all = 1; line = " " $0 " "
		  for (i = 1; i <= n; i++) if (!index(line, " " word[i] " ")) all = 0
		  if (all) found = 1 }
		END { exit !found }'
}

# logged PATTERN: anybody has logged it since the mark
logged()
{
	log_wait "$mark" "$1"
}

# logged_now PATTERN: as logged, without waiting for it
logged_now()
{
	tail -n "+$((mark + 1))" "$syslog" | grep -q -- "$1"
}

# enters USER [ANSWER…]: the login succeeds as that user
enters()
{
	entrant=$1
	shift
	answers "$@"
	mark_log
	ssh_with ssh "$entrant@127.0.0.1" id -un && [ "$(tail -n 1 "$work/out")" = "$entrant" ]
}

# refused USER [ANSWER…]: the login is turned away, and not by a timeout of ours
refused()
{
	entrant=$1
	shift
	answers "$@"
	mark_log
	ssh_with ssh "$entrant@127.0.0.1" id -un
	refused_status=$?
	[ $refused_status = 255 ] && ! grep -q -x "$entrant" "$work/out"
}

finish()
{
	printf '\n%s%s cases, %s failed\n' "$failed" "$number" "$failures"
	[ "$failures" = 0 ]
}

# SPDX-License-Identifier: MIT
# Scheduled jobs during an outage: stopped by knowledge only. The real daemon wakes once a minute,
# so cron_begin starts it before the other parts, with a broker and a directory of its own, and
# cron.sh looks at what became of the jobs when these are through.
# shellcheck shell=bash disable=SC2034,SC2154

cron_stack()
{
	stack cron <<PAM
auth     required $door socket=$1
account  required $door socket=$1
account  required pam_permit.so
session  required $door
PAM
}

# known USER: a login that asks the directory about the person
known()
{
	"$work/bin/pamrun" /etc/pam.d known "$1" account >/dev/null
}

cron_begin()
{
	cron_socket=/run/doorward/cron.sock
	mkdir "$work/cron-sim"
	start cron_sim ready "$build/doorward-sim" --dir "$work/cron-sim"
	lean "$work/cron-sim"
	conf_write cron "$work/cron-sim" $cron_socket <<CONF
cache: { fresh = 0; };
deadline: { broker = 1; api = 0.5; };
CONF
	broker_start cron_broker doorward /etc/doorward/cron.conf
	stack known <<PAM
account  required $door socket=$cron_socket
PAM
	known alice
	known carol
	kill -STOP "$cron_sim_pid" # accepts connections, and answers nothing
	cron_stack $cron_socket
	mkdir -m 1777 "$work/jobs"
	for user in alice carol heidi root; do
		echo "* * * * * $user id -un >$work/jobs/$user"
	done >/etc/crontab
	chmod 0644 /etc/crontab
	cron_from=$(lines)
	cron -f >"$work/crond.log" 2>&1 &
	cron_pid=$!
	started="$cron_pid $started"
}

# crontab_run USER: what cron does for a job of that user, without waiting for the minute
crontab_run()
{
	mark_log
	as root "$work/bin/pamrun" --tty cron --silent /etc/pam.d cron "$1" account,setcred,open,close \
		>"$work/out" 2>&1
}

cron_end()
{
	auditor=$cron_broker_pid
	check 'cron: a job of alice may run in an outage, for she was active' crontab_run alice
	check 'cron: audited from the cache alone' audited user=alice reason=active verdict=allow \
		service=cron class=machinery
	check 'cron: a job of carol may not, for she was disabled' not crontab_run carol
	check 'cron: audited from the cache alone' audited user=carol reason=disabled verdict=expired
	check 'cron: a job of bob may, for nothing is known' crontab_run bob
	check 'cron: audited as such' audited user=bob reason=unreachable verdict=allow source=none
	check 'cron: a job of root may' crontab_run root
	check 'cron: sshd refuses alice in the same outage' not known alice
	# the minute has come while the other parts ran, or comes now
	for _ in $(seq 1300); do
		[ -s "$work/jobs/alice" ] && [ -s "$work/jobs/heidi" ] && [ -s "$work/jobs/root" ] &&
			break
		sleep 0.05
	done
	mark=$cron_from
	check 'cron daemon: a job of alice ran in the outage' same "$(cat "$work/jobs/alice")" alice
	check 'cron daemon: a job of heidi ran, of whom nothing is known' \
		same "$(cat "$work/jobs/heidi")" heidi
	check 'cron daemon: a job of root ran' same "$(cat "$work/jobs/root")" root
	check 'cron daemon: Doorward refused the job of carol' logged \
		'CRON.*: pam_doorward(cron:account): verdict expired reason=disabled user=carol'
	check 'cron daemon: the job of carol did not run' not test -e "$work/jobs/carol"
	kill "$cron_pid"
	kill -CONT "$cron_sim_pid"
	unset auditor
	stop cron_sim
	stop cron_broker
}

#!/bin/bash
# SPDX-License-Identifier: MIT
# Real doors: OpenSSH, su, sudo and cron with the real module, broker and simulated directory, on
# a private host (lab.sh). Each case is one line; the exit status is 1 when one has failed.
#
#	doors.sh [BUILD_FOLDER [PART…]]		parts: the files in doors/, all by default
set -u
here=$(dirname "$0")
. "$here/lab.sh"
. "$here/cases.sh"
lab_enter "$0" "$@"
build=${1:-.}
shift
. "$here/../lib.sh"

lab_open
sim_open
site
broker_start broker doorward /etc/doorward/main.conf
[ $# -gt 0 ] || set -- keys codes passwords elevation broker peers services directory cron logs telling deaf
. "$here/doors/cron.sh"
case " $* " in *' cron '*) cron_begin ;; esac
for part in "$@"; do
	echo "# $part"
	sim_reset
	if [ "$part" = cron ]; then
		cron_end
	else
		# shellcheck source=/dev/null
		. "$here/doors/$part.sh"
	fi
done
finish

# SPDX-License-Identifier: MIT
# A host as it should be, and how findings are shown.
# shellcheck shell=bash disable=SC2154

doctor
told 'a good host is well' is_well
told 'every service ends as it should' has ok pam.stack 'cron, login, sshd, su, sudo (account)'
told 'each credential was tried' [ "$(grep -c '"id":"directory.answer","severity":"ok"' "$work/out")" = 4 ]
told 'no folder is left behind' [ -z "$(find /tmp -maxdepth 1 -name 'doorward-doctor.*')" ]

# the golden file: every row of the table has its say; what differs from run to run is left out
plain()
{
	sed -e "s#$work#WORK#g" -e 's/in [0-9]* ms/in N ms/'
}
timeout 30 "$work/bin/doorward" --config /etc/doorward/main.conf doctor -o json | plain >"$work/out"
golden=$top/tests/golden/doctor.json
[ "$update" = no ] || cp "$work/out" "$golden"
told 'JSON is as it was' diff -u "$golden" "$work/out"

"$work/bin/doorward" --config /etc/doorward/main.conf doctor -q >"$work/out"
told 'a good host says nothing with -q' [ ! -s "$work/out" ]
sed -i '/^UsePAM/s/yes/no/' /etc/ssh/sshd_config
"$work/bin/doorward" --config /etc/doorward/main.conf doctor -q >"$work/out"
told 'a bad one has headings and remedies' diff -u "$work/out" - <<END
sshd
  error    UsePAM is not yes: sshd asks nobody, and the disabled get in
           /etc/ssh/sshd_config:2: write: UsePAM yes
END
good

# nothing is shown that is nobody's business, and nothing is left in the logs of logins
doctor
told 'no secret is shown' sh -c "! grep -qFf '$work/sim/admin.skey' '$work/out'"
told 'no login is logged' sh -c "! grep 'pam_' '$syslog' | grep -qv '^<87>.*reason=min_uid user=root'"

# a vendor's service, which /etc does not have
if [ -d /usr/lib/pam.d ]; then
	printf 'auth requisite pam_unix.so\naccount optional %s\naccount required pam_unix.so\n' "$door" \
		>/usr/lib/pam.d/polkit-1
	cp /etc/pam.d/other /usr/lib/pam.d/sudo # that of /etc counts
	doctor --offline
	told 'services of the vendor are looked at' has error pam.refused-enters 'polkit-1 (account)'
	told 'where /etc has none' has ok pam.stack 'su, sudo (account)'
	told 'and only there' hasnt ok pam.stack 'sudo, sudo'
	rm /usr/lib/pam.d/*
fi

# an ordinary user sees what can be seen
chmod 0600 /etc/pam.d/sudo
as alice "$work/bin/doorward" --config /etc/doorward/main.conf doctor -o jsonl --offline >"$work/out" 2>"$work/err"
told 'an ordinary user is told to ask root' has notice doctor.not-root
told 'and walks the stacks too' has ok pam.stack
told 'what cannot be read is no fault' has notice pam.unreadable sudo
good

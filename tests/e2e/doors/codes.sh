# SPDX-License-Identifier: MIT
# A key first, then a code: sshd runs the auth phase with Doorward alone in it.
# shellcheck shell=bash disable=SC2154

stack sshd <<PAM
auth     required $door after_publickey
account  required $door
account  required pam_unix.so
session  required $door
PAM
sshd_start codes publickey,keyboard-interactive:pam

check 'code: alice enters with key and bypass code' enters alice 123456789
check 'code: the factor is audited' audited user=alice reason=accepted verdict=allow phase=auth \
	factor=passcode
check 'code: the prompt is readable' says prompts 'Passcode or bypass code, or "push": '
check 'code: one question is enough' same "$(wc -l <"$work/prompts")" 1
check 'code: the same bypass code is worth nothing now' refused alice 123456789 987654321 111
check 'code: three wrong answers are all there are' audited user=alice reason=attempts-used \
	verdict=maxtries
check 'code: three wrong answers, three questions' same "$(grep -c Passcode "$work/prompts")" 3
check 'code: a wrong answer is called so' says prompts 'Incorrect passcode. Please try again.'
check 'code: each answer was checked once' same "$(count 'POST /auth/v2/auth')" 4
check 'code: a passcode from the phone does it too' enters alice 111111
sim_reset
check 'code: the second answer may be the right one' enters alice 987654321 123456789
check 'code: blanks in a code do no harm' enters alice '222 222'
sim_reset
check 'code: what cannot be a code is not sent anywhere' refused alice "$password" open12 ''
check 'code: no answer of these was checked' same "$(count 'POST /auth/v2/auth')" 0
check 'code: and the person reads so' says prompts 'That is not a code.'

check 'code: bob is in bypass and enters without a question' enters bob
check 'code: bob was not asked' same "$(wc -l <"$work/prompts")" 0
check 'code: heidi is in a bypass group and enters without a question' enters heidi
check 'code: svc-backup is exempt and enters without a question' enters svc-backup
check 'code: carol is disabled and refused before any question' refused carol
check 'code: carol reads why' says out 'Your account is disabled'
check 'code: carol was not asked' same "$(wc -l <"$work/prompts")" 0
check 'code: carol was denied in auth' audited user=carol reason=disabled verdict=deny phase=auth
check 'code: grace has no device and is refused' refused grace
check 'code: grace reads where to enroll' says out 'https://localhost:'

# At a terminal: the typed code must be seen. It is typed when the prompt stands there, so that
# it is the prompt's echo that shows it.
typed_at_terminal() # PROMPT TEXT
{
	mkfifo "$work/keyboard"
	: >"$work/screen"
	timeout -k 2 25 script -q -f -c "ssh -F none -p $sshd_port -i $work/keys/client \
		-o IdentitiesOnly=yes -o IdentityAgent=none -o UserKnownHostsFile=/dev/null \
		-o StrictHostKeyChecking=no alice@127.0.0.1 id -un" "$work/screen" \
		<"$work/keyboard" >/dev/null 2>&1 &
	typist=$!
	exec 8>"$work/keyboard"
	for _ in $(seq 200); do
		grep -q "$1" "$work/screen" && break
		sleep 0.05
	done
	echo "$2" >&8
	wait $typist
	exec 8>&-
	rm "$work/keyboard"
	grep -q "$1$2" "$work/screen" && grep -q '^alice' "$work/screen"
}
check 'code: at a terminal the code is seen while it is typed' \
	typed_at_terminal 'or "push": ' 333333

stack sshd <<PAM
auth     required $door
account  required $door
account  required pam_unix.so
session  required $door
PAM
check 'code: without after_publickey stepping aside lets nobody in' refused bob
check 'code: not even somebody exempt' refused svc-backup
stop codes

# Anybody on the network reaches this prompt, with any name.
sshd_start prompt keyboard-interactive:pam 'PermitRootLogin no'
stack sshd <<PAM
auth     required $door after_publickey
account  required $door
account  required pam_unix.so
session  required $door
PAM
check 'prompt: after_publickey lets nobody in who has shown no key' refused bob
check 'prompt: not even somebody exempt' refused svc-backup
stack sshd <<PAM
auth     required $door
account  required $door
account  required pam_unix.so
session  required $door
PAM
sim_reset
check 'prompt: a name that does not exist is refused' refused nosuchuser 123456789 123456789
check 'prompt: its name stays out of the log at normal level' not grep -q \
	'^<8[0-6]>.*doorward.*nosuchuser' "$syslog"
check 'prompt: root is refused under PermitRootLogin no' refused root 123456789 123456789
check 'prompt: the directory never heard of either' same "$(count '')" 0
check 'prompt: alice enters with a code alone where a site wants that' enters alice 123456789
check 'prompt: without proof no push is offered' same "$(cat "$work/prompts")" \
	'(alice@127.0.0.1) Passcode or bypass code: '
sim_reset
check 'prompt: a push that was not offered is not sent either' refused alice push push push
check 'prompt: the person reads why' says prompts 'A push is only sent after a key or a password'
check 'prompt: no push went out' same "$(count 'POST /auth/v2/auth')" 0
stop prompt

sshd_start barred keyboard-interactive:pam 'DenyUsers alice'
sim_reset
check 'barred: whom sshd bars is refused with the right code' refused alice 123456789 123456789 \
	123456789
check 'barred: sshd put its sentinel in place of the code, and it stayed here' \
	same "$(count 'POST /auth/v2/auth')" 0
check 'barred: the bypass code is still good' same "$(codes_left alice)" 1
stop barred

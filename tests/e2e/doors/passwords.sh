# SPDX-License-Identifier: MIT
# A password first (pam_unix), then a code or a push.
# shellcheck shell=bash disable=SC2154

stack sshd <<PAM
auth     requisite                              pam_unix.so
auth     [success=ok ignore=ignore default=die] $door after_password
account  required $door
account  required pam_unix.so
session  required $door
PAM
sshd_start password_code keyboard-interactive:pam

check 'password: alice enters with password and code' enters alice "$password" 123456789
check 'password: the second question offers a push' says prompts 'or "push": '
sim_reset
check 'password: a wrong password ends it' refused alice wrong-password 123456789
check 'password: and the directory never heard of it' same "$(count '')" 0
check 'password: bob is in bypass and enters with it alone' enters bob "$password"
check 'password: svc-backup is exempt and enters with it alone' enters svc-backup "$password"
check 'password: the password again is no code' refused alice "$password" "$password" '' ''
check 'password: it was not checked as one' same "$(count 'POST /auth/v2/auth')" 0

push_is() # WORD
{
	sim_reset
	sim POST state "{\"push\": \"$1\"}" >/dev/null
}

push_is approve
check 'push: approved, alice enters' enters alice "$password" push
check 'push: a question says that it was sent, for other text would come too late' says prompts \
	'Press Enter once you have approved it, or type a passcode: '
check 'push: it is audited' audited user=alice reason=accepted verdict=allow factor=push
check 'push: one was sent' same "$(count 'POST /auth/v2/auth')" 1
check 'push: the phone shows host and service' same "$(last_push pushinfo)" \
	'Host=lab&Service=sshd'
push_is deny
check 'push: denied, alice is refused' refused alice "$password" push '' '' ''
check 'push: and reads so' says prompts 'Login request denied.'
push_is fraud
check 'push: reported as fraud, it ends at once' refused alice "$password" push '' 123456789
check 'push: fraud is audited' audited user=alice reason=fraud verdict=abort factor=push
check 'push: nobody asked again after fraud' same "$(wc -l <"$work/prompts")" 3
push_is timeout
check 'push: not answered, alice may type a code' enters alice "$password" push '' 123456789
check 'push: she read that it timed out' says prompts 'Login timed out.'
push_is approve
site 'push_interval = 600;'
check 'push: a second one within push_interval is not sent' refused alice "$password" push push push
check 'push: the person reads why' says prompts 'A push was sent a moment ago'
check 'push: none went out' same "$(count 'POST /auth/v2/auth')" 0

# a report of fraud: no push from anywhere, codes go on, until an administrator lets the person go
install -d -o doorward -g doorward /run/doorward/state
site 'push_interval = 0; fraud_hold = 3600;' '' 'sync: { folder = "/run/doorward/state"; };'
push_is fraud
check 'fraud: the first one is sent' refused alice "$password" push ''
push_is approve
check 'fraud: no further push, and a code does' enters alice "$password" push 123456789
check 'fraud: the person reads why' says prompts 'A push was reported as fraud; none is sent for 60 min.'
check 'fraud: none went out' same "$(count 'POST /auth/v2/auth')" 1
check 'fraud: the log says why' logged 'no push to alice for 3[56][0-9]* s: one was reported as fraud (doorward push allow), asked by '
stop broker
broker_start broker doorward /etc/doorward/main.conf
check 'fraud: a restart does not forget it' refused alice "$password" push '' ''
"$work/bin/doorward" --config /etc/doorward/main.conf push list >"$work/out" 2>&1
check 'fraud: push list' grep -q '^alice.*Z$' "$work/out"
"$work/bin/doorward" --config /etc/doorward/main.conf status >"$work/out" 2>&1
check 'fraud: status' grep -q '^pushes  *held  *reported as fraud: alice' "$work/out"
check 'fraud: push allow' "$work/bin/doorward" --config /etc/doorward/main.conf push allow alice
check 'fraud: and a push does' enters alice "$password" push
check 'fraud: push allow of somebody else says so' sh -c \
	"! '$work/bin/doorward' --config /etc/doorward/main.conf push allow bob 2>'$work/out' && grep -q 'not held back' '$work/out'"

# denied, and denied again: whoever asks waits longer each time
site 'push_interval = 10; fraud_hold = 0;'
push_is deny
check 'tired: the first one is sent' refused alice "$password" push '' push ''
check 'tired: the second one is not' same "$(count 'POST /auth/v2/auth')" 1
check 'tired: the person reads for how long' grep -q 'please wait [0-9]* s, or type a code' "$work/prompts"

site 'autopush = true; push_interval = 0; fraud_hold = 0;'
push_is approve
check 'autopush: after the password the push is sent unasked' enters alice "$password"
check 'autopush: the second question says so' same "$(sed 1d "$work/prompts" | grep -c 'Press Enter')" 1
push_is deny
check 'autopush: denied, a code still does' enters alice "$password" '' 123456789
stop password_code

# The method "password": sshd answers every hidden question with the password, and none that echoes.
site
sshd_start password password
sim_reset
check 'method password: nobody can be asked for a code' refused alice "$password"
check 'method password: the log names the way out' logged \
	'pam_doorward(sshd:auth): .*KbdInteractiveAuthentication yes'
check 'method password: the password was not checked as a code' \
	same "$(count 'POST /auth/v2/auth')" 0
site 'autopush = true; push_interval = 0;'
push_is approve
check 'method password: with autopush a push does it' enters alice "$password"
check 'method password: bob is in bypass and enters' enters bob "$password"
stack sshd <<PAM
auth     required $door
account  required $door
session  required $door
PAM
sim_reset
check 'method password: Doorward alone asks nothing hidden' refused alice "$password"
check 'method password: nothing was sent, no push either' same "$(count 'POST /auth/v2/auth')" 0
stop password

stack sshd <<PAM
auth     required $door after_publickey
account  required $door
session  required $door
PAM
sshd_start key_push publickey,keyboard-interactive:pam
push_is approve
check 'autopush: a key is proof enough' enters alice
check 'autopush: the only question says that a push was sent' same "$(grep -c 'Press Enter' "$work/prompts")" 1
site 'autopush = true; push_interval = 0;' '' 'services: { sshd: { late = false; }; };'
check 'autopush: where text comes at once, as since OpenSSH 10.3' enters alice
check 'autopush: no question at all' same "$(wc -l <"$work/prompts")" 0
site 'autopush = true; push_interval = 0;'
stop key_push
sshd_start no_proof keyboard-interactive:pam
push_is approve
check 'autopush: without proof a code is asked for' enters alice 123456789
check 'autopush: and no push was sent' same "$(count 'POST /auth/v2/auth')" 1
check 'autopush: the code was the factor' audited user=alice reason=accepted factor=passcode
stop no_proof
site

# SPDX-License-Identifier: MIT
# Who gets an account, and what is in it.
# shellcheck shell=sh disable=SC2154

out_is_changes() { [ "$(grep -c '^\(add\|change\|remove\)' "$work/out")" = "$1" ]; }
exits 0 'a rehearsal' sync --dry-run
check 'shows an account to be' grep -q '^add.user.alice.2001000000.alice.DU' "$work/out"
check 'a group to be' grep -q '^add.group.admins.20010[0-9]*.admins.DG' "$work/out"
check 'and a group with power that goes without' \
	grep -q '^refuse.group.staff.*the name is privileged$' "$work/out"
check 'and makes nothing' [ -z "$(ls -A "$var")" ]

exits 3 'people before the first sync' people
exits 0 'a sync' sync
check 'says how many' err_has '^357 accounts and 3 groups of 358 users and 4 groups; added 360'
check 'alice' shown 'user alice is alice:2001000000:2001000000:Alice Example:/home/alice:/bin/bash'
check 'her alias leads to the same account' \
	shown 'user alice.example is alice:2001000000:2001000000:Alice Example:/home/alice:/bin/bash'
check 'her group' grep -q '^group admins:20010[0-9]*:alice $' "$work/show"
check 'her map, with the effective status' grep -q '^map alice.example to alice, active$' "$work/show"
check 'frank is disabled by his group' grep -q '^map frank to frank, disabled$' "$work/show"
check 'erin has no account' not_shown '^user erin '
check 'but is mapped' grep -q '^map erin to erin, pending deletion$' "$work/show"
check 'the file is for everybody to read' \
	[ "$(stat -c %a "$var/directory.cdb" "$var/state.db" | tr '\n' ' ')" = '644 600 ' ]
check 'nothing else is left' \
	[ "$(cd "$var" && echo *)" = 'directory.cdb directory.cdb.lock state.db' ]
exits 0 'people' people erin
check 'say why somebody has none' out_has 'status "pending deletion" is not in sync.statuses'
exits 0 'people of a name' people alice.example
check 'have uid and status' grep -q '^alice.2001000000.alice.active' "$work/out"
exits 3 'people of nobody' people nobody-here

run -y api authauth --username alice --factor push --device auto
cp "$work/show" "$work/before"
exits 0 'a second sync' sync
check 'changes nothing' err_has 'added 0, changed 0, removed 0'
show
check 'in no way' cmp -s "$work/show" "$work/before"
run people alice
check 'but the last login is known' grep -q '20[0-9-]*T[0-9:]*Z' "$work/out"

configure 'statuses = [ "active", "bypass" ];'
run user edit bob --status disabled
exits 0 'a rehearsal after bob was disabled' sync --dry-run
check 'bob goes' grep -q '^remove.user.bob.*status "disabled"' "$work/out"
check 'and carol, by the new rule' grep -q '^remove.user.carol' "$work/out"
check 'alice stays' sh -c "! grep -q alice '$work/out'"
exits 0 'the sync' sync
check 'bob is gone' not_shown '^user bob '
run user edit bob --status bypass
exits 0 'a sync after he came back' sync
check 'he has his old uid' shown 'user bob is bob:2001000001:.*'

configure 'groups = [ "adm*" ]; home = "/srv/%u/100%%"; shell = "/bin/sh"; max_removals = 400;'
exits 0 'accounts for one group only' sync
check 'alice is in it' shown 'user alice is alice:.*:/srv/alice/100%:/bin/sh'
check 'bob is not' not_shown '^user bob '
exits 0 'people without' people --without sync.groups bob
check 'say so' out_has 'is in no group of sync.groups'
configure 'groups = [ "staff", "admins" ]; shells = [ "admins=/bin/zsh" ]; max_removals = 400;'
exits 0 'a shell for a group' sync
check 'alice has it' shown 'user alice is .*:/bin/zsh'
check 'bob has not' shown 'user bob is .*:/bin/bash'

configure ''
run sync
run user group add bob admins
run user edit bob --alias1 bobby
exits 0 'a rehearsal after bob got a group and a name' sync --dry-run
check 'shows both' \
	grep -q '^change.user.bob.*names bob -> bob,bobby; groups  -> admins$' "$work/out"
check 'and nobody else' out_is_changes 1
admins=$(run group get admins --fields group_id && cat "$work/out")
run group edit "$admins" --name chiefs
exits 0 'one after a group got another name' sync --dry-run
check 'shows it' grep -q '^change.group.chiefs.*was called admins$' "$work/out"
run group edit "$admins" --name admins
run user edit bob --alias1 ''
configure 'members_shown = 1;'
exits 0 'members of small groups only' sync
check 'a group of two lists none' shown 'group admins:20010[0-9]*:'
check 'one of one does' shown 'group contractors:20010[0-9]*:frank '
run -y user group remove bob admins

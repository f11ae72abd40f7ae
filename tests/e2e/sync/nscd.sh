# SPDX-License-Identifier: MIT
# nscd is told to forget after each change of the file, where it runs: a stub writes down its words.
# shellcheck shell=sh disable=SC2154

cat >"$work/nscd" <<STUB
#!/bin/sh
echo "\$*" >>"$work/nscd.words"
[ ! -e "$work/nscd.fails" ]
STUB
chmod 755 "$work/nscd"
mount --bind "$work/nscd" "$(command -v nscd)" || check 'the stub takes its place' false
# told COUNT: each time both tables, and nothing else
told()
{
	: >>"$work/nscd.words"
	for _ in $(seq "$1"); do printf -- '-i passwd\n-i group\n'; done | cmp -s - "$work/nscd.words"
	told=$?
	rm "$work/nscd.words"
	return $told
}

exits 0 'a sync where no nscd runs' sync
check 'tells nobody' told 0
mkdir /run/nscd
: >/run/nscd/socket
exits 0 'a sync where it runs' sync
check 'tells it' told 1
check 'and has nothing to add' sh -c "! grep -q nscd '$work/err'"
exits 0 'a rehearsal' sync --dry-run
configure 'groups = [ "nobody is in it" ];'
exits 7 'a sync that is refused' sync
check 'both leave it alone' told 0
configure ''
: >"$work/nscd.fails"
exits 0 'a sync that it does not listen to' sync
check 'says how root can' err_has 'as root: nscd -i passwd; nscd -i group'
rm "$work/nscd.fails" "$work/nscd.words"
fresh
configure 'interval = 3600;'
start broker 'sync: accounts=357' with_users "$build/doorwardd" -e -c "$conf"
check 'the broker tells it, too' told 1
stop broker
rm -r /run/nscd
umount "$(command -v nscd)"

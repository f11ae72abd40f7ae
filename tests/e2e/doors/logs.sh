# SPDX-License-Identifier: MIT
# What all that left behind: one audit line for each verdict, and no secret anywhere.
# shellcheck shell=bash disable=SC2154

cat "$syslog" "$work"/*.log "$work"/*.err >"$work/everything"
ids() # of those that were led to their verdict: who is turned away is told once a second at most
{
	sed -n "/turned-away/d;/$1/s/.* id=\([0-9a-f]\{8\}\).*/\1/p" "$syslog" | sort
}
ids 'pam_doorward(.*: verdict ' >"$work/ids.module"
ids 'doorwardd.* verdict=' >"$work/ids.audit"
{
	ids 'the login process left before'
	ids 'doorwardd.* reason=no-answer ' # of whom most have left, which is said there
} >"$work/ids.left"
sort -u "$work/ids.module" "$work/ids.left" >"$work/ids.expected"

check 'logs: there were verdicts' test "$(wc -l <"$work/ids.audit")" -gt 0
check 'logs: no verdict is audited twice' same "$(uniq -d "$work/ids.audit")" ''
check 'logs: no module has a verdict twice' same "$(uniq -d "$work/ids.module")" ''
check 'logs: each verdict of a module has its audit line, and the other way round' \
	cmp "$work/ids.expected" "$work/ids.audit"
check 'logs: the broker logs where syslog keeps authentication' not grep -q \
	'^<[0-7][0-9]\?>.*doorwardd' "$syslog"

secrets="$password wrong-password 123456789 987654321 111111 222222 333333 open12
	$(cat "$work"/*sim/*.skey)"
for secret in $secrets; do
	check "logs: ${secret:0:4}… is nowhere" not grep -q -F -e "$secret" "$work/everything"
done
check 'logs: what was typed reached the prompts, so the search would find it' \
	test -s "$work/everything"

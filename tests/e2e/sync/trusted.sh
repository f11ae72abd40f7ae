# SPDX-License-Identifier: MIT
# Names that the configuration trusts are this host's: the directory gives them to nobody.
# shellcheck shell=sh disable=SC2154

for name in breakglass backdoor porter; do run user create --username $name; done
run group create --name vaulters
run user edit alice --alias1 breakglass2
configure ''
exits 0 'without such names' sync
check 'accounts are given' shown 'user breakglass is breakglass:.*'
check 'and groups' grep -q '^group vaulters:' "$work/show"
for row in 'login exempt_users breakglass' 'login exempt_groups breakglass' \
	'serve admin_groups breakglass' 'serve read_groups breakglass'; do
	# shellcheck disable=SC2086
	set -- $row
	configure "}; $1: { $2 = [ \"$3\", \"vaulters\", \"breakglass2\" ];"
	exits 0 "$1.$2" sync
	check 'takes the account' not_shown "^user $3 "
	check 'not even its map is left' not_shown "^map $3 "
	check 'nor an alias' not_shown '^user breakglass2 '
	check 'but leaves who else is called otherwise' shown 'user alice is alice:.*'
	check 'takes the group' not_shown '^group vaulters:'
	check 'is told' err_has "user $3: no name $3: $1.$2 trusts this name"
	check 'of an alias' err_has "user alice: no name breakglass2: $1.$2 trusts this name"
	check 'and of a group' err_has "group vaulters: no group here: $1.$2 trusts this name"
	exits 0 'people' people $3
	check 'say it' out_has "$1.$2 trusts this name"
	configure ''
	run sync
	configure "}; $1: { $2 = [ \"$3\" ];"
	exits 0 'config check' config check
	check 'warns of an account that has such a name' \
		err_has "$1.$2: \"$3\" is an account or a group of the directory, .* the next sync takes it"
	check 'and lists it' out_has "gives to nobody: $3 ($1.$2)"
	configure ''
done
configure '}; services: { postgresql: { peers = [ "breakglass" ]; };'
exits 0 'a peer of a service' sync
check 'is no account of the directory' not_shown '^user breakglass '
check 'and is told with the option' err_has 'services.postgresql.peers trusts this name'
configure '}; login: { exempt_groups = [ "backdoor" ];'
printf 'backdoor:x:700014:\n' >"$work/group.old"
printf 'porter:x:700013:700014::/:/bin/sh\n' >"$work/passwd.old"
fresh
run sync import-ids "$work/group.old" && run sync import-ids "$work/passwd.old"
exits 0 'an imported primary group' sync
check 'of such a name is given to nobody' not_shown '^group backdoor:'
check 'and who would have it is told' err_has 'a name that the configuration trusts'

# whose standing a name has, the map says
fresh
configure ''
sed -i 's|^map: {|map: { users = [ "breakglass=alice", "backdoor=BACKDOOR", "alice=breakglass2" ];|' "$conf"
exits 0 'names that map.users gives to somebody' sync
check 'go to nobody else' not_shown '^user breakglass '
check 'which is told' err_has 'user breakglass: no name breakglass: map.users says that breakglass is alice'
check 'but to those themselves' shown 'user backdoor is backdoor:.*'
check 'also where an alias is meant' shown 'user alice is alice:.*'

# a number can have a right as well
fresh
configure '}; login: { min_uid = 2001000002;'
exits 0 'numbers below login.min_uid' sync
check 'are given to nobody' not_shown '^user alice '
check 'are told' err_has 'user alice: no account: login.min_uid trusts its number'
check 'and others are' shown 'user carol is carol:2001000002:.*'
for name in breakglass backdoor porter; do run -y user delete $name; done
run -y group delete vaulters
run user edit alice --alias1 alice.example

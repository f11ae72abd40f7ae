# SPDX-License-Identifier: MIT
# nsswitch.conf, the NSS module, the file it reads, and nscd.
# shellcheck shell=bash disable=SC2154

folder=$work/accounts
# synced [OPTION…]: a good host with accounts out of the directory, and these options of sync
synced()
{
	good
	site_write "login: { exempt_groups = [ \"service-accounts\" ]; };
sync: { folder = \"$folder\"; $* };"
	printf 'passwd: files systemd doorward\ngroup: files doorward\n' >/etc/nsswitch.conf
}

# database NAME SEVERITY ID TEXT LINE…: nsswitch.conf has these lines
database()
{
	synced
	printf '%s\n' "${@:5}" >/etc/nsswitch.conf
	wrong "${@:1:4}"
}

mkdir "$folder" "$work/nss"
cp "$build/.libs/libnss_doorward.so.2" "$work/nss/"
synced
"$work/bin/doorward" --config /etc/doorward/main.conf sync >/dev/null 2>"$work/err" || cat "$work/err"
doctor --offline
told 'a module that is not there' has error accounts.module libnss_doorward.so.2

if [ -n "$asan" ]; then
	cc -std=gnu11 -D_GNU_SOURCE -I"$top" -I"$top/lib" -shared -fPIC -o "$work/nss/libnss_doorward.so.2" \
		-Wl,-soname,libnss_doorward.so.2 "$top"/nss/*.c "$top/lib/base/directory.c"
fi
export LD_LIBRARY_PATH=$work/nss
doctor --offline
told 'a host with accounts is well' is_well
told 'it says how many' has ok accounts.file ' users, '
database 'and what they mean' warning accounts.nsswitch 'group' 'passwd: files doorward' 'group: files [SUCCESS=merge] systemd[UNAVAIL=continue]'
told 'each word of it is kept' grep -qx 'group: files \[SUCCESS=merge\] systemd \[UNAVAIL=continue\] doorward' /etc/nsswitch.conf
database 'nothing leads there' warning accounts.nsswitch 'passwd' 'passwd: files systemd' 'group: files doorward'
told 'other sources are kept' grep -q '^passwd: files systemd doorward$' /etc/nsswitch.conf
database 'groups of their own only' warning accounts.nsswitch 'initgroups' 'passwd: files doorward' \
	'group: files doorward' 'initgroups: files'
database 'the directory before the host' error accounts.order 'group' 'passwd: files doorward' \
	'group: doorward files # as it was'
database 'a search that ends early' warning accounts.return 'passwd' \
	'passwd: files [NOTFOUND=return] doorward' 'group: files doorward'
# actions as glibc itself takes them: behind a source that has nobody, is files still asked?
while read -r actions; do
	synced
	printf 'passwd: doorward %s files\n' "$actions" >/etc/nsswitch.conf
	ends=hasnt
	getent passwd root >/dev/null || ends=has
	printf 'passwd: files%s doorward\ngroup: files doorward\n' "$actions" >/etc/nsswitch.conf
	doctor --offline
	told "[$ends] $actions" $ends warning accounts.return passwd
done <<'ACTIONS'
[notfound=RETURN]
[ NotFound = return ]
[SUCCESS=continue NOTFOUND=return]
[!SUCCESS=return]
[!NOTFOUND=return]
[NOTFOUND=return NOTFOUND=continue]
[UNAVAIL=return]
ACTIONS
synced 'interval = 0.001;' # the file's time is in whole seconds: soon
for _ in $(seq 100); do
	doctor --offline
	! has warning accounts.age || break
done
told 'a file that no sync has replaced in time' has warning accounts.age 'sync.interval'
synced
chmod 0666 "$folder/directory.cdb"
doctor --offline
told 'a file that anybody may write' has error accounts.file "$folder/directory.cdb"
eval "$(field run accounts.file)"
doctor --offline
told 'what it says to run mends it' is_well
cp -p "$folder/directory.cdb" "$work/directory.cdb"
printf 'xxxx' | dd of="$folder/directory.cdb" bs=1 seek=3000 conv=notrunc 2>/dev/null
doctor --offline
told 'a damaged file' has error accounts.file "$folder/directory.cdb"
cp -p "$work/directory.cdb" "$folder/directory.cdb"
rm "$folder/directory.cdb"
doctor --offline
told 'no file' has warning accounts.file 'no doorward sync has run'
cp -p "$work/directory.cdb" "$folder/directory.cdb"
mkdir -p /run/nscd
touch /run/nscd/socket
doctor --offline
told 'nscd' has notice accounts.nscd
rm -r /run/nscd
unset LD_LIBRARY_PATH

# SPDX-License-Identifier: MIT
# The broker's own sync.
# shellcheck shell=sh disable=SC2154

configure 'interval = 3600;'
start broker 'sync: accounts=357' with_users "$build/doorwardd" -e -c "$conf"
check 'it syncs when it starts' [ $? = 0 ]
check 'and the file is there' shown 'user alice is alice:2001000000:.*'
stop broker
before=$(stat -c %i "$var/directory.cdb")
start_broker
run status
stop broker
check 'not again while the file is young' [ "$(stat -c %i "$var/directory.cdb")" = "$before" ]
fresh
configure 'interval = 0;'
start_broker
stop broker
check 'and not at all when the interval is zero' [ ! -e "$var/directory.cdb" ]

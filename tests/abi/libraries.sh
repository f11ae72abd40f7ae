#!/bin/sh
# SPDX-License-Identifier: MIT
# Which libraries each built program and module may need by itself; fewer is fine. A program
# without a row is an error: think about what it may load, then add its row.
set -eu
failed=0

# file, then libraries without "lib" and version; c is always allowed
table='
.libs/pam_doorward.so		pam
.libs/libnss_doorward.so.2	-
.libs/libnss_testdoor.so.2	-
doorwardd			cdb sqlite3 curl crypto cjson config m pthread
doorward			cjson m
doorward-command		curl crypto cjson config m pthread
doorward-doctor			curl crypto cjson config m pthread pam
doorward-serve			curl crypto cjson config m pthread microhttpd
doorward-sync			cdb sqlite3 curl crypto cjson config m pthread
doorward-sim			microhttpd gnutls cjson m pthread
pamrun				pam
sim-sign			gnutls cjson microhttpd m pthread
syslog-sink			-
directory-make			cdb crypto
.libs/libslow_names.so		-
dead-end			-
peer				-
wire-abuse			-
'

needed_by() {
	readelf -dW "$1" | sed -n 's/.*(NEEDED).*\[lib\(.*\)\.so.*\]/\1/p' |
		grep -vx -e c -e asan -e ubsan || :
}

checked=0
while read -r file allowed; do
	[ -n "$file" ] || continue
	[ -e "$file" ] || {
		echo "$file: is not built"
		continue
	}
	checked=$((checked + 1))
	for library in $(needed_by "$file"); do
		case " $allowed " in
		*" $library "*) ;;
		*)
			echo "$file may not need lib$library"
			failed=1
			;;
		esac
	done
done <<END
$table
END

for file in ./* .libs/*.so .libs/*.so.*; do
	if [ ! -f "$file" ] || [ -L "$file" ]; then continue; fi
	case $(head -c 4 "$file" | tr -d '\177') in
	ELF) ;;
	*) continue ;;
	esac
	name=${file#./}
	case $name in
	test-* | bench-* | fuzz-*) continue ;; # tests may need what they like
	esac
	echo "$table" | grep -q "^${name}[[:space:]]" || {
		echo "$name: has no row in this table"
		failed=1
	}
done

echo "$checked files checked"
[ $checked -ge 2 ] || failed=1
exit $failed

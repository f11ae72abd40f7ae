#!/bin/sh
# SPDX-License-Identifier: MIT
# What the PAM module shows to and wants from the program that loads it.
set -eu
module=.libs/pam_doorward.so
failed=0

# same WHAT EXPECTED FOUND
same() {
	[ "$2" = "$3" ] && return
	printf '%s:\n  expected: %s\n  found:    %s\n' "$1" "$2" "$3"
	failed=1
}

words() {
	sort -u | tr '\n' ' '
}

same "exported symbols" "$(
	printf 'pam_sm_%s\n' acct_mgmt authenticate chauthtok close_session open_session setcred | words
)" "$(nm -D --defined-only "$module" | awk '{ print $NF }' | words)"

dynamic=$(readelf -dW "$module")
needed=$(echo "$dynamic" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' |
	grep -v -e '^libasan\.' -e '^libubsan\.' | words)
same "needed libraries" "libc.so.6 libpam.so.0 " "$needed"
same "immediate binding" yes "$(echo "$dynamic" | grep -qw BIND_NOW && echo yes || echo no)"
same "text relocations" no "$(echo "$dynamic" | grep -q TEXTREL && echo yes || echo no)"
same "search path" no "$(echo "$dynamic" | grep -qE 'RPATH|RUNPATH' && echo yes || echo no)"

segments=$(readelf -lW "$module")
same "stack" "RW" "$(echo "$segments" | awk '$1 == "GNU_STACK" { print $(NF - 1) }')"
same "read-only after relocation" "R" \
	"$(echo "$segments" | awk '$1 == "GNU_RELRO" { print $(NF - 1) }')"

if nm -D "$module" | grep -q __asan; then
	exit $failed # the sanitizers bring state and calls of their own
fi

# No state between calls: nothing but what the compiler's start files bring.
same "writable objects" "" "$(objdump -t "$module" |
	awk '($4 == ".bss" || $4 == ".data") && $3 == "O" { print $NF }' |
	grep -v -e '^completed\.' -e '^__dso_handle$' -e '^__TMC_END__$' | words)"

# A guest does none of this in somebody else's process.
same "calls a guest does not make" "" "$(nm -D --undefined-only "$module" |
	awk '{ sub(/@.*/, "", $NF); print $NF }' |
	grep -xE 'v?fork|clone|exec.*|posix_spawn.*|system|popen|pthread_create|kill|alarm|setitimer|(u|nano)?sleep|signal|sigaction|sigprocmask|pthread_sigmask|umask|chdir|setlocale|setenv|unsetenv|putenv|clearenv|srand|random|rand|openlog|closelog|syslog|atexit|exit|_exit|abort|chroot|set(res|re|e)?[ug]id|initgroups|getpwnam|getpwuid|strtok|localtime|gmtime|ctime|strerror|printf|puts|fopen|f?write|dlopen|__printf_chk|__fprintf_chk' | words)"

exit $failed

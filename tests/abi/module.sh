#!/bin/sh
# SPDX-License-Identifier: MIT
# What the modules show to and want from the programs that load them.
set -eu
failed=0

# same WHAT EXPECTED FOUND
same() {
	[ "$2" = "$3" ] && return
	printf '%s: %s:\n  expected: %s\n  found:    %s\n' "$module" "$1" "$2" "$3"
	failed=1
}

words() {
	sort -u | tr '\n' ' '
}

# What a guest never does in somebody else's process.
never='v?fork|clone|exec.*|posix_spawn.*|system|popen|pthread_create|kill|alarm|setitimer|(u|nano)?sleep|signal|sigaction|sigprocmask|pthread_sigmask|umask|chdir|setlocale|setenv|unsetenv|putenv|clearenv|srand|random|rand|openlog|closelog|syslog|atexit|exit|_exit|abort|chroot|set(res|re|e)?[ug]id|initgroups|getpwnam|getpwuid|strtok|localtime|gmtime|ctime|strerror|printf|puts|fopen|f?write|dlopen|__printf_chk|__fprintf_chk'

# check_module FILE SYMBOLS LIBRARIES STATE NEVER_EITHER
check_module() {
	module=$1
	same "exported symbols" "$2" \
		"$(nm -D --defined-only "$module" | awk '{ print $NF }' | words)"

	dynamic=$(readelf -dW "$module")
	needed=$(echo "$dynamic" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' |
		grep -v -e '^libasan\.' -e '^libubsan\.' | words)
	same "needed libraries" "$3" "$needed"
	same "name" "$(basename "$module")" \
		"$(echo "$dynamic" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')"
	same "immediate binding" yes "$(echo "$dynamic" | grep -qw BIND_NOW && echo yes || echo no)"
	same "text relocations" no "$(echo "$dynamic" | grep -q TEXTREL && echo yes || echo no)"
	same "search path" no "$(echo "$dynamic" | grep -qE 'RPATH|RUNPATH' && echo yes || echo no)"

	segments=$(readelf -lW "$module")
	same "stack" "RW" "$(echo "$segments" | awk '$1 == "GNU_STACK" { print $(NF - 1) }')"
	same "read-only after relocation" "R" \
		"$(echo "$segments" | awk '$1 == "GNU_RELRO" { print $(NF - 1) }')"

	if nm -D "$module" | grep -q __asan; then
		return # the sanitizers bring state and calls of their own
	fi

	# Hardly any state between calls, apart from what the compiler's start files bring.
	same "writable objects" "$4" "$(objdump -t "$module" |
		awk '($4 == ".bss" || $4 == ".data") && $3 == "O" { print $NF }' |
		grep -v -e '^completed\.' -e '^__dso_handle$' -e '^__TMC_END__$' | words)"
	same "storage of each thread" no "$(echo "$segments" | grep -qw TLS && echo yes || echo no)"
	same "calls a guest does not make" "" "$(nm -D --undefined-only "$module" |
		awk '{ sub(/@.*/, "", $NF); print $NF }' | grep -xE "$never${5:+|$5}" | words)"
}

check_module .libs/pam_doorward.so "$(
	printf 'pam_sm_%s\n' acct_mgmt authenticate chauthtok close_session open_session setcred | words
)" "libc.so.6 libpam.so.0 " "" ""

# In the NSS module: nothing mapped, locked or allocated but libc's own array of gids, no network,
# no environment; the state is the two positions of enumeration.
check_module .libs/libnss_doorward.so.2 "$(
	printf '_nss_doorward_%s\n' getpwnam_r getpwuid_r setpwent endpwent getpwent_r getgrnam_r \
		getgrgid_r setgrent endgrent getgrent_r initgroups_dyn | words
)" "libc.so.6 " "group_cursor person_cursor " 'mmap|munmap|malloc|calloc|realloc|free|alloca|pthread_(mutex|rwlock|atfork|key).*|socket|connect|poll|(secure_)?getenv|dup.*|fcntl|lseek|read'

# It is loaded by everything that shows a name.
if ! nm -D "$module" | grep -q __asan; then
	stripped=$(mktemp)
	strip -o "$stripped" "$module"
	size=$(wc -c <"$stripped")
	rm -f "$stripped"
	same "at most 30 kB" yes "$(
		[ "$size" -gt 8192 ] && [ "$size" -le 30720 ] && echo yes || echo "no: $size"
	)"
fi
exit $failed

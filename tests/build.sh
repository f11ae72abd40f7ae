# SPDX-License-Identifier: MIT
# Configures build folders, and remembers for what: a folder that was configured for something else,
# or when other packages were there, is made anew instead of being trusted. Sourced by bootstrap and
# tests/check, in the folder where configure is.
#
# shellcheck shell=sh

# configured_for ARGUMENT…: prints all that decides what configure makes of this source
configured_for()
{
	echo "arguments: $*"
	for name in CC CFLAGS CPPFLAGS LDFLAGS PKG_CONFIG_PATH PKG_CONFIG_LIBDIR; do
		eval "echo \"$name=\${$name-}\""
	done
	sed -n 's/^PKG_CHECK_MODULES(\[[A-Z]*\], \[\([^] ]*\).*/\1/p' configure.ac |
		while read -r module; do
			echo "$module $(pkg-config --modversion "$module" 2>/dev/null || echo missing)"
		done
}

# configure_in DIR ARGUMENT…: the folder is configured for this, or the status is not 0. libtool
# and make run in the plain shell, which starts in half the time.
configure_in()
{
	configure_dir=$1
	shift
	configure_for=$(configured_for "$@")
	if [ -e "$configure_dir/config.status" ] &&
		[ "$configure_for" != "$(cat "$configure_dir/configured-for" 2>/dev/null)" ]; then
		echo "$configure_dir was configured for something else: it is made anew" >&2
		rm -rf "$configure_dir"
	fi
	mkdir -p "$configure_dir"
	[ "$configure_dir/config.status" -nt configure ] ||
		(cd "$configure_dir" && CONFIG_SHELL=/bin/sh ../configure -q "$@") || return 1
	printf '%s\n' "$configure_for" >"$configure_dir/configured-for"
}

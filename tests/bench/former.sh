# SPDX-License-Identifier: MIT
# The programs of an earlier commit, built beside those at hand, so that one run measures both.
# To be sourced after tests/lib.sh.
#
# shellcheck shell=sh disable=SC2154

former_commit=49fc145

# former_build DIR [TARGET…]: DIR becomes a build folder of that commit, with what is to be
# measured; where it is one already, only what is missing is built. Returns 1 with a word on
# standard error where that cannot be done here; what make said is then in DIR/former.log.
former_build()
{
	mkdir -p "$1/source"
	former_dir=$(cd "$1" && pwd)
	shift
	[ $# -gt 0 ] || set -- doorwardd doorward doorward-sim pam_doorward.la
	git -C "$top" cat-file -e "$former_commit^{commit}" 2>/dev/null || {
		echo "former.sh: git or commit $former_commit is not there to measure beside" >&2
		return 1
	}
	[ -e "$former_dir/source/bootstrap" ] ||
		git -C "$top" archive "$former_commit" | tar -x -C "$former_dir/source" || return 1
	(
		set -e
		cd "$former_dir/source"
		[ -e configure ] || ./bootstrap
		cd ..
		[ -e config.status ] || source/configure -q
		make -s -j"$(nproc)" "$@"
	) >"$former_dir/former.log" 2>&1 || {
		echo "former.sh: $former_commit does not build here, see $former_dir/former.log" >&2
		return 1
	}
}

#!/bin/sh
# SPDX-License-Identifier: MIT
# The test run does not trust a build that was made for something else (build.sh), and says what is
# missing (complete). With a stand-in for configure, which leaves what it was called with.
set -u
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
# shellcheck source=tests/build.sh
. "$here/build.sh"
mkdir bin
printf '#!/bin/sh\n[ "$2" != cmocka ] || [ -e "%s/cmocka" ] && echo 1.1\n' "$work" >bin/pkg-config
printf '#!/bin/sh\n[ ! -e ../broken ] || exit 1\necho "$@" >config.status\n' >configure
chmod +x bin/pkg-config configure
PATH=$work/bin:$PATH
touch -d 2020-01-01 configure
printf 'PKG_CHECK_MODULES([%s])\n' 'CURL], [libcurl >= 7.87' 'CMOCKA], [cmocka >= 1.1.5' \
	>configure.ac
failed=0

# is NAME COMMAND…: the command decides
is()
{
	name=$1
	shift
	if "$@"; then echo "ok - $name"; else echo "not ok - $name"; failed=1; fi
}
# anew ARGUMENT…: was the folder made anew for these?
anew()
{
	touch b/built
	configure_in b "$@" 2>>said && [ ! -e b/built ] && [ "$(cat b/config.status)" = "-q $*" ]
}
not() { ! "$@"; }

is 'a folder that is not there' configure_in b
is 'the same again is left alone' not anew
is 'other arguments' anew --enable-werror
is 'the same arguments' not anew --enable-werror
is 'other flags' anew --enable-werror CFLAGS=-O0
is 'that is said' grep -q 'b was configured for something else' said
touch cmocka
is 'a package that has come' anew --enable-werror CFLAGS=-O0
rm cmocka
is 'a package that has gone' anew --enable-werror CFLAGS=-O0
is 'a folder that somebody else has configured' sh -c 'rm b/configured-for'
is 'is made anew' anew --enable-werror CFLAGS=-O0
touch broken
is 'a configure that fails' not anew
rm broken
is 'leaves nothing to be trusted' [ ! -e b/configured-for ]

NOT_BUILT='libx-dev one two' "$here/complete" >said 2>&1 9>told
is 'programs that were not built fail' [ $? = 1 ]
is 'by the name of the package' grep -q '^libx-dev is missing: 2 test programs were not built' told
is 'and are listed' grep -q '^#   two$' said
NOT_BUILT='' "$here/complete" >said 9>told
is 'none is well' [ $? = 0 ]
exit $failed

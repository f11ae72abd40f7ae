#!/bin/sh
# SPDX-License-Identifier: MIT
#
# login_duo and pam_duo 1.11.3 read a comment that stands behind a blank as one more value of the
# key above it. At the begin of a line ";" and "#" are comments, and most readers of such files take
# them as that wherever a line begins; here the same words, moved in by two blanks, replace the value
# that was set: a failmode that was right is refused as an unknown one, with the line of the comment.
set -eu

packages='login-duo=1.11.3-1+b1 libduo3=1.11.3-1+b1'

cannot()
{
	echo "cannot run here: $*" >&2
	exit 2
}

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' HUP INT TERM
cd "$tmp"

# shellcheck disable=SC2086 # a list of words
timeout 120 apt-get -q -o APT::Sandbox::User=root download $packages >log 2>&1 ||
	{ tail -n 3 log >&2; cannot "a package is not to be had in this version"; }
for package in *.deb; do
	dpkg -x "$package" root
done
libraries=$(dirname "$(find "$tmp/root" -name 'libduo.so.3' | head -n 1)")

# try COMMENT: what login_duo says of its file; port 1 of loopback answers nobody
try()
{
	(
		umask 077
		printf '%s\n' '[duo]' 'ikey = DIAAAAAAAAAAAAAAAAAA' \
			'skey = abcdefghijklmnopqrstuvwxyz0123456789ABCD' 'host = 127.0.0.1:1' \
			'failmode = secure' "$1 when Duo is away" >duo.conf
	)
	LD_LIBRARY_PATH=$libraries timeout 20 "$tmp/root/usr/sbin/login_duo" -d -c "$tmp/duo.conf" true \
		>said 2>&1 </dev/null || :
	if grep -q '^Invalid failmode' said; then
		echo "\"$1\": $(grep '^Invalid failmode' said); $(sed -n 's/^Parse error in .*, /refused, /p' said)"
	else
		echo "\"$1\": the file is taken"
	fi
}

cat >expected <<'END'
";": the file is taken
"#": the file is taken
"  ;": Invalid failmode: '; when Duo is away'; refused, line 6
"  #": Invalid failmode: '# when Duo is away'; refused, line 6
END

echo "$packages"
for comment in ';' '#' '  ;' '  #'; do
	try "$comment"
done >seen
cat seen
if ! cmp -s expected seen; then
	echo "the behaviour is another one than described"
	exit 1
fi
echo "as described: behind a blank a comment is a value"

#!/bin/sh
# SPDX-License-Identifier: MIT
# The shell scripts that run as root on other people's hosts, and those that try them, as shellcheck
# reads them.
set -eu
command -v shellcheck >/dev/null || {
	echo "shellcheck is not installed"
	exit 77
}
cd "$(dirname "$0")/../.."
shellcheck -x dist/debian/*.postinst dist/debian/*.postrm dist/debian/*.prerm \
	dist/ansible/roles/doorward/files/doorward-pam tests/deploy/*.sh tests/deploy/package/*

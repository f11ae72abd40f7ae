# SPDX-License-Identifier: MIT
# The directory and the other services: credentials, permissions, clock, silence.
# shellcheck shell=bash disable=SC2154

# fault MATCH KIND VALUE: what the simulator does from now on
fault()
{
	sim POST reset '{"state": true}' >/dev/null
	sim POST fault "{\"match\": \"$1\", \"kind\": \"$2\", \"value\": $3}" >/dev/null
}

good
fault 'GET /admin/v1/users' status 403
doctor
told 'logins need this permission' has error directory.answer 'Grant read resource'
told 'that is an error' [ "$rc" = 1 ]
fault 'GET /admin/v1/phones' status 403
doctor
told 'logins do without others' has notice directory.permission listphones
told 'that is none' [ "$rc" = 0 ]
fault 'GET /auth/v2/check' status 401
doctor
told 'credentials that are refused' has error directory.answer 'duo.auth'
fault '*' skew 200
doctor
told 'another clock' has warning directory.clock 'behind'
fault '*' stall 60000
doctor --timeout 1
told 'a directory that is silent' has error directory.answer 'duo: '
sim POST reset '{"state": true}' >/dev/null
doctor --offline
told 'offline it is not asked' [ "$(sim GET counters | sed -n 's/.*"requests": \([0-9]*\).*/\1/p')" = 0 ]
sed -i 's#^duo: {#& proxy = "http://user:word@127.0.0.1:9";#' /etc/doorward/main.conf
doctor --timeout 1
told 'a proxy with a password' has warning directory.proxy
told 'which is not shown' sh -c "! grep -q 'user:word' '$work/out'"
chmod 0640 /etc/doorward/main.conf
doctor --timeout 1
told 'in a file that is closed to others' has ok directory.proxy 'through 127.0.0.1:9"'
good

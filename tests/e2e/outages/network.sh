# SPDX-License-Identifier: MIT
# The network between broker and directory fails.

# A second simulator's authority signs nothing of the first one's.
mkdir "$work/stranger"
start stranger ready "$build/doorward-sim" --dir "$work/stranger"
stop stranger
for end in silent plain hole names; do
	start "end_$end" ready "$build/tests/e2e/dead_end" $end
done
dead_port()
{
	sed -n 's/^ready //p' "$work/end_$1.log"
}
echo 'nameserver 127.0.0.77' >"$work/resolv.conf"

# Each row: name | what to change in the configuration | what to start the broker with
DEAD_NAMES="unshare -m sh -c 'LD_PRELOAD= mount --bind $work/resolv.conf /etc/resolv.conf && exec \"\$@\"' sh"
networks="
connection refused | s/port = [0-9]*;/port = 1;/ |
no route           | s/host = .*/host = \"192.0.2.1\";/ | unshare -n
SYN dropped, two addresses | s/port = [0-9]*;/port = $(dead_port hole);/ |
SYN dropped, one address | s/port = [0-9]*;/port = $(dead_port hole);/;s/\"localhost\"/\"127.0.0.1\"/ |
TLS never answers  | s/port = [0-9]*;/port = $(dead_port silent);/ |
no TLS at all      | s/port = [0-9]*;/port = $(dead_port plain);/ |
foreign authority  | s|ca_file = .*|ca_file = \"$work/stranger/ca.pem\";| |
authorities of the system | s|ca_file = .*|ca_file = \"\";| |
another host's name | s/\"localhost\"/\"other.localhost\"/ |
dead names         | s/\"localhost\"/\"directory.example\"/ | $DEAD_NAMES
"

# network_row STANCE: of the row in $name, $change and $with
network_row()
{
	conf away "$base $forget $patient $(login "$1")" -e "$change"
	eval "broker away $with"
	wanted=AUTHINFO_UNAVAIL
	[ "$1" = deny ] || wanted=aside
	expect "$name, $1" $wanted $STEP away sshd alice account
	expect "$name, $1" $wanted $STEP away sudo alice account
	expect "$name, $1" $wanted $STEP away sshd alice auth 123456789
	expect "$name, $1" SUCCESS $STEP away cron alice account
	stop away
	equal $? 0 "$name, $1: the broker ends when told"
}

printf '%s\n' "$networks" | grep . | tr -s ' ' >"$work/rows"
while IFS= read -r row <&8; do
	name=${row%% |*}
	rest=${row#*| }
	with=${rest##* |}
	change=${rest% |*}
	try network_row deny
	try network_row ignore
done 8<"$work/rows"
equal "$(count "$LOOKUP") $(count "$AUTH_CALL")" "0 0" "no request reached a peer that is not proven"

# What elsewhere costs 20 s for each request: this host's own name cannot be resolved.
own_name()
{
	conf away "$base $forget $patient $(login deny)"
	eval "broker away unshare -u sh -c 'LD_PRELOAD= hostname nowhere.example && exec \"\$@\"' sh $DEAD_NAMES"
	expect "own name unknown and names dead" SUCCESS $STEP away sshd alice account
	expect "own name unknown and names dead" SUCCESS $STEP away sshd alice auth 123456789
	expect "own name unknown and names dead" SUCCESS $AUTH away login alice auth push
	stop away
}
try own_name

# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Frames from any MAC, VTEP and segment, for test files that source this after
# lib.sh. One Python program serves the whole file: to start one for each frame
# would take most of the time on an emulated machine. It ends when its standard
# input does, with the file. What it can send: frames.py.

# A file may have another program, which knows more commands: FRAMES_PROGRAM
frames_start()
{
	local fifo
	fifo=$(mktemp -u /tmp/vtep-frames.XXXXXX)
	mkfifo "$fifo"
	exec {FRAMES_IN}> >(exec $PYTHON "$SELFTESTS/${FRAMES_PROGRAM:-frames.py}" >"$fifo" 2>&1)
	exec {FRAMES_OUT}<"$fifo"
	rm -f "$fifo"
}

# frames WHAT HOST WORD=VALUE...: sent when this returns
frames()
{
	frames_begin "$@"
	frames_end
}

# In two halves, for what takes its time: other things happen between them.
frames_begin()
{
	local what=$1 host=$2
	shift 2
	FRAMES_ASKED="$what $host $*"
	echo "$what $NSP$host $*" >&"$FRAMES_IN"
}

frames_end()
{
	local reply
	if ! read -r -t 60 -u "$FRAMES_OUT" reply; then
		echo "# frames.py does not answer" >&2
		return 1
	fi
	[ "$reply" = ok ] && return 0
	echo "# frames.py: $reply: $FRAMES_ASKED" >&2
	return 1
}

# from HOST WORD=VALUE...: in VXLAN, to h1 unless words say another
from()
{
	local host=$1
	shift
	case " $* " in
	*" to="*) ;;
	*) set -- to=10.0.0.1 "$@" ;;
	esac
	frames vxlan "$host" "$@"
}

# into HOST WORD=VALUE...: sent into its vtep0, as its VM would
into()
{
	local host=$1
	shift
	case " $* " in
	*" dev="*) ;;
	*) set -- dev=vtep0 "$@" ;;
	esac
	frames ether "$host" "$@"
}

# quiet_vtep HOST WORD...: vtep0, up, without addresses, so that nothing is
# sent or answered but what a test sends
quiet_vtep()
{
	local h=$1 i=${1#h} d=${VTEP_DEV:-vtep0}
	shift
	case " $* " in
	*" id "*|*" attach "*|*" external "*) ;;
	*) set -- id 42 "$@" ;;
	esac
	ipn "$h" link add "$d" address "02:00:00:00:00:0$i" type vtep "$@"
	# Refused where the MTU is too small for IPv6: nothing is sent either.
	ipn "$h" link set "$d" addrgenmode none 2>/dev/null || true
	ipn "$h" link set "$d" up
}

# fdb_count HOST [DEV]: how many MACs are learned
fdb_count()
{
	ethstat "$1" fdb_learned "${2:-vtep0}"
}

# lives_at HOST MAC ADDRESS: wait until HOST has learned it
lives_at()
{
	wait_for 10 fdb_has "$1" "^$2 dst $3 " ||
		fdb_has "$1" "^$2 dst $3 "
}

# gone HOST MAC: no longer in the FDB
gone()
{
	! bridgen "$1" fdb show dev "${3:-vtep0}" | grep -q "^$2 "
}

# stat_reaches HOST NAME VALUE: wait for a counter, then it must be that
stat_reaches()
{
	wait_for 10 stat_is "$@" || stat_is "$@"
}

# link_stat_is HOST rx packets VALUE [DEV]
link_stat_is()
{
	equal "$2 $3 on $1" "$(link_stat "$1" "$2" "$3" "${5:-vtep0}")" "$4"
}

link_stat_reaches()
{
	wait_for 10 link_stat_is "$@" || link_stat_is "$@"
}

# peer_stat HOST PEER COUNTER: 0 when there is no such peer
peer_stat()
{
	on "$1" vtepctl -j -s peer show dev vtep0 | jq -r --arg p "$2" --arg c "$3" \
		'[.[] | select(.peer == $p) | .counters[$c]] | add // 0'
}

# sent_to HOST PEER WORD=VALUE...: the one frame that is sent goes there
sent_to()
{
	local host=$1 peer=$2 before
	shift 2
	before=$(peer_stat "$host" "$peer" tx_packets)
	into "$host" "$@"
	peer_stat_is "$host" "$peer" tx_packets $((before + 1))
}

peer_stat_is()
{
	equal "$3 of $2 on $1" "$(peer_stat "$1" "$2" "$3")" "$4"
}

# of_entry HOST MAC FILTER: of what vtepctl shows of the MAC
of_entry()
{
	on "$1" vtepctl -j fdb show dev vtep0 |
		jq -c --arg m "$2" ".[] | select(.mac == \$m) | $3"
}

# entry_is HOST MAC FILTER VALUE
entry_is()
{
	equal "$3 of $2" "$(of_entry "$1" "$2" "$3")" "$4"
}

# of_peer HOST PEER FILTER, peer_is HOST PEER FILTER VALUE: the same of a peer
of_peer()
{
	on "$1" vtepctl -j -s peer show dev vtep0 |
		jq -c --arg p "$2" ".[] | select(.peer == \$p) | $3"
}

peer_is()
{
	equal "$3 of $2" "$(of_peer "$1" "$2" "$3")" "$4"
}

# listen_events HOST: into $WORK/events, when this returns
listen_events()
{
	background on "$1" "$PYTHON" "$SELFTESTS/genl.py" events 1000000 \
		"$WORK/events"
	wait_for 20 grep -q ready "$WORK/events"
}

# events TYPE [FILTER]: those so far, one a line; the type by its number
events()
{
	grep '^{' "$WORK/events" |
		jq -c "select(.type == $1) | ${2:-.}"
}

events_are()
{
	equal "events of type $1" "$(events "$1" "$2")" "$3"
}

# The same, of what may be told up to a second later
events_reach()
{
	wait_for 10 events_are "$@" || events_are "$@"
}

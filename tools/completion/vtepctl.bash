# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# bash completion for vtepctl(8)

# Interfaces; of kind vtep only when asked so and ip(8) is there.
_vtepctl_devices()
{
	if [[ ${1-} == vtep ]] && type -P ip >/dev/null; then
		ip -o link show type vtep 2>/dev/null |
			sed -E 's/^[0-9]+: ([^:@]+)[:@].*/\1/'
	else
		find /sys/class/net -mindepth 1 -printf '%f\n' 2>/dev/null
	fi
}

# Rules of segments; of VTEPs, too.
_vtepctl_rules='deliver learn strict min_ttl unknown full damp moves hold
	protect fragments storm'

# The words of a command.
_vtepctl_words()
{
	case $1 in
	vtep/set)
		echo "dev $_vtepctl_rules peer_limit vni_limit neigh_rate help"
		;;
	vni/add)
		echo "dev vni vlan untagged group pool join learning ageing
			limit flood $_vtepctl_rules help"
		;;
	vni/del) echo 'dev vni help' ;;
	vni/set)
		echo "dev vni group pool join learning ageing limit flood
			$_vtepctl_rules help"
		;;
	vni/*) echo 'dev vni vlan untagged group help' ;;
	peer/*) echo 'dev peer help' ;;
	source/show | local/show) echo 'dev vni help' ;;
	source/del) echo 'dev vni prefix help' ;;
	source/*) echo 'dev vni prefix may file help' ;;
	local/*) echo 'dev vni mac help' ;;
	fdb/*) echo 'dev vni peer mac help' ;;
	group/*) echo 'dev group help' ;;
	*) echo 'dev help' ;;
	esac
}

# The values of a word, "-" if it has some that cannot be told.
_vtepctl_values()
{
	local own=''

	[[ $1 == vni/set ]] && own=' inherit'
	case $2 in
	dev)
		case $1 in
		group/*) _vtepctl_devices ;;
		*) _vtepctl_devices vtep ;;
		esac
		;;
	learning) echo 'on off' ;;
	strict | protect) echo "on off$own" ;;
	deliver | learn) echo "open known list$own" ;;
	unknown) echo "flood drop$own" ;;
	full) echo "refuse evict$own" ;;
	fragments) echo "accept discard$own" ;;
	damp) echo "none hold freeze drop$own" ;;
	min_ttl | moves | hold) echo "${own:--}" ;;
	storm)
		echo 'broadcast multicast unknown unicast'
		[[ $1 == vtep/* ]] && echo peer
		;;
	join) echo 'always active' ;;
	may) echo 'deny deliver learn' ;;
	flood)
		if [[ $1 == */set ]]; then echo 'add del'; else echo -; fi
		;;
	group)
		if [[ $1 == vni/s* ]]; then echo none; else echo -; fi
		;;
	prefix)
		if [[ $1 == */set ]]; then echo none; else echo -; fi
		;;
	vni | vlan | pool | ageing | limit | peer | mac | *_limit | neigh_rate)
		echo -
		;;
	*) _vtepctl_words "$1" ;;
	esac
}

_vtepctl()
{
	local cur prev object='' action='' words='' i
	local options='-json -pretty -statistics -timestamp -watch -batch
		-force -Version -help'
	local objects='vtep vni peer source local group fdb stats drops
		monitor save restore import'

	COMPREPLY=()
	cur=${COMP_WORDS[COMP_CWORD]}
	prev=${COMP_WORDS[COMP_CWORD - 1]}

	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-b | -batch | --batch) ((i++)) ;;
		-*) ;;
		*)
			object=${COMP_WORDS[i]}
			action=${COMP_WORDS[i + 1]-}
			((i + 1 < COMP_CWORD)) || action=''
			break
			;;
		esac
	done

	# a value of a word of two parts, and not what comes after "vni add"
	case ${COMP_WORDS[COMP_CWORD - 2]-} in
	flood) [[ $prev == @(add|del) ]] && return ;;
	storm) [[ $prev == @(broadcast|multicast|unknown|unicast|peer) ]] &&
		return ;;
	esac

	case $prev in
	-b | -batch | --batch)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	esac

	if [[ -z $object ]]; then
		if [[ $cur == -* ]]; then
			words=$options
		else
			words="$objects help"
		fi
	elif [[ $object == help ]]; then
		words=$objects
	elif [[ $object == monitor ]]; then
		words='json help'
	elif [[ $object == drops ]]; then
		case $prev in
		dev) words=$(_vtepctl_devices vtep) ;;
		vni | peer) ;;
		*) words='dev vni peer help' ;;
		esac
	elif [[ $object == save ]]; then
		case $prev in
		dev) words=$(_vtepctl_devices vtep) ;;
		save) words='dev help' ;;
		esac
	elif [[ $object == restore || $object == import ]]; then
		case $object/$prev in
		restore/restore) words='check delete help' ;;
		import/merge) ;;
		import/*) words='merge strict help' ;;
		esac
		mapfile -t COMPREPLY < <(compgen -f -W "$words" -- "$cur")
		return
	elif [[ -z $action ]]; then
		case $object in
		vtep) words='show set help' ;;
		vni | source) words='show add del set help' ;;
		local) words='show add del help' ;;
		peer) words='show flush del help' ;;
		group) words='show rejoin help' ;;
		fdb) words='show flush unfreeze help' ;;
		*) words='show help' ;;
		esac
	elif [[ $prev == file ]]; then
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
	else
		words=$(_vtepctl_values "$object/$action" "$prev")
		[[ $words == - ]] && words=''
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}

complete -F _vtepctl vtepctl

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

# The words of a command.
_vtepctl_words()
{
	case $1 in
	vni/add)
		echo 'dev vni vlan untagged group pool join learning ageing
			limit flood help'
		;;
	vni/del) echo 'dev vni help' ;;
	vni/set)
		echo 'dev vni group pool join learning ageing limit flood help'
		;;
	vni/*) echo 'dev vni vlan untagged group help' ;;
	fdb/*) echo 'dev vni help' ;;
	group/*) echo 'dev group help' ;;
	*) echo 'dev help' ;;
	esac
}

_vtepctl()
{
	local cur prev object='' action='' words='' i
	local options='-json -pretty -statistics -timestamp -batch -force
		-Version -help'

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

	# a value of "flood add", and not what comes after "vni add"
	[[ $prev == @(add|del) && ${COMP_WORDS[COMP_CWORD - 2]-} == flood ]] &&
		return

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
			words='vni peer group fdb stats monitor save restore import
				help'
		fi
	elif [[ $object == help ]]; then
		words='vni peer group fdb stats monitor save restore import'
	elif [[ $object == monitor ]]; then
		words='json help'
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
		vni) words='show add del set help' ;;
		group) words='show rejoin help' ;;
		*) words='show help' ;;
		esac
	else
		case $prev in
		dev)
			case $object in
			group) words=$(_vtepctl_devices) ;;
			*) words=$(_vtepctl_devices vtep) ;;
			esac
			;;
		learning) words='on off' ;;
		join) words='always active' ;;
		flood)
			[[ $action == set ]] && words='add del'
			;;
		group)
			[[ $object == vni && $action == s* ]] && words='none'
			;;
		vni | vlan | pool | ageing | limit) ;;
		*) words=$(_vtepctl_words "$object/$action") ;;
		esac
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}

complete -F _vtepctl vtepctl

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
		vni) words='show set help' ;;
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
		group) words='none' ;;
		vni | ageing | limit) ;;
		*)
			case $object/$action in
			vni/set)
				words='dev vni group learning ageing limit help'
				;;
			vni/* | fdb/*) words='dev vni help' ;;
			*) words='dev help' ;;
			esac
			;;
		esac
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}

complete -F _vtepctl vtepctl

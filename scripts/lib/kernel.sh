# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Kernels by name: where their image, modules and headers are; fetched from
# Debian's archive into the cache when they are not there yet.
#
# kernel_find NAME sets
#   KERNEL_TYPE     qemu | uml | host
#   KERNEL_ID       name of this very version; builds are kept under it
#   KERNEL_RELEASE  as uname -r prints it
#   KERNEL_IMAGE    what is booted
#   KERNEL_MODULES  directory that holds lib/modules/$KERNEL_RELEASE
#   KERNEL_KDIR     where out-of-tree modules are built against
#   KERNEL_MAKE     (array) what make(1) must be told beside KDIR
#   KERNEL_ROOT     the user space that belongs to it; empty: this machine's
#
# A kernel in the cache is a directory kernels/NAME/VERSION; the symbolic link
# kernels/NAME/current is made last, so what it names is complete.
#
# shellcheck disable=SC2034

# shellcheck source=scripts/lib/root.sh
. "$REPO/scripts/lib/root.sh"

# Debian's: this release's, and those of the releases after it
KERNEL_DEBIAN="6.1 6.12 7.2"
KERNEL_NAMES="$KERNEL_DEBIAN debug native smp kcsan"

# kernel_list NAMES: with commas or spaces between them, or "all" of Debian's; with
# spaces
kernel_list()
{
	if [ "$1" = all ]; then
		echo "$KERNEL_DEBIAN"
	else
		echo "${1//,/ }"
	fi
}

kernel_find()
{
	KERNEL_ROOT=
	case $1 in
	6.1)
		kernel_find_debian 6.1 bookworm bookworm-security ;;
	6.12)
		kernel_find_debian 6.12 trixie trixie-security
		kernel_find_root trixie ;;
	7.2)
		kernel_find_debian 7.2 forky
		kernel_find_root forky ;;
	debug|native|smp|kcsan)
		kernel_find_own "$1" ;;
	host)
		kernel_find_host ;;
	*)
		die "no kernel called '$1': there are $KERNEL_NAMES" ;;
	esac
}

# The running kernel, for VM=none.
kernel_find_host()
{
	KERNEL_TYPE=host
	KERNEL_RELEASE=$(uname -r)
	KERNEL_ID=host-$KERNEL_RELEASE
	KERNEL_IMAGE=
	KERNEL_MODULES=/
	KERNEL_KDIR=/lib/modules/$KERNEL_RELEASE/build
	KERNEL_MAKE=()
	[ -e "$KERNEL_KDIR/Makefile" ] ||
		die "no headers of the running kernel ($KERNEL_KDIR): install linux-headers-$KERNEL_RELEASE, or leave VM=none out"
}

# A kernel of that profile, built by its own script from Debian's source: User Mode
# Linux, or for QEMU.
kernel_find_own()
{
	local dir

	dir=$("$REPO/scripts/own-kernel" path "$1") ||
		die "the $1 kernel did not build"
	if [ -e "$dir/linux" ]; then
		KERNEL_TYPE=uml KERNEL_IMAGE=$dir/linux KERNEL_MAKE=(ARCH=um)
	else
		KERNEL_TYPE=qemu KERNEL_IMAGE=$dir/bzImage
		KERNEL_MAKE=(ARCH=x86_64)
	fi
	# What a test reaches: for the fuzzers, and to be counted.
	[ "$1" = native ] || KERNEL_MAKE+=(GCOV_PROFILE=y KCOV_INSTRUMENT=y)
	KERNEL_MODULES=$dir/modules
	KERNEL_KDIR=$dir/build
	KERNEL_RELEASE=$(cat "$KERNEL_KDIR/include/config/kernel.release")
	KERNEL_ID=${dir##*/}
}

kernel_find_debian()
{
	local name=$1 dir

	dir=$CACHE/kernels/$name/current
	if ! kernel_verify "$dir"; then
		with_lock "kernel-$name" kernel_fetch "$@" >&2
		kernel_verify "$dir" || die "kernel $name: could not be had"
	fi
	dir=$(realpath "$dir")
	KERNEL_TYPE=qemu
	KERNEL_ID=$name-${dir##*/}
	KERNEL_RELEASE=$(cat "$dir/release")
	KERNEL_IMAGE=$dir/vmlinux
	KERNEL_MODULES=$dir
	KERNEL_KDIR=$dir/kdir
	KERNEL_MAKE=()
	# Absolute, since the guest sees it elsewhere; so made anew each time,
	# the cache may have been moved.
	if [ "$(readlink "$dir/lib/modules/$KERNEL_RELEASE/build")" != \
	     "$KERNEL_KDIR" ]; then
		ln -sfn "$KERNEL_KDIR" "$dir/lib/modules/$KERNEL_RELEASE/build"
	fi
}

# With the compiler the kernel was built with; its headers ask for it.
kernel_find_root()
{
	root_find "$1" "$(cat "$KERNEL_MODULES/compiler")"
	KERNEL_ROOT=$ROOT_DIR
	KERNEL_ID+=-$ROOT_ID
}

# kernel_run COMMAND...: in the user space the kernel found last belongs to
kernel_run()
{
	if [ -n "$KERNEL_ROOT" ]; then
		root_run "$KERNEL_ROOT" "$@"
	else
		"$@"
	fi
}

# Complete and unharmed? The sums are those taken when apt had verified the
# packages; the parts the boot and every build depend upon are in the list.
kernel_verify()
{
	[ -s "$1/SHA256SUMS" ] && [ -e "$1/compiler" ] &&
		(cd "$1" && sha256sum --status -c SHA256SUMS) 2>/dev/null
}

# kernel_archive SUITE: where it is. The machine's mirror holds for us too: as its
# own apt configuration calls it, or as that calls the machine's release.
kernel_archive()
{
	local suite=${1%-backports} own kind=

	own=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
	case $suite in
	*-security) kind=-security ;;
	esac
	kernel_archive_known "$suite" || kernel_archive_known "$own$kind" ||
		echo "http://deb.debian.org/debian$kind"
}

kernel_archive_known()
{
	local want=$1 uri codename

	# shellcheck disable=SC2016
	while read -r uri codename; do
		if [ "$codename" = "$want" ]; then
			echo "${uri%/}"
			return
		fi
	done < <(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' \
		 'Created-By: Packages' 2>/dev/null)
	return 1
}

# apt with sources of our own: the machine's package lists may be older than
# the archive, be missing, or be those of another release of Debian.
kernel_apt_setup()
{
	local dir=$1 suite

	shift
	mkdir -p "$dir/parts" "$dir/lists/partial" "$dir/cache/archives/partial"
	for suite; do
		cat >"$dir/parts/$suite.sources" <<-EOF
			Types: deb
			URIs: $(kernel_archive "$suite")
			Suites: $suite
			Components: main
			Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
		EOF
	done
	KERNEL_APT=(-qq -o "Dir::Etc::sourcelist=/dev/null"
		    -o "Dir::Etc::sourceparts=$dir/parts"
		    -o "Dir::Etc::preferences=/dev/null"
		    -o "Dir::Etc::preferencesparts=/dev/null"
		    -o "Dir::State::lists=$dir/lists"
		    -o "Dir::Cache=$dir/cache"
		    -o "Acquire::Languages=none"
		    -o "Acquire::Retries=3"
		    -o "APT::Architecture=amd64"
		    -o "APT::Sandbox::User=$(id -un)")
}

# kernel_depends PACKAGE: names in its Depends line, one a line
kernel_depends()
{
	apt-cache "${KERNEL_APT[@]}" --no-all-versions show "$1" |
		sed -n 's/^Depends: //p' | tr ',' '\n' |
		sed 's/^ *//; s/[ (].*//'
}

# kernel_fetch NAME SUITE...: called under the lock of NAME
kernel_fetch()
{
	local name=$1 base tmp image release version pkgs i compiler

	shift
	base=$CACHE/kernels/$name
	# The one who held the lock before us may have done it.
	if kernel_verify "$base/current"; then
		return
	fi
	need apt-get dpkg-deb depmod xz
	say "kernel $name: fetching it from Debian ($*)"
	mkdir -p "$base"
	rm -rf "$base"/tmp.*
	tmp=$(mktemp -d "$base/tmp.XXXXXX")
	kernel_apt_setup "$base/apt" "$@"
	apt-get "${KERNEL_APT[@]}" update ||
		die "kernel $name: cannot read the archive's package lists"

	image=$(kernel_depends linux-image-amd64 | grep '^linux-image-') ||
		die "kernel $name: linux-image-amd64 is not in $*"
	release=${image#linux-image-}
	[[ $release == "$name".* ]] ||
		say "kernel $name: Debian has moved on, to $release; that is taken"
	version=$(apt-cache "${KERNEL_APT[@]}" --no-all-versions show "$image" |
		  sed -n 's/^Version: //p')
	# Newer images come in several packages.
	mapfile -t pkgs < <({ kernel_depends "linux-headers-$release"
			      kernel_depends "$image"; } | sort -u |
		grep -E '^linux-(headers|kbuild|base|binary|modules)-[0-9]')
	compiler=$(kernel_depends "linux-headers-$release" |
		   sed -n '/^gcc-/p')
	# One version for all: headers of another would build a module that
	# this image refuses, or worse, does not refuse. Only kbuild, programs
	# that run here, may be newer, as its packages have it, and is while
	# Debian has the next kernel's source built but not yet signed.
	pkgs=("$image" "linux-headers-$release" "${pkgs[@]}")
	for i in "${!pkgs[@]}"; do
		[[ ${pkgs[i]} == linux-kbuild-* ]] || pkgs[i]="${pkgs[i]}=$version"
	done
	(cd "$tmp" &&
	 apt-get "${KERNEL_APT[@]}" download "${pkgs[@]}") ||
		die "kernel $name: $image $version cannot be downloaded"
	kernel_unpack "$tmp" "$release"
	rm -rf "${base:?}/$version"
	mv "$tmp" "$base/$version"
	echo "$compiler" >"$base/$version/compiler"
	kernel_relocate "$base/$version" "$release"
	kernel_seal "$base/$version" "$release"
	ln -sfn "$version" "$base/current.new"
	mv -T "$base/current.new" "$base/current"
	say "kernel $name: $release, version $version, is in $base/$version"
}

kernel_unpack()
{
	local dir=$1 release=$2 deb image

	for deb in "$dir"/*.deb; do
		dpkg-deb -x "$deb" "$dir" || die "$deb is damaged"
		rm "$deb"
	done
	# Newer packages are merged into /usr; the layout here is one.
	if [ ! -e "$dir/lib/modules" ]; then
		mkdir -p "$dir/lib"
		ln -s ../usr/lib/modules "$dir/lib/modules"
	fi
	echo "$release" >"$dir/release"
	image=$dir/boot/vmlinuz-$release
	[ -e "$image" ] || image=$dir/lib/modules/$release/vmlinuz
	kernel_extract "$image" "$dir/vmlinux"
	rm -rf "${dir:?}/usr/share" "${dir:?}/boot"
	depmod -b "$dir" "$release"
}

# The kernel as an ELF file out of its bzImage: QEMU starts that directly (PVH),
# and the emulated CPU has not to unpack it, half of the time of a boot.
# An image we cannot unpack is booted as it is.
kernel_extract()
{
	local image=$1 out=$2 magic tool offset

	while IFS=: read -r magic tool; do
		while IFS=: read -r offset _; do
			tail -c "+$((offset + 1))" "$image" |
				$tool >"$out" 2>/dev/null || :
			# 0x7f ELF
			if [ "$(head -c 4 "$out" | od -An -tx1)" = \
			     " 7f 45 4c 46" ]; then
				return
			fi
		done < <(LC_ALL=C grep -aboP "$magic" "$image")
	done <<-'EOF'
		\xfd7zXZ\x00:xz -dc --single-stream
		\x28\xb5\x2f\xfd:zstd -dc
		\x1f\x8b\x08:gzip -dc
	EOF
	cp "$image" "$out"
}

# The headers' makefiles name one another by where the packages are installed;
# here they find one another wherever the cache is.
kernel_relocate()
{
	local dir=$1 release=$2 kdir

	kdir=$dir/usr/src/linux-headers-$release
	# The expression is for make.
	# shellcheck disable=SC2016
	sed -i 's,/usr/src/,$(dir $(lastword $(MAKEFILE_LIST)))../,g' \
		"$kdir/Makefile"
	ln -s "usr/src/linux-headers-$release" "$dir/kdir"
	rm -f "$dir/lib/modules/$release/"{build,source}
}

kernel_seal()
{
	local dir=$1 release=$2

	(cd "$dir" && sha256sum release compiler vmlinux kdir/Makefile kdir/.config \
		kdir/Module.symvers "lib/modules/$release/modules.dep" \
		>SHA256SUMS.new && mv SHA256SUMS.new SHA256SUMS)
}

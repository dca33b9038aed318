# SPDX-License-Identifier: GPL-2.0
# The commands of this repository. What the module is made of is in Kbuild,
# what the tools are made of in tools/.

# The kernel to build the module for: the running one if its headers are here,
# else the newest ones installed.
KDIR ?= $(or $(wildcard /lib/modules/$(shell uname -r)/build),$(lastword \
	$(shell ls -dv /usr/src/linux-headers-*-amd64 2>/dev/null)))
# The kernel to test with, by its name in scripts/vm: make test KERNEL=6.12
KERNEL ?=
# How long make fuzz and make races, and make soak, go on
SECONDS ?=
MINUTES ?=
# For packagers: everything is installed below it.
DESTDIR ?=
export VERSION := 0.1

.PHONY: all modules tools install dkms deps demo demo-tenants demo-secure demo-attack \
	test matrix conformance interop test-debug fuzz races soak coverage \
	bench bench-icount bench-scale bench-trust check generate help clean

all: modules tools ## Build the module and the tools

modules: ## Build vtep.ko here, for KDIR (default: the running kernel)
	$(if $(KDIR),,$(error no kernel headers found: run "make deps" or set KDIR))
	@echo "building for $(KDIR)"
	+$(MAKE) --no-print-directory -C $(KDIR) M=$(CURDIR) modules

tools: ## Build vtepctl and the plugin of ip(8)
	$(if $(wildcard tools/Makefile),+$(MAKE) -C tools)

# No signature, as Debian's key is not here. Who sets DESTDIR makes a package,
# and runs depmod when that gets installed. Not for another kernel than the one
# that runs, unless that is said.
install: all ## Install the module for KDIR's kernel, and the tools
	$(if $(DESTDIR)$(filter-out file,$(origin KDIR))$(wildcard \
		/lib/modules/$(shell uname -r)/build),,$(error no headers of the \
		running kernel: apt install linux-headers-$(shell uname -r), or say KDIR))
	+$(MAKE) --no-print-directory -C $(KDIR) M=$(CURDIR) CONFIG_MODULE_SIG_ALL= \
		$(if $(DESTDIR),INSTALL_MOD_PATH=$(DESTDIR)) modules_install
	$(if $(DESTDIR),,depmod $$(awk -F'"' '/UTS_RELEASE/ { print $$2 }' \
		$(KDIR)/include/generated/utsrelease.h))
	$(if $(wildcard tools/Makefile),+$(MAKE) -C tools install)

# What was built in here is not handed on. A version that is there already is
# another one of the same name.
DKMS := $(DESTDIR)/usr/src/vtep-$(VERSION)
dkms: tools ## Have dkms(8) build it for each kernel, and install the tools
	$(if $(DESTDIR),,-dkms remove vtep/$(VERSION) --all >/dev/null 2>&1)
	rm -rf $(DKMS)
	install -d $(DKMS)
	tar -c --exclude='*.o' --exclude='*.cmd' --exclude='*.d' \
		Kbuild LICENSE src include | tar -x --no-same-owner -C $(DKMS)
	sed 's/@VERSION@/$(VERSION)/' scripts/dkms.conf >$(DKMS)/dkms.conf
	$(if $(DESTDIR),,dkms install vtep/$(VERSION))
	+$(MAKE) -C tools install

deps: ## Install by apt what building and testing needs
	@scripts/deps

demo: deps ## Show the main job on real frames, in a virtual machine
	@scripts/vm -- scripts/demo

demo-tenants: deps ## Show thousands of tenants on three hypervisors, likewise
	@scripts/vm -- scripts/demo-tenants

demo-secure: deps ## Show the tunnel under the kernel's IPsec, likewise
	@scripts/vm -- scripts/demo-secure

demo-attack: deps ## Show attacks on the in-tree driver and on ours, side by side
	@scripts/vm -t 1500 -- scripts/demo-attack

test: deps ## Run all tests, in a virtual machine
	@scripts/test $(if $(KERNEL),-k $(KERNEL),-s all)

matrix: deps ## Run all tests on each of Debian's kernels
	@scripts/test -k all

conformance: deps ## Judge this driver and the in-tree one by RFC 7348, from the wire
	@scripts/conformance $(if $(KERNEL),-k $(KERNEL))

interop: deps ## Show who understands whom: in-tree vxlan, Open vSwitch, other kernels
	@scripts/interop

test-debug: deps ## Run all tests on a kernel with every checker on, races on two
	@scripts/test -k debug -s smp,kcsan

fuzz: deps ## Feed it packets and netlink messages nobody should, for SECONDS=N
	@scripts/fuzz $(if $(KERNEL),-k $(KERNEL)) $(if $(SECONDS),-t $(SECONDS))

races: deps ## All at once on two CPUs; 500 times loaded, 10,000 namespaces
	@scripts/races $(if $(KERNEL),-k $(KERNEL)) $(if $(SECONDS),-t $(SECONDS))

soak: deps ## Tenants under storms, moves, partitions and restarts, for MINUTES=N
	@scripts/soak $(if $(KERNEL),-k $(KERNEL)) $(if $(MINUTES),-t $(MINUTES))

coverage: deps ## Which lines of the module all that has run, on kernels with checkers
	@scripts/coverage -m 90

bench: deps ## Measure what packets and MACs cost, beside the in-tree driver
	@scripts/bench-speed $(if $(KERNEL),-k $(KERNEL))

bench-icount: deps ## Count the instructions of a packet, against what they were
	@scripts/bench-icount $(if $(KERNEL),-k $(KERNEL))

bench-scale: deps ## Measure thousands of VNIs and groups, beside the in-tree driver
	@scripts/bench-scale

bench-trust: deps ## Measure what it costs to trust nobody, and what floods do
	@scripts/bench-trust

generate: ## Generate again what comes from the netlink spec and the drop reasons
	@scripts/drops
	@scripts/ynl

check: deps ## Check the sources: checkpatch, sparse, W=1, shellcheck, ...
	@scripts/check

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | \
		expand -t 16

clean: ## Remove what was built here (not the cache, ~/.cache/vtep)
	$(if $(KDIR),+$(MAKE) --no-print-directory -C $(KDIR) M=$(CURDIR) clean)
	$(if $(wildcard tools/Makefile),+$(MAKE) -C tools clean)
	rm -rf build

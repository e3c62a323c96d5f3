# Where 'make install' puts the program, its manual pages and completions; DESTDIR goes before it, for packages.
PREFIX ?= /usr/local
DESTDIR ?=
export PREFIX DESTDIR

.PHONY: build test bench order install uninstall package

build:
	scripts/build

test:
	scripts/test

bench:
	Benchmarks/run

order:
	scripts/order

install:
	scripts/install

uninstall:
	scripts/install --remove

package:
	scripts/package

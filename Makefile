.PHONY: build test bench

build:
	scripts/build

test:
	scripts/test

bench:
	Benchmarks/run
